import { windowsAlways } from '../conditions';
import { control } from '../control';
import { all, capabilityOtherThan, containsAny, everyContainer, unless } from '../requirement';

export const netRawCapability = control({
  id: 'net-raw-capability',
  family: 'container',
  title: 'Drop NET_RAW',
  severity: 'medium',
  why: "With NET_RAW a process forges packets: it answers for other pods' addresses and names, and reads what is meant for them.",
  references: { podSecurity: 'restricted', cis: ['5.2.8'], nsa: 'Pod security: Linux capabilities' },
  counterparts: {
    trivy: ['KSV-0119'],
    checkov: ['CKV_K8S_28'],
    kubeLinter: ['drop-net-raw-capability'],
    kubescape: ['C-0211'],
    polaris: ['insecureCapabilities'],
    kyverno: ['drop-cap-net-raw'],
    gatekeeper: ['K8sPSPCapabilities'],
    dockerBench: ['5.4'],
  },
  notes:
    'drop-all-capabilities and added-capabilities together ask the same and more; a profile that has both need not ask this too. What is dropped is compared exactly, what is added in any spelling. Trivy looks only at what is added; kube-linter is silent where no capabilities are written.',
  require: unless(
    windowsAlways,
    all(
      everyContainer('securityContext.capabilities.drop', containsAny('ALL', 'NET_RAW')),
      everyContainer(
        'securityContext.capabilities.add[]',
        capabilityOtherThan(
          ['NET_RAW', 'ALL'],
          'Take NET_RAW (or ALL) out of `capabilities.add`; for ping, the sysctl `net.ipv4.ping_group_range` serves.',
        ),
      ),
    ),
  ),
  examples: {
    pass: [
      { because: 'it is dropped', pod: { containers: [{ securityContext: { capabilities: { drop: ['NET_RAW'] } } }] } },
      {
        because: 'all are dropped, another one is added back',
        pod: { containers: [{ securityContext: { capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } } }] },
      },
      { because: 'Windows has no capabilities', pod: { os: { name: 'windows' } } },
    ],
    fail: [
      { because: 'runtimes give it by default', pod: {} },
      {
        because: 'dropped, and added back',
        pod: { containers: [{ securityContext: { capabilities: { drop: ['ALL'], add: ['NET_RAW'] } } }] },
      },
      {
        because: 'ALL holds it, in any spelling',
        pod: { containers: [{ securityContext: { capabilities: { drop: ['NET_RAW'], add: ['all'] } } }] },
      },
      {
        because: 'ephemeral containers count',
        pod: {
          containers: [{ securityContext: { capabilities: { drop: ['ALL'] } } }],
          ephemeralContainers: [{ securityContext: { capabilities: { drop: ['CHOWN'] } } }],
        },
      },
    ],
  },
});
