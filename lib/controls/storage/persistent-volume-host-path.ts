import { control } from '../control';
import { byHand, type Json, kind, object, type ValueTest } from '../requirement';
import { celList, code, or } from '../requirement/text';
import { volumeExample } from './storage-examples';

const PERSISTENT_VOLUME = kind<Json>('', 'PersistentVolume');
const NOWHERE: readonly string[] = [];
const INSTRUCTIONS =
  'Let a CSI driver provide the storage (a StorageClass); where the disks of the nodes are meant, keep them in one directory, and put it on the list (`prefixes`).';

/** No path of the node, or one below the directories; as it is written, since nobody needs dots there. */
function below(prefixes: readonly string[]): ValueTest<string> {
  const all = prefixes.map((each) => `${each.replace(/\/+$/, '')}/`);
  return {
    absent: true,
    accepts: (path) => typeof path === 'string' && !path.includes('..') && all.some((each) => `${path}/`.startsWith(each)),
    cel: (path) => (all.length === 0 ? 'false' : `(!${path}.contains('..') && ${celList(all)}.exists(d, (${path} + '/').startsWith(d)))`),
    prose: all.length === 0 ? 'absent' : `absent or in ${or(all.map(code))}`,
    fix: () => ({ op: 'manual', instructions: INSTRUCTIONS }),
  };
}

/** Where a local volume is: the API server asks for it. */
const ON_A_NODE = {
  nodeAffinity: {
    required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['node-1'] }] }] },
  },
};

export const persistentVolumeHostPath = control({
  id: 'persistent-volume-host-path',
  family: 'storage',
  title: 'Back no PersistentVolume by the host',
  severity: 'high',
  why: 'A claim looks harmless in the pod, and through such a volume it is a directory of the node.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#types-of-persistent-volumes' },
  counterparts: { kyverno: ['limit-hostpath-type-pv'] },
  notes: 'Reaches around `host-path-volume`, which sees the pod only. Both `hostPath` and `local` are asked.',
  parameters: {
    /** Directories of the node that are meant for volumes. */
    prefixes: NOWHERE,
  },
  require: ({ prefixes }) => object([PERSISTENT_VOLUME], ['spec.hostPath.path', 'spec.local.path'], byHand(below(prefixes), INSTRUCTIONS)),
  examples: {
    pass: [
      { because: 'a driver provides it', object: volumeExample({ csi: { driver: 'disk.csi.azure.com', volumeHandle: 'data' } }) },
      {
        because: 'a disk that is meant for volumes',
        parameters: { prefixes: ['/mnt/disks'] },
        object: volumeExample({ local: { path: '/mnt/disks/ssd1' }, ...ON_A_NODE }),
      },
      { because: 'storage of a network', object: volumeExample({ nfs: { server: 'nfs.example', path: '/data' } }) },
    ],
    fail: [
      { because: 'a directory of the node', object: volumeExample({ hostPath: { path: '/data' } }) },
      { because: 'a disk of the node', object: volumeExample({ local: { path: '/mnt/disks/ssd1' }, ...ON_A_NODE }) },
      {
        because: 'the prefix ends at a slash',
        parameters: { prefixes: ['/mnt/disks'] },
        object: volumeExample({ hostPath: { path: '/mnt/disks-of-others' } }),
      },
      {
        because: 'dots lead out of it',
        parameters: { prefixes: ['/mnt/disks/'] },
        object: volumeExample({ local: { path: '/mnt/disks/../../etc' }, ...ON_A_NODE }),
      },
    ],
  },
});
