// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references as Compose writes them.
import { control } from '../control';
import { SENSITIVE_DIRECTORIES } from '../host-directories';
import { within } from '../pod/host-path';
import { hostMountOutside } from './host-mounts';

const bind = (source: string, readOnly?: boolean) => ({
  mounts: [{ type: 'bind' as const, source, target: '/mnt', ...(readOnly !== undefined && { readOnly }) }],
});

const INSTRUCTIONS =
  'Mount the one directory that belongs to this service, outside of the system’s own, or better a volume; give a single file of the system (a certificate, the time zone) to the image, a config or a secret.';

export const dockerSensitiveHostMount = control({
  id: 'docker-sensitive-host-mount',
  family: 'docker-container',
  title: 'Never mount sensitive host directories',
  severity: 'high',
  why: 'What the host boots, runs and trusts lies there: read, it gives away keys and password hashes, and written, it gives away the host.',
  references: { cisDocker: ['5.6'] },
  counterparts: { dockerBench: ['5.6'] },
  notes:
    'Read-only does not help: keys and password hashes are given away by being read, and a socket is written to all the same. A volume that its driver options make a bind mount (`o: bind`) counts as the folder that it is. Paths are compared as the host reads them, without doubled slashes, dots and a slash at the end; of `/` only the root itself is meant, and of a Windows drive too. A relative path counts where it climbs to the root of the host, a home (`~`, `/home/NAME`) as a whole and with what keeps its keys and logins. A path that begins with a variable is not known, and does not pass. Symbolic links are not followed, but for `/var/run`.',
  parameters: {
    /** Directories of the host: they, and what lies in them. */
    directories: [...SENSITIVE_DIRECTORIES, '/run', '/var/run', 'c:/windows', 'c:/programdata/docker'],
    /** Directories of which only themselves are meant, not what lies in them. */
    roots: ['c:/', '/var', '/var/lib'],
    /** What of a home keeps keys and logins. */
    homes: [
      ...['.ssh', '.gnupg', '.aws', '.azure', '.config/gcloud', '.kube', '.docker'],
      ...['.netrc', '.pgpass', '.git-credentials', '.npmrc', '.password-store'],
    ],
  },
  require: ({ directories, roots, homes }) => {
    const inHome = within(homes.map((each) => `/~/${each}`));
    const only = new Set(roots.map((each) => `/${each.toLowerCase()}/`.replace(/\/{2,}/g, '/')));
    return hostMountOutside({
      forbidden: [within(directories), { includes: (path) => only.has(path), cel: () => 'false' }],
      anywhere: [{ includes: (path) => atHome(path) === '/~/' || inHome.includes(atHome(path)), cel: () => 'false' }],
      expected: `a path outside of ${directories.map((each) => `\`${each}\``).join(', ')}`,
      instructions: INSTRUCTIONS,
    });
  },
  examples: {
    pass: [
      { because: 'nothing is mounted', docker: {} },
      { because: 'a directory of its own', docker: bind('/srv/web/data') },
      { because: 'it only begins with the same letters', docker: bind('/etcd-data') },
      { because: 'a directory of the project', docker: bind('./etc') },
      { because: 'a directory of a home', docker: bind('~/web') },
      { because: 'a volume', docker: { mounts: [{ type: 'volume', source: 'etc', target: '/etc' }] } },
      { because: 'the profile names its own list', parameters: { directories: ['/secret'] }, docker: bind('/etc/web') },
    ],
    fail: [
      { because: 'the whole host', docker: bind('/', true) },
      { because: 'keys of a home', docker: bind('~/.ssh', true) },
      { because: 'so they are in a home with a name', docker: bind('/home/deploy/.docker/config.json', true) },
      { because: 'a whole home', docker: bind('~') },
      { because: 'a slash more is the same directory', docker: bind('/etc/') },
      { because: 'a file in one of them', docker: bind('/etc/shadow', true) },
      { because: 'it climbs there', docker: bind('/srv/web/../../root') },
      { because: 'the sockets of the host', docker: bind('/var/run') },
      { because: 'every container’s files', docker: bind('/var/lib/docker/volumes') },
      { because: 'all that the system keeps', docker: bind('/var') },
      { because: 'a path of Windows', docker: bind('C:\\Windows\\System32') },
      { because: 'a variable that falls back to one', docker: bind('${CONF:-/etc}/web') },
      { because: 'the profile names its own list', parameters: { directories: ['/secret/'] }, docker: bind('/secret') },
    ],
  },
});

/** The path with `~` in place of a home that is named. */
function atHome(path: string): string {
  return path.replace(/^\/home\/[^/]+\//, '/~/');
}
