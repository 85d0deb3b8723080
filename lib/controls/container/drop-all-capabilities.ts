import { windows } from '../conditions';
import { control } from '../control';
import { contains, everyContainer, since, unless } from '../requirement';

export const dropAllCapabilities = control({
  id: 'drop-all-capabilities',
  family: 'container',
  title: 'Drop all Linux capabilities',
  severity: 'high',
  why: 'The default capabilities let a process forge packets, change owners and bypass file permissions.',
  references: { podSecurity: 'restricted', cis: ['5.2.9 (v1.12; 5.2.10 in v1.7-v1.11)'], nsa: 'Pod security: Linux capabilities' },
  counterparts: {
    trivy: ['KSV-0003', 'KSV-0004', 'KSV-0106'],
    checkov: ['CKV_K8S_37'],
    kubescape: ['C-0201'],
    polaris: ['insecureCapabilities'],
    kubesec: ['CapDropAll', 'CapDropAny'],
    kyverno: ['disallow-capabilities-strict', 'drop-all-capabilities'],
    gatekeeper: ['K8sPSPCapabilities'],
    dockerBench: ['5.4'],
  },
  require: since('v1.22', unless(windows, everyContainer('securityContext.capabilities.drop', contains('ALL')))),
  examples: {
    pass: [
      { because: 'nothing is left', pod: { containers: [{ securityContext: { capabilities: { drop: ['ALL'] } } }] } },
      { because: 'ALL is among them', pod: { containers: [{ securityContext: { capabilities: { drop: ['NET_RAW', 'ALL'] } } }] } },
      { because: 'Windows has no capabilities', pod: { os: { name: 'windows' } } },
    ],
    fail: [
      { because: 'the runtime gives its default set', pod: {} },
      { because: 'the standard compares capitals', pod: { containers: [{ securityContext: { capabilities: { drop: ['all'] } } }] } },
      { because: 'others are left', pod: { containers: [{ securityContext: { capabilities: { drop: ['NET_RAW'] } } }] } },
      { because: 'ephemeral containers count', pod: { ephemeralContainers: [{ securityContext: { capabilities: { drop: [] } } }] } },
    ],
  },
});
