import { control } from '../control';
import { absentOr, everyContainer } from '../requirement';

export const hostPort = control({
  id: 'host-port',
  family: 'container',
  title: 'Bind no host port',
  severity: 'high',
  why: 'A port of the node is reachable from outside of the cluster, past Services and most network policies.',
  references: { podSecurity: 'baseline', cis: ['5.2.12 (v1.12; 5.2.13 before)'], nsa: 'Pod security: host namespaces' },
  counterparts: {
    trivy: ['KSV-0024'],
    checkov: ['CKV_K8S_26'],
    kubescape: ['C-0044'],
    polaris: ['hostPortSet'],
    kubeScore: ['container-ports-check'],
    kyverno: ['disallow-host-ports'],
    gatekeeper: ['K8sPSPHostNetworkingPorts'],
  },
  require: everyContainer('ports[].hostPort', absentOr(0)),
  examples: {
    pass: [{ because: 'a port of the pod', pod: { containers: [{ ports: [{ containerPort: 8080 }] }] } }],
    fail: [{ because: 'a port of the node', pod: { containers: [{ ports: [{ containerPort: 8080, hostPort: 8080 }] }] } }],
  },
});
