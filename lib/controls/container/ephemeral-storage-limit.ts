import { control } from '../control';
import { all, compareQuantities, containerResource, larger, smaller } from '../requirement';
import { requestWithinLimit } from './request-within-limit';

export const ephemeralStorageLimit = control({
  id: 'ephemeral-storage-limit',
  family: 'container',
  title: 'Limit ephemeral storage',
  severity: 'low',
  why: "Logs and files of one container fill the disk of the node, and the kubelet evicts everybody's pods.",
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#local-ephemeral-storage' },
  counterparts: {
    kubeScore: ['container-ephemeral-storage-request-and-limit'],
    gatekeeper: ['K8sContainerEphemeralStorageLimit'],
  },
  notes:
    'Counts the writable layer, the logs and emptyDir volumes on disk. Ephemeral containers cannot have limits, and a pod as a whole has none for storage. The API server refuses a request above its limit; the audit says it earlier.',
  parameters: {
    /** What hardening writes where no limit is. */
    limit: '1Gi',
    /** What hardening writes where no request is: little, since each request keeps others off the node. */
    request: '64Mi',
  },
  require: ({ limit, request }) =>
    all(
      containerResource('limits', 'ephemeral-storage', ({ requests }) => larger(limit, requests), compareQuantities(request, limit) <= 0),
      containerResource('requests', 'ephemeral-storage', ({ limits }) => smaller(request, limits), compareQuantities(request, limit) <= 0),
      requestWithinLimit('ephemeral-storage'),
    ),
  examples: {
    pass: [
      {
        because: 'both are written',
        pod: { containers: [{ resources: { requests: { 'ephemeral-storage': '64Mi' }, limits: { 'ephemeral-storage': '1Gi' } } }] },
      },
      {
        because: 'a request may be as large as its limit, however it is written',
        pod: { containers: [{ resources: { requests: { 'ephemeral-storage': '1Gi' }, limits: { 'ephemeral-storage': '1024Mi' } } }] },
      },
    ],
    fail: [
      { because: 'nothing is written', pod: {} },
      {
        because: 'a request is no limit',
        pod: { containers: [{ resources: { requests: { 'ephemeral-storage': '2Gi' } } }] },
      },
      {
        because: 'the request is above the limit',
        pod: { containers: [{ resources: { requests: { 'ephemeral-storage': '2Gi' }, limits: { 'ephemeral-storage': '1Gi' } } }] },
      },
      {
        because: 'init containers count',
        pod: {
          containers: [{ resources: { requests: { 'ephemeral-storage': '64Mi' }, limits: { 'ephemeral-storage': '1Gi' } } }],
          initContainers: [{}],
        },
      },
    ],
  },
});
