import { control } from '../control';
import { isCredentialName } from '../credential';
import type { Declaration } from '../docker/container';
import { DOCKER } from '../docker/objects';
import { docker, type Emit, type Fix, failing, type Json, type Path, UNKNOWN, unknown } from '../requirement';
import { visitObjects } from './container-lists';

const SWARM: ReadonlySet<Declaration> = new Set(['pulumi-service', 'stack', 'engine-service']);
const MODE = '`0440` or `0400`';
const NO_CREDENTIAL = 'no credential: a config is kept unencrypted, and everybody in the container reads it';
const USE_SECRET = 'Make it a secret: Swarm keeps it encrypted, and gives it only to the tasks of this service, as a file in memory.';

export const swarmSecret = control({
  id: 'swarm-secret',
  family: 'docker-container',
  title: 'Use Swarm secrets and configs',
  severity: 'medium',
  why: 'Unless told otherwise a secret is a file that every user in the container may read (mode 0444), and a config is no secret at all.',
  references: { cisDocker: ['7.4'] },
  counterparts: { dockerBench: ['7.4'] },
  notes:
    'Asked of services of a Swarm. The mode is filled in together with the owner, and only where the service names its user by number: a file that only root may read is none for a program under another user. What stands in the environment is told by `docker-secret-env`; whether a config is a credential is told by its name.',
  require: docker({
    kinds: [DOCKER.container],
    evaluate(container, emit) {
      const { declaredBy, user } = container as { declaredBy: Declaration; user: unknown };
      if (!SWARM.has(declaredBy)) return false;
      const owner = ownerOf(user);
      visitObjects(container, 'secrets', MODE, emit, (secret, path) => judgeSecret(secret, path, owner, emit));
      visitObjects(container, 'configs', NO_CREDENTIAL, emit, ({ source, target }, path) => {
        if (source === UNKNOWN) return emit(unknown([...path, 'source'], NO_CREDENTIAL));
        const name = [source, target].find((each) => typeof each === 'string' && isCredentialName(each.slice(each.lastIndexOf('/') + 1)));
        if (name !== undefined) emit(failing([...path, 'source'], name, NO_CREDENTIAL, USE_SECRET));
      });
      return true;
    },
    prose: `in every service of a Swarm \`secrets[].mode\` must be ${MODE}, with the owner that the service runs as, and \`configs[]\` must hold no credential`,
  }),
  examples: {
    pass: [
      {
        because: 'only the service’s own user reads it',
        docker: { declaredBy: 'stack', user: '65532:65532', secrets: [{ source: 'key', uid: '65532', gid: '65532', mode: '0440' }] },
      },
      { because: 'it has none', docker: { declaredBy: 'pulumi-service' } },
      {
        because: 'a config that is no credential',
        docker: { declaredBy: 'stack', configs: [{ source: 'nginx_conf', target: '/etc/nginx/nginx.conf' }] },
      },
      { because: 'root reads what is root’s', docker: { declaredBy: 'engine-service', secrets: [{ source: 'key', mode: '0400' }] } },
    ],
    fail: [
      {
        because: 'everybody in the container reads it',
        docker: { declaredBy: 'stack', user: '65532:65532', secrets: [{ source: 'key' }] },
      },
      {
        because: 'so it is written',
        docker: { declaredBy: 'pulumi-service', user: '1000', secrets: [{ source: 'key', uid: '1000', gid: '1000', mode: '0444' }] },
      },
      {
        because: 'the service does not say who reads it',
        docker: { declaredBy: 'stack', imageKnowledge: 'required', secrets: [{ source: 'key' }] },
      },
      { because: 'a config is kept unencrypted', docker: { declaredBy: 'stack', configs: [{ source: 'db_password' }] } },
    ],
  },
});

/** The number of the user and the group that a service runs as; undefined where none is written, or a name is. */
interface Owner {
  readonly uid: string;
  readonly gid: string;
}

function ownerOf(user: unknown): Owner | undefined {
  const [, uid, gid = uid] = /^(\d+)(?::(\d+))?$/.exec(typeof user === 'string' ? user.trim() : '') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

function judgeSecret({ mode, uid, gid }: Json, path: Path, owner: Owner | undefined, emit: Emit): void {
  const chosenBy = [['user']];
  const told = (key: string, actual: unknown, expected: string, fix: Fix) =>
    emit({ ...failing([...path, key], actual, expected, fix), chosenBy });
  if (mode === UNKNOWN) emit(unknown([...path, 'mode'], MODE));
  else if (!isClosed(mode)) {
    told(
      'mode',
      mode ?? undefined,
      MODE,
      owner === undefined && (mode === undefined || mode === null) && uid === undefined
        ? {
            op: 'manual',
            instructions:
              'Write `mode: 0440`, with `uid` and `gid` of the user that the service runs as: else its program cannot read the file.',
          }
        : { op: 'set', path: [...path, 'mode'], value: '0440' },
    );
  }
  if (owner === undefined || owner.uid === '0') return;
  for (const [key, actual] of [
    ['uid', uid],
    ['gid', gid],
  ] as const) {
    if (actual === UNKNOWN) emit(unknown([...path, key], owner[key]));
    // An owner that is written may be another on purpose: one of the two is enough to read it.
    else if ((actual === undefined || actual === null) && (uid === undefined || gid === undefined)) {
      told(key, undefined, `\`${owner[key]}\`, which the service runs as`, { op: 'set', path: [...path, key], value: owner[key] });
    }
  }
}

/** Read by owner and group at most, and written by nobody. Absent is 0444. */
function isClosed(mode: unknown): boolean {
  if (typeof mode !== 'string' && typeof mode !== 'number') return false;
  return /^0?o?4[04]0$/.test(String(mode).trim());
}
