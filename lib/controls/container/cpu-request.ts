import { control } from '../control';
import { containerResource, smaller } from '../requirement';

export const cpuRequest = control({
  id: 'cpu-request',
  family: 'container',
  title: 'Request CPU',
  severity: 'low',
  why: 'Without a request a container gets what the others leave: whoever keeps the node busy stops it.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/' },
  counterparts: {
    trivy: ['KSV-0015'],
    checkov: ['CKV_K8S_10'],
    kubeLinter: ['unset-cpu-requirements'],
    kubescape: ['C-0268'],
    polaris: ['cpuRequestsMissing'],
    kubeScore: ['container-resources'],
    kubesec: ['RequestsCPU'],
    kyverno: ['require-requests-limits'],
    gatekeeper: ['K8sContainerRequests', 'K8sRequiredResources'],
  },
  notes:
    'A limit smaller than `request` becomes the request. Where only a limit is written Kubernetes takes it for the request too, but only when the pod is made: in a template the field is absent, and tools report it. From 1.34 on, a request of the pod as a whole (`spec.resources`) counts. Ephemeral containers cannot have requests.',
  parameters: {
    /** What hardening writes where no request is. */
    request: '100m',
  },
  require: ({ request }) => containerResource('requests', 'cpu', ({ limits }) => smaller(request, limits)),
  examples: {
    pass: [
      { because: 'a request', pod: { containers: [{ resources: { requests: { cpu: '50m' } } }] } },
      {
        because: 'the pod as a whole has one',
        pod: { resources: { requests: { cpu: '1' }, limits: { cpu: '2' } }, containers: [{}, {}] },
      },
    ],
    fail: [
      { because: 'nothing is written', pod: {} },
      { because: 'zero is none', pod: { containers: [{ resources: { requests: { cpu: '0m' } } }] } },
      {
        because: 'a request for something else',
        pod: { containers: [{ resources: { requests: { memory: '64Mi' } } }] },
      },
      {
        because: 'init containers count',
        pod: { containers: [{ resources: { requests: { cpu: '50m' } } }], initContainers: [{}] },
      },
    ],
  },
});
