import { control } from '../control';
import { notEmpty, object } from '../requirement';
import { POD } from './kinds';
import { workloadExample } from './workload-examples';

export const nakedPod = control({
  id: 'naked-pod',
  family: 'workload',
  title: 'Let a controller own every pod',
  severity: 'low',
  why: 'When its node fails or is drained, a pod that no controller owns is gone, and no rollout ever brings a patched image to it.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/configuration/overview/#naked-pods-vs-replicasets-deployments-and-jobs' },
  counterparts: {
    kubescape: ['C-0073'],
    kyverno: ['prevent-bare-pods'],
  },
  notes: 'Static pods and pods made for debugging need a waiver.',
  require: object(
    [POD],
    'metadata.ownerReferences',
    notEmpty(
      'Make it the template of a Deployment, StatefulSet, DaemonSet or Job, which starts it again; a pod made for debugging needs a waiver.',
    ),
  ),
  examples: {
    pass: [
      {
        because: 'a ReplicaSet starts it again',
        object: {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: {
            name: 'web-7d9f8',
            ownerReferences: [
              { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: '3f2a86c5-6a3e-4d0a-9f0e-1f4b7a1c2d3e', controller: true },
            ],
          },
          spec: { containers: [{ name: 'web', image: 'registry.example/web:1.4.2' }] },
        },
      },
      { because: 'a template becomes pods that are owned', object: workloadExample({}) },
    ],
    fail: [
      { because: 'nobody starts it again', pod: {} },
      {
        because: 'an empty list names no owner',
        object: {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'web', ownerReferences: [] },
          spec: { containers: [{ name: 'web', image: 'registry.example/web:1.4.2' }] },
        },
      },
    ],
  },
});
