import { control } from '../control';
import { containerResource, larger } from '../requirement';

export const memoryLimit = control({
  id: 'memory-limit',
  family: 'container',
  title: 'Limit memory',
  severity: 'medium',
  why: "One leak, or one request made for it, takes the memory of the node, and the kernel ends other people's processes.",
  references: { nsa: 'Network: resource policies' },
  counterparts: {
    trivy: ['KSV-0018'],
    checkov: ['CKV_K8S_13'],
    kubeLinter: ['unset-memory-requirements'],
    kubescape: ['C-0271'],
    polaris: ['memoryLimitsMissing'],
    kubeScore: ['container-resources'],
    kubesec: ['LimitsMemory'],
    kyverno: ['require-requests-limits'],
    gatekeeper: ['K8sContainerLimits', 'K8sRequiredResources'],
    dockerBench: ['5.11'],
  },
  notes:
    'Ephemeral containers cannot have limits. From 1.34 on, a limit of the pod as a whole (`spec.resources`) counts. A LimitRange in the namespace fills limits in at admission; this control reads only what is written. A request that is written and larger than `limit` becomes the limit: the API server refuses a smaller one.',
  parameters: {
    /** What hardening writes where no limit is. */
    limit: '256Mi',
  },
  require: ({ limit }) => containerResource('limits', 'memory', ({ requests }) => larger(limit, requests)),
  examples: {
    pass: [
      { because: 'a limit', pod: { containers: [{ resources: { limits: { memory: '128Mi' } } }] } },
      {
        because: 'the pod as a whole has one',
        version: 'v1.34',
        pod: { resources: { limits: { memory: '1Gi' } }, containers: [{}, {}] },
      },
      {
        because: 'ephemeral containers cannot have any',
        pod: { containers: [{ resources: { limits: { memory: '1Gi' } } }], ephemeralContainers: [{}] },
      },
    ],
    fail: [
      { because: 'absent means the whole node', pod: {} },
      { because: 'a request is no limit', pod: { containers: [{ resources: { requests: { memory: '512Mi' } } }] } },
      { because: 'zero means no limit', pod: { containers: [{ resources: { limits: { memory: '0' } } }] } },
      {
        because: 'init containers count',
        pod: { containers: [{ resources: { limits: { memory: '128Mi' } } }], initContainers: [{}] },
      },
      {
        because: 'before 1.34 the pod as a whole has none',
        version: 'v1.33',
        pod: { resources: { limits: { memory: '1Gi' } } },
      },
    ],
  },
});
