import { control } from '../control';
import { onlyKeys, pod } from '../requirement';

export const restrictedVolumeTypes = control({
  id: 'restricted-volume-types',
  family: 'pod',
  title: 'Use only the allowed volume types',
  severity: 'medium',
  why: 'Other volumes reach the storage of the node or of a network with the rights of the kubelet.',
  references: { podSecurity: 'restricted', nsa: 'Pod security: host file system' },
  counterparts: {
    trivy: ['KSV-0028'],
    kubescape: ['C-0048'],
    kyverno: ['restrict-volume-types'],
    gatekeeper: ['K8sPSPVolumeTypes'],
  },
  replaces: ['host-path-volume', 'flex-volume'],
  require: pod(
    'volumes[]',
    onlyKeys(
      'Claim the storage (persistentVolumeClaim), so that an administrator decides what is behind it, or keep the data in an emptyDir.',
      'name',
      'configMap',
      'csi',
      'downwardAPI',
      'emptyDir',
      'ephemeral',
      'image',
      'persistentVolumeClaim',
      'projected',
      'secret',
    ),
  ),
  examples: {
    pass: [
      { because: 'the volume belongs to the pod', pod: { volumes: [{ name: 'data', emptyDir: { sizeLimit: '1Gi' } }] } },
      { because: 'without a source the API server makes an emptyDir', pod: { volumes: [{ name: 'data' }] } },
    ],
    fail: [
      { because: 'a directory of the node', pod: { volumes: [{ name: 'data', hostPath: { path: '/data' } }] } },
      {
        because: 'the kubelet mounts it, and its server trusts the node',
        pod: { volumes: [{ name: 'data', nfs: { server: 'nfs.internal', path: '/' } }] },
      },
    ],
  },
});
