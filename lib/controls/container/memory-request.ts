import { control } from '../control';
import { containerResource } from '../requirement';

export const memoryRequest = control({
  id: 'memory-request',
  family: 'container',
  title: 'Request memory',
  severity: 'low',
  why: 'Without a request the scheduler counts zero, fills the node, and the kernel ends whichever process is largest.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/' },
  counterparts: {
    trivy: ['KSV-0016'],
    checkov: ['CKV_K8S_12'],
    kubescape: ['C-0269'],
    polaris: ['memoryRequestsMissing'],
    kubeScore: ['container-resources'],
    kubesec: ['RequestsMemory'],
    kyverno: ['require-requests-limits'],
    gatekeeper: ['K8sContainerRequests', 'K8sRequiredResources'],
  },
  notes:
    'Where only a limit is written Kubernetes takes it for the request too, but only when the pod is made: in a template the field is absent, and tools report it. Hardening writes what Kubernetes would: the limit. From 1.34 on, a request of the pod as a whole (`spec.resources`) counts. Ephemeral containers cannot have requests.',
  parameters: {
    /** What hardening writes where neither request nor limit is. */
    request: '256Mi',
  },
  require: ({ request }) => containerResource('requests', 'memory', ({ limits }) => limits ?? request),
  examples: {
    pass: [
      { because: 'a request', pod: { containers: [{ resources: { requests: { memory: '64Mi' } } }] } },
      {
        because: 'the pod as a whole has one',
        version: 'v1.34',
        pod: { resources: { requests: { memory: '1Gi' }, limits: { memory: '1Gi' } }, containers: [{}, {}] },
      },
    ],
    fail: [
      { because: 'nothing is written', pod: {} },
      { because: 'zero is none', pod: { containers: [{ resources: { requests: { memory: '0' } } }] } },
      {
        because: 'a template with a limit alone has none',
        object: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'example' },
          spec: {
            selector: { matchLabels: { app: 'web' } },
            template: {
              metadata: { labels: { app: 'web' } },
              spec: { containers: [{ name: 'web', image: 'registry.example/web:1.0.0', resources: { limits: { memory: '128Mi' } } }] },
            },
          },
        },
      },
      {
        because: 'sidecars count',
        pod: {
          containers: [{ resources: { requests: { memory: '64Mi' } } }],
          initContainers: [{ restartPolicy: 'Always' }],
        },
      },
    ],
  },
});
