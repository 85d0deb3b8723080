import { control } from '../control';
import { absent, byHand, pod } from '../requirement';

export const hostPathVolume = control({
  id: 'host-path-volume',
  family: 'pod',
  title: 'Mount nothing from the host',
  severity: 'high',
  why: 'A directory of the node outlives the pod, is shared with others and, writable, is a way to code that root runs.',
  references: { podSecurity: 'baseline', cis: ['5.2.11 (v1.12; 5.2.12 before)'], nsa: 'Pod security: host file system' },
  counterparts: {
    trivy: ['KSV-0023'],
    kubeLinter: ['sensitive-host-mounts'],
    kubescape: ['C-0048'],
    polaris: ['hostPathSet'],
    kyverno: ['disallow-host-path'],
    gatekeeper: ['K8sPSPHostFilesystem'],
    dockerBench: ['5.6'],
  },
  require: pod(
    'volumes[].hostPath',
    byHand(
      absent(),
      'Keep the data in a volume that belongs to the pod (emptyDir, persistentVolumeClaim, configMap): which one depends on what is stored there.',
    ),
  ),
  examples: {
    pass: [{ because: 'the volume belongs to the pod', pod: { volumes: [{ name: 'data', emptyDir: {} }] } }],
    fail: [{ because: 'mounted or not', pod: { volumes: [{ name: 'logs', hostPath: { path: '/var/log' } }] } }],
  },
});
