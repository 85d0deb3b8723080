import { control } from '../control';
import { everyContainer, oneOf } from '../requirement';

/** Pod Security Standards, baseline, "Capabilities". */
const ALLOWED = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
] as const;

export const nonDefaultCapabilities = control({
  id: 'non-default-capabilities',
  family: 'container',
  title: 'Add no capability beyond the default set',
  severity: 'high',
  why: 'A capability beyond what a runtime gives opens the kernel: modules, mounts, other processes.',
  references: { podSecurity: 'baseline', cis: ['5.2.9 (v1.7-v1.11)'], nsa: 'Pod security: Linux capabilities' },
  counterparts: {
    trivy: ['KSV-0022'],
    checkov: ['CKV_K8S_25'],
    kubescape: ['C-0046'],
    polaris: ['dangerousCapabilities'],
    kyverno: ['disallow-capabilities'],
    gatekeeper: ['K8sPSPCapabilities'],
    dockerBench: ['5.4'],
  },
  require: everyContainer('securityContext.capabilities.add[]', oneOf(...ALLOWED)),
  examples: {
    pass: [
      { because: 'nothing is added', pod: {} },
      { because: 'part of the default set', pod: { containers: [{ securityContext: { capabilities: { add: ['CHOWN'] } } }] } },
    ],
    fail: [
      { because: 'other processes can be read', pod: { containers: [{ securityContext: { capabilities: { add: ['SYS_PTRACE'] } } }] } },
      {
        because: 'runtimes give it, the standard does not',
        pod: { containers: [{ securityContext: { capabilities: { add: ['NET_RAW'] } } }] },
      },
    ],
  },
});
