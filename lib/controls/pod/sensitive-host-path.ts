import { control } from '../control';
import { SENSITIVE_DIRECTORIES } from '../host-directories';
import { pod } from '../requirement';
import { code } from '../requirement/text';
import { hostPathOutside, within } from './host-path';

const volume = (path: string) => ({ volumes: [{ name: 'host', hostPath: { path } }] });

/** `/` stands for itself alone, so it is told apart. */
function prose(directories: readonly string[]): string {
  const below = directories.filter((each) => each !== '/');
  return `absent or a path outside of ${below.map(code).join(', ')}${below.length < directories.length ? ', and not the root itself' : ''}`;
}

export const sensitiveHostPath = control({
  id: 'sensitive-host-path',
  family: 'pod',
  title: 'Never mount sensitive host directories',
  severity: 'critical',
  why: 'What the node boots, runs, trusts or logs lies there: read, it gives away credentials, and written, it gives away the node.',
  references: { podSecurity: 'baseline', cis: ['5.2.11 (v1.12; 5.2.12 before)'] },
  counterparts: {
    trivy: ['KSV-0121'],
    kubeLinter: ['sensitive-host-mounts'],
    kubescape: ['C-0048'],
    kubesec: ['ProcMount'],
    kyverno: ['disallow-host-path'],
    gatekeeper: ['K8sPSPHostFilesystem'],
    dockerBench: ['5.6'],
  },
  notes:
    'Paths are compared as the node reads them, without doubled slashes, dots and a slash at the end. Of `/` only the root itself is meant. A directory above these (`/var`) is not in the list: `container-runtime-socket` and `kubelet-credential-path` look upwards as well, and `host-path-volume` forbids them all. Symbolic links of a node are not followed, but for `/var/run`, which is in the list beside `/run`.',
  parameters: {
    directories: [...SENSITIVE_DIRECTORIES, '/var/log', '/run/secrets', '/var/run/secrets'],
  },
  require: ({ directories }) =>
    pod(
      'volumes[].hostPath.path',
      hostPathOutside(
        prose(directories),
        'Mount the one directory that belongs to this workload, or better a volume of the pod (emptyDir, persistentVolumeClaim, configMap).',
        within(directories),
      ),
    ),
  examples: {
    pass: [
      { because: 'a directory of its own', pod: volume('/srv/web/data') },
      { because: 'it only begins with the same letters', pod: volume('/etcd-data') },
      { because: 'of the root only the root itself is meant', pod: volume('/data') },
      { because: 'a path of Windows', pod: { ...volume('C:\\ProgramData\\web'), os: { name: 'windows' } } },
      { because: 'the profile names its own list', parameters: { directories: ['/secret'] }, pod: volume('/var/log/web') },
    ],
    fail: [
      { because: 'the whole node', pod: volume('/') },
      { because: 'a slash more is the same directory', pod: volume('/etc/') },
      { because: 'a dot segment is the same directory', pod: volume('/./proc') },
      { because: 'two slashes are one', pod: volume('/var//log/./pods') },
      { because: 'a file in one of them', pod: volume('/etc/shadow') },
      { because: 'it climbs there; the API server refuses such a path', pod: volume('/srv/web/../../root') },
      { because: 'the profile names its own list', parameters: { directories: ['/secret/'] }, pod: volume('/secret') },
    ],
  },
});
