import { control } from '../control';
import { absentOr, pod } from '../requirement';

export const hostPid = control({
  id: 'host-pid',
  family: 'pod',
  title: 'Keep out of the host process namespace',
  severity: 'high',
  why: 'A process that sees those of the node reads their environment and, with the same user id, their memory.',
  references: { podSecurity: 'baseline', cis: ['5.2.3'], nsa: 'Pod security: host namespaces' },
  counterparts: {
    trivy: ['KSV-0010'],
    checkov: ['CKV_K8S_17'],
    kubeLinter: ['host-pid'],
    kubescape: ['C-0038', 'C-0275'],
    polaris: ['hostPIDSet'],
    kubesec: ['HostPID'],
    kyverno: ['disallow-host-namespaces'],
    gatekeeper: ['K8sPSPHostNamespace'],
    dockerBench: ['5.16'],
  },
  require: pod('hostPID', absentOr(false)),
  examples: {
    pass: [
      { because: 'absent means false', pod: {} },
      { because: 'it is written', pod: { hostPID: false } },
    ],
    fail: [{ because: 'the processes of the node', pod: { hostPID: true } }],
  },
});
