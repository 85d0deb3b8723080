import { control } from '../control';
import { absentOr, pod } from '../requirement';

export const hostIpc = control({
  id: 'host-ipc',
  family: 'pod',
  title: 'Keep out of the host IPC namespace',
  severity: 'high',
  why: 'Shared memory of the node is open to the pod.',
  references: { podSecurity: 'baseline', cis: ['5.2.4'], nsa: 'Pod security: host namespaces' },
  counterparts: {
    trivy: ['KSV-0008'],
    checkov: ['CKV_K8S_18'],
    kubeLinter: ['host-ipc'],
    kubescape: ['C-0038', 'C-0276'],
    polaris: ['hostIPCSet'],
    kubesec: ['HostIPC'],
    kyverno: ['disallow-host-namespaces'],
    gatekeeper: ['K8sPSPHostNamespace'],
    dockerBench: ['5.17'],
  },
  require: pod('hostIPC', absentOr(false)),
  examples: {
    pass: [
      { because: 'absent means false', pod: {} },
      { because: 'it is written', pod: { hostIPC: false } },
    ],
    fail: [{ because: 'the shared memory of the node', pod: { hostIPC: true } }],
  },
});
