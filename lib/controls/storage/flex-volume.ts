import { control } from '../control';
import { absent, byHand, pod } from '../requirement';

const INSTRUCTIONS =
  'Claim the storage from a StorageClass with a CSI driver (persistentVolumeClaim); for a repository, clone it in an init container into an emptyDir.';

export const flexVolume = control({
  id: 'flex-volume',
  family: 'storage',
  title: 'Use no FlexVolume',
  severity: 'medium',
  why: 'A FlexVolume runs a program on the node as root with options that the pod chose; a gitRepo volume runs git there, hooks and all (CVE-2024-10220).',
  references: { podSecurity: 'restricted' },
  counterparts: { trivy: ['KSV-0028'], gatekeeper: ['K8sPSPFlexVolumes'] },
  notes: 'FlexVolume is deprecated since Kubernetes 1.23, and gitRepo is disabled by default from 1.33 on. Both are asked.',
  require: pod(['volumes[].flexVolume', 'volumes[].gitRepo'], byHand(absent(), INSTRUCTIONS)),
  examples: {
    pass: [
      { because: 'storage that is claimed', pod: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] } },
      {
        because: 'a driver outside the kubelet',
        pod: { volumes: [{ name: 'data', csi: { driver: 'secrets-store.csi.k8s.io', readOnly: true } }] },
      },
      { because: 'no volumes', pod: {} },
    ],
    fail: [
      { because: 'a program of the node', pod: { volumes: [{ name: 'data', flexVolume: { driver: 'example.com/lvm' } }] } },
      {
        because: 'options make no difference',
        pod: { volumes: [{ name: 'data', flexVolume: { driver: 'example.com/cifs', readOnly: true } }] },
      },
      { because: 'git, run by the kubelet', pod: { volumes: [{ name: 'code', gitRepo: { repository: 'https://git.example/web.git' } }] } },
    ],
  },
});
