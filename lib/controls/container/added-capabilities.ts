import { windows } from '../conditions';
import { control } from '../control';
import { everyContainer, is, since, unless } from '../requirement';

export const addedCapabilities = control({
  id: 'added-capabilities',
  family: 'container',
  title: 'Add no capability except NET_BIND_SERVICE',
  severity: 'high',
  why: 'Each capability is a part of root: with CHOWN or DAC_OVERRIDE a process reads and takes over files that are not its own.',
  references: {
    podSecurity: 'restricted',
    cis: ['5.2.9 (v1.7-v1.11; dropped from v1.12 by kube-bench)'],
    nsa: 'Pod security: Linux capabilities',
  },
  counterparts: {
    trivy: ['KSV-0022', 'KSV-0106'],
    checkov: ['CKV_K8S_25'],
    polaris: ['insecureCapabilities'],
    kyverno: ['disallow-capabilities-strict', 'psp-restrict-adding-capabilities'],
    gatekeeper: ['K8sPSPCapabilities'],
    dockerBench: ['5.4'],
  },
  replaces: ['non-default-capabilities'],
  require: since('v1.22', unless(windows, everyContainer('securityContext.capabilities.add[]', is('NET_BIND_SERVICE')))),
  examples: {
    pass: [
      { because: 'nothing is added', pod: {} },
      {
        because: 'a port below 1024 is all that it gives',
        pod: { containers: [{ securityContext: { capabilities: { add: ['NET_BIND_SERVICE'] } } }] },
      },
    ],
    fail: [
      {
        because: 'part of the default set, and still too much',
        pod: { containers: [{ securityContext: { capabilities: { add: ['CHOWN'] } } }] },
      },
      { because: 'one of two', pod: { initContainers: [{ securityContext: { capabilities: { add: ['NET_BIND_SERVICE', 'NET_RAW'] } } }] } },
    ],
  },
});
