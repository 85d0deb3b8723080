import { control } from '../control';
import { capabilityOtherThan, everyContainer } from '../requirement';

/** Each of them alone breaks out of a container. */
const WAYS_OUT: readonly string[] = [
  'ALL',
  'NET_ADMIN',
  'SYS_MODULE',
  'SYS_RAWIO',
  'SYS_PTRACE',
  'SYS_BOOT',
  'MAC_ADMIN',
  'MAC_OVERRIDE',
  'PERFMON',
  'BPF',
  'DAC_READ_SEARCH',
  'SYSLOG',
];

export const dangerousCapabilities = control({
  id: 'dangerous-capabilities',
  family: 'container',
  title: 'Never add host-takeover capabilities',
  severity: 'high',
  why: 'These capabilities lead out of the container: they load kernel modules, read any file, memory or packet of the node, or switch off its guards.',
  references: { podSecurity: 'baseline', nsa: 'Pod security: Linux capabilities' },
  counterparts: {
    trivy: ['KSV-0120'],
    checkov: ['CKV_K8S_25'],
    kubescape: ['C-0046'],
    polaris: ['dangerousCapabilities'],
    kyverno: ['disallow-capabilities'],
    gatekeeper: ['K8sPSPCapabilities'],
    dockerBench: ['5.4'],
  },
  notes:
    'Compared without case and without the prefix `CAP_`, so that no spelling slips through. A finding of its own beside added-capabilities, because these break out, where a stray CHOWN does not. SYS_ADMIN has a control of its own. Trivy has SYS_MODULE alone.',
  parameters: {
    capabilities: WAYS_OUT,
  },
  require: ({ capabilities }) =>
    everyContainer(
      'securityContext.capabilities.add[]',
      capabilityOtherThan(
        capabilities,
        'Take it out of `capabilities.add`; what needs it belongs on the node, or into an agent of its own that a waiver names.',
      ),
    ),
  examples: {
    pass: [
      { because: 'nothing is added', pod: {} },
      {
        because: 'too much, but no way out; added-capabilities reports it',
        pod: { containers: [{ securityContext: { capabilities: { add: ['CHOWN'] } } }] },
      },
      {
        because: 'a profile allows a network plugin what it needs',
        parameters: { capabilities: ['ALL', 'SYS_MODULE'] },
        pod: { containers: [{ securityContext: { capabilities: { add: ['NET_ADMIN'] } } }] },
      },
    ],
    fail: [
      { because: 'kernel modules', pod: { containers: [{ securityContext: { capabilities: { add: ['SYS_MODULE'] } } }] } },
      { because: 'another spelling', pod: { containers: [{ securityContext: { capabilities: { add: ['CAP_bpf'] } } }] } },
      {
        because: 'one of two, in an init container',
        pod: { initContainers: [{ securityContext: { capabilities: { add: ['CHOWN', 'NET_ADMIN'] } } }] },
      },
      {
        because: 'other processes can be read from an ephemeral container',
        pod: { ephemeralContainers: [{ securityContext: { capabilities: { add: ['SYS_PTRACE'] } } }] },
      },
    ],
  },
});
