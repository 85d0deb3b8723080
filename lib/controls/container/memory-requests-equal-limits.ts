import { control } from '../control';
import { guaranteedResource } from './guaranteed-resource';

export const memoryRequestsEqualLimits = control({
  id: 'memory-requests-equal-limits',
  family: 'container',
  title: 'Guarantee memory (request = limit)',
  severity: 'low',
  why: 'What is used beyond the request is not kept for it: when the node runs out, such pods are ended first.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/' },
  counterparts: {
    kubeScore: ['container-memory-requests-equal-limits'],
    kyverno: ['memory-requests-equal-limits'],
    gatekeeper: ['K8sContainerRatios'],
  },
  notes:
    'Compared as quantities: `1Gi` is `1024Mi`. A container with neither has no guarantee, and fails. From 1.34 on, request and limit of the pod as a whole (`spec.resources`) are compared instead, where it has either. An API server copies a lone limit into the request before policies see the pod.',
  require: guaranteedResource('memory'),
  examples: {
    pass: [
      {
        because: 'the same',
        pod: { containers: [{ resources: { requests: { memory: '128Mi' }, limits: { memory: '128Mi' } } }] },
      },
      {
        because: 'the same, written in two ways',
        pod: { containers: [{ resources: { requests: { memory: '1024Mi' }, limits: { memory: '1Gi' } } }] },
      },
      {
        because: 'the pod as a whole is guaranteed',
        version: 'v1.34',
        pod: { resources: { requests: { memory: '1Gi' }, limits: { memory: '1Gi' } }, containers: [{}] },
      },
    ],
    fail: [
      { because: 'nothing is written', pod: {} },
      {
        because: 'half of it is guaranteed',
        pod: { containers: [{ resources: { requests: { memory: '64Mi' }, limits: { memory: '128Mi' } } }] },
      },
      { because: 'a request without a limit', pod: { containers: [{ resources: { requests: { memory: '64Mi' } } }] } },
      {
        because: 'init containers count',
        pod: {
          containers: [{ resources: { requests: { memory: '128Mi' }, limits: { memory: '128Mi' } } }],
          initContainers: [{ resources: { requests: { memory: '64Mi' }, limits: { memory: '128Mi' } } }],
        },
      },
    ],
  },
});
