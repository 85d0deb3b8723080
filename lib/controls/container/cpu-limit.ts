import { control } from '../control';
import { containerResource, larger } from '../requirement';

export const cpuLimit = control({
  id: 'cpu-limit',
  family: 'container',
  title: 'Limit CPU',
  severity: 'low',
  why: "A process that computes without end, its own or a miner's, takes the time of every other pod on the node.",
  references: { nsa: 'Network: resource policies' },
  counterparts: {
    trivy: ['KSV-0011'],
    checkov: ['CKV_K8S_11'],
    kubescape: ['C-0270'],
    polaris: ['cpuLimitsMissing'],
    kubeScore: ['container-resources'],
    kubesec: ['LimitsCPU'],
    kyverno: ['require-cpu-limits'],
    gatekeeper: ['K8sContainerLimits', 'K8sRequiredResources'],
    dockerBench: ['5.12'],
  },
  notes:
    "Tools disagree: Trivy, Checkov, Kubescape and kube-score want a limit, Kyverno's forbid-cpu-limits forbids it, kube-linter does not ask. A limit throttles: for work bound by latency a profile says `cpu-limit: off`; the request stays. Zero is no limit, and fails. From 1.34 on, a limit of the pod as a whole (`spec.resources`) counts. A larger request that is written becomes the limit.",
  parameters: {
    /** What hardening writes where no limit is. */
    limit: '1',
  },
  require: ({ limit }) => containerResource('limits', 'cpu', ({ requests }) => larger(limit, requests)),
  examples: {
    pass: [
      { because: 'a limit', pod: { containers: [{ resources: { limits: { cpu: '500m' } } }] } },
      { because: 'the pod as a whole has one', pod: { resources: { limits: { cpu: '2' } }, containers: [{}, {}] } },
    ],
    fail: [
      { because: 'absent means the whole node', pod: {} },
      { because: 'a request is no limit', pod: { containers: [{ resources: { requests: { cpu: '2' } } }] } },
      { because: 'zero means no limit', pod: { containers: [{ resources: { limits: { cpu: '0' } } }] } },
      { because: 'init containers count', pod: { containers: [{ resources: { limits: { cpu: '1' } } }], initContainers: [{}] } },
    ],
  },
});
