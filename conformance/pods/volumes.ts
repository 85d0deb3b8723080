import fc, { type Arbitrary } from 'fast-check';
import type { Choose } from './choice';

/** The least that each type of volume needs. */
const ALLOWED: readonly object[] = [
  { configMap: { name: 'web' } },
  { csi: { driver: 'secrets-store.csi.k8s.io' } },
  { downwardAPI: {} },
  { emptyDir: {} },
  { emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } },
  { ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } } } },
  { image: { reference: 'registry.example/data:1.0.0' } },
  { persistentVolumeClaim: { claimName: 'web' } },
  { projected: { sources: [] } },
  { secret: { secretName: 'web' } },
  {}, // without a source the API server makes an emptyDir of it
];
const FORBIDDEN: readonly object[] = [
  { hostPath: { path: '/var/log' } },
  { gcePersistentDisk: { pdName: 'web' } },
  { awsElasticBlockStore: { volumeID: 'web' } },
  { gitRepo: { repository: 'https://git.example/web' } },
  { nfs: { server: 'nfs.internal', path: '/' } },
  { iscsi: { targetPortal: '10.0.0.1', iqn: 'iqn.2026-01.example:web', lun: 0 } },
  { glusterfs: { endpoints: 'web', path: 'web' } },
  { rbd: { monitors: ['10.0.0.1'], image: 'web' } },
  { flexVolume: { driver: 'example/web' } },
  { cinder: { volumeID: 'web' } },
  { cephfs: { monitors: ['10.0.0.1'] } },
  { flocker: { datasetName: 'web' } },
  { fc: { targetWWNs: ['50060e801049cfd1'], lun: 0 } },
  { azureFile: { secretName: 'web', shareName: 'web' } },
  { vsphereVolume: { volumePath: 'web' } },
  { quobyte: { registry: '10.0.0.1', volume: 'web' } },
  { azureDisk: { diskName: 'web', diskURI: 'https://disks.example/web' } },
  { portworxVolume: { volumeID: 'web' } },
  { photonPersistentDisk: { pdID: 'web' } },
  { scaleIO: { gateway: 'https://10.0.0.1', system: 'web', secretRef: { name: 'web' } } },
  { storageos: { volumeName: 'web' } },
  { hostPath: null },
  { emptyDir: null },
  { hostPath: null, nfs: { server: 'nfs.internal', path: '/' } },
];

/** The volumes of a pod, of every type. */
export function volumes(choose: Choose): Arbitrary<object[] | undefined> {
  const named = fc
    .array(choose(ALLOWED, FORBIDDEN), { maxLength: 3 })
    .map((all) => all.map((source, index) => ({ name: `volume${index}`, ...source })));
  return fc.oneof({ weight: 1, arbitrary: fc.constant(undefined) }, { weight: 3, arbitrary: named });
}
