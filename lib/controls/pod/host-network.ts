import { control } from '../control';
import { absentOr, pod } from '../requirement';

export const hostNetwork = control({
  id: 'host-network',
  family: 'pod',
  title: 'Keep out of the host network',
  severity: 'high',
  why: 'In the network of the node a process listens to its traffic, reaches services that bind to loopback and is outside of every NetworkPolicy.',
  references: { podSecurity: 'baseline', cis: ['5.2.5'], nsa: 'Pod security: host namespaces' },
  counterparts: {
    trivy: ['KSV-0009'],
    checkov: ['CKV_K8S_19'],
    kubeLinter: ['host-network'],
    kubescape: ['C-0041'],
    polaris: ['hostNetworkSet'],
    kubesec: ['HostNetwork'],
    kyverno: ['disallow-host-namespaces'],
    gatekeeper: ['K8sPSPHostNetworkingPorts'],
    dockerBench: ['5.10'],
  },
  require: pod('hostNetwork', absentOr(false)),
  examples: {
    pass: [
      { because: 'absent means false', pod: {} },
      { because: 'it is written', pod: { hostNetwork: false } },
    ],
    fail: [{ because: 'the network of the node', pod: { hostNetwork: true } }],
  },
});
