import { control } from '../control';
import { capabilityOtherThan, everyContainer } from '../requirement';

export const sysAdminCapability = control({
  id: 'sys-admin-capability',
  family: 'container',
  title: 'Never add SYS_ADMIN',
  severity: 'critical',
  why: 'SYS_ADMIN mounts file systems and reaches most of the kernel: with it a process walks out of its container.',
  references: { podSecurity: 'baseline', cis: ['5.2.9 (v1.7-v1.11)'], nsa: 'Pod security: Linux capabilities' },
  counterparts: {
    trivy: ['KSV-0005'],
    checkov: ['CKV_K8S_39'],
    kubescape: ['C-0046', 'C-0057'],
    polaris: ['dangerousCapabilities'],
    kubesec: ['CapSysAdmin'],
    kyverno: ['disallow-capabilities'],
    gatekeeper: ['K8sPSPCapabilities'],
    dockerBench: ['5.4'],
  },
  notes:
    'Compared without case and without the prefix `CAP_`, which Docker takes and Kubernetes does not: no spelling slips through. added-capabilities reports it too; this one says that it is a way out.',
  require: everyContainer(
    'securityContext.capabilities.add[]',
    capabilityOtherThan(
      ['SYS_ADMIN', 'ALL'],
      'Take SYS_ADMIN (or ALL) out of `capabilities.add`: find the call that needs it, and a narrower capability or a device plugin, CSI driver or sysctl that does the same.',
    ),
  ),
  examples: {
    pass: [
      { because: 'nothing is added', pod: {} },
      { because: 'another one', pod: { containers: [{ securityContext: { capabilities: { add: ['NET_BIND_SERVICE'] } } }] } },
    ],
    fail: [
      { because: 'it is added', pod: { containers: [{ securityContext: { capabilities: { add: ['SYS_ADMIN'] } } }] } },
      { because: 'ALL holds it', pod: { initContainers: [{ securityContext: { capabilities: { add: ['ALL'] } } }] } },
      {
        because: 'another spelling, in an ephemeral container',
        pod: { ephemeralContainers: [{ securityContext: { capabilities: { add: ['cap_sys_admin'] } } }] },
      },
    ],
  },
});
