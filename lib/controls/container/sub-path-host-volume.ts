import { control } from '../control';
import { unsharedSubPaths } from './sub-path';

const claim = (mode: string) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'shared' },
  spec: { accessModes: [mode], resources: { requests: { storage: '1Gi' } } },
});

export const subPathHostVolume = control({
  id: 'sub-path-host-volume',
  family: 'container',
  title: 'Avoid subPath on writable shared volumes',
  severity: 'low',
  why: 'Who can write to the volume puts a symbolic link where the sub-path is, and the kubelet mounts what it points to (CVE-2021-25741).',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath' },
  counterparts: {
    kubescape: ['C-0058'],
  },
  notes:
    'Asked in two parts: of hostPath volumes, which one object shows, and of claims that several nodes may write (`ReadWriteMany`), for which the claim must be among what is read: a PersistentVolumeClaim, the template of a StatefulSet or of an ephemeral volume. Kubescape C-0058 fires only for nodes of a version with the bug; the pattern is worth avoiding in every version.',
  require: unsharedSubPaths,
  examples: {
    pass: [
      {
        because: 'a volume that only this pod has',
        pod: {
          volumes: [{ name: 'data', emptyDir: {} }],
          containers: [{ volumeMounts: [{ name: 'data', mountPath: '/data', subPath: 'web' }] }],
        },
      },
      {
        because: 'the whole of it',
        pod: {
          volumes: [{ name: 'data', hostPath: { path: '/srv/data' } }],
          containers: [{ volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
        },
      },
      {
        because: 'one node at a time writes to it',
        with: [claim('ReadWriteOnce')],
        pod: {
          volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'shared' } }],
          containers: [{ volumeMounts: [{ name: 'data', mountPath: '/data', subPath: 'web' }] }],
        },
      },
    ],
    fail: [
      {
        because: 'a path of the node',
        pod: {
          volumes: [{ name: 'data', hostPath: { path: '/srv/data' } }],
          containers: [{ volumeMounts: [{ name: 'data', mountPath: '/data', subPath: 'web' }] }],
        },
      },
      {
        because: 'the path may come from a variable',
        pod: {
          volumes: [{ name: 'data', hostPath: { path: '/srv/data' } }],
          initContainers: [
            {
              env: [{ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
              volumeMounts: [{ name: 'data', mountPath: '/data', subPathExpr: '$(POD)' }],
            },
          ],
        },
      },
      {
        because: 'pods of several nodes write to it',
        with: [claim('ReadWriteMany')],
        pod: {
          volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'shared' } }],
          containers: [{ volumeMounts: [{ name: 'data', mountPath: '/data', subPath: 'web' }] }],
        },
      },
    ],
  },
});
