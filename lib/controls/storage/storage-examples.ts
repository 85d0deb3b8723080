import { EXAMPLE_IMAGE } from '../example-object';
import type { Json } from '../requirement';

/** The PersistentVolumeClaim `data` of the namespace `shop`, with these fields in its spec. */
export function claimExample(spec: Json): Json {
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data', namespace: 'shop' }, spec: { ...CLAIMED, ...spec } };
}

const CLAIMED: Json = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };

/** The StatefulSet `db`, with a claim template `data` that has these fields in its spec. */
export function statefulSetExample(spec: Json): Json {
  const labels = { app: 'db' };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db', namespace: 'shop' },
    spec: {
      serviceName: 'db',
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'db', image: EXAMPLE_IMAGE }] } },
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { ...CLAIMED, ...spec } }],
    },
  };
}

/** The PersistentVolume `data`, with these fields in its spec. */
export function volumeExample(spec: Json): Json {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'data' },
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], ...spec },
  };
}

/** The StorageClass `fast`. */
export function classExample(provisioner: string, parameters?: Json): Json {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'fast' },
    provisioner,
    ...(parameters && { parameters }),
  };
}
