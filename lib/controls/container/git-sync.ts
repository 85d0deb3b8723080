import { always, containersOf, EVERY, isObject, type Json, listOf, type Path, type Requirement, UNKNOWN, unknown } from '../requirement';

const IMAGE = '(^|/)git-sync([:@]|$)';
const GIT_FLAG = '^--?git(=|$)';
const PASSWORD_FLAG = '^--?password(=|$)';
const isGitSyncImage = new RegExp(IMAGE);
const gitFlag = new RegExp(GIT_FLAG);
const passwordFlag = new RegExp(PASSWORD_FLAG);
/** Names of version 4, and those of version 3. */
const GIT = ['GITSYNC_GIT', 'GIT_SYNC_GIT'];
const PASSWORD = ['GITSYNC_PASSWORD', 'GIT_SYNC_PASSWORD'];
const REPOSITORY = ['GITSYNC_REPO', 'GIT_SYNC_REPO'];

interface Fault {
  readonly at: Path;
  /** Names what is there, never its value; UNKNOWN where it is not there yet. */
  readonly actual: string | typeof UNKNOWN;
  readonly expected: string;
  readonly instructions: string;
}

/** What no container may have, whatever its image. */
function* faultsOfAny({ env }: Json): Generator<Fault> {
  if (env === UNKNOWN) yield { at: ['env'], actual: UNKNOWN, ...SETS_GIT };
  for (const [index, { name }] of listOf(env).entries())
    if (name === UNKNOWN || GIT.includes(name)) yield { at: ['env', index, 'name'], actual: name, ...SETS_GIT };
}

/** What git-sync may not have besides. */
function* faultsOfGitSync(container: Json): Generator<Fault> {
  for (const [index, { name, valueFrom }] of listOf(container.env).entries()) {
    if (PASSWORD.includes(name)) yield { at: ['env', index, 'name'], actual: name, ...HOLDS_PASSWORD };
    if (REPOSITORY.includes(name) && isObject(valueFrom))
      yield { at: ['env', index, 'valueFrom'], actual: `${name} from elsewhere`, ...FREE_INPUT };
  }
  const { envFrom } = container;
  if (envFrom === UNKNOWN) yield { at: ['envFrom'], actual: UNKNOWN, ...FREE_INPUT };
  if (listOf(envFrom).length > 0) yield { at: ['envFrom'], actual: 'variables from elsewhere', ...FREE_INPUT };
  for (const list of ['command', 'args']) {
    const words: unknown = container[list];
    if (words === UNKNOWN) yield { at: [list], actual: UNKNOWN, ...SETS_GIT };
    if (!Array.isArray(words)) continue;
    for (const [index, word] of words.entries()) {
      if (word === UNKNOWN) yield { at: [list, index], actual: UNKNOWN, ...SETS_GIT };
      if (typeof word !== 'string') continue;
      if (gitFlag.test(word)) yield { at: [list, index], actual: '--git', ...SETS_GIT };
      if (passwordFlag.test(word)) yield { at: [list, index], actual: '--password', ...HOLDS_PASSWORD };
    }
  }
}

/** The faults of a container. Of an image that is not known yet only that is said, where it would matter. */
function* faultsOf(container: Json): Generator<Fault> {
  const { image } = container;
  yield* faultsOfAny(container);
  if (typeof image === 'string' && isGitSyncImage.test(image)) yield* faultsOfGitSync(container);
  else if (image === UNKNOWN && faultsOfGitSync(container).next().done !== true) yield { at: ['image'], actual: UNKNOWN, ...FREE_INPUT };
}

const SETS_GIT = {
  expected: 'without a git program of its own',
  instructions: 'Take it away: git-sync finds git in its image. A container that needs another git needs an image with it.',
};
const HOLDS_PASSWORD = {
  expected: 'a password in a file',
  instructions: 'Mount the Secret as a file and name it with `--password-file` (GITSYNC_PASSWORD_FILE), or use an SSH key.',
};
const FREE_INPUT = {
  expected: 'a value written here',
  instructions: 'Write the repository as `value` of GITSYNC_REPO or as `--repo=…`, so that only who changes this object changes it.',
};

const quoted = (names: readonly string[]): string => `['${names.join("', '")}']`;
const env = (test: string): string => `(has(c.env) && c.env.exists(e, ${test}))`;
const flags = (list: string): string =>
  `(has(c.${list}) && c.${list}.exists(w, w.matches('${GIT_FLAG}') || w.matches('${PASSWORD_FLAG}')))`;
const faulty = `${env(`e.name in ${quoted(GIT)}`)} || (has(c.image) && c.image.matches('${IMAGE}') && (${[
  env(`e.name in ${quoted(PASSWORD)} || (e.name in ${quoted(REPOSITORY)} && has(e.valueFrom))`),
  '(has(c.envFrom) && size(c.envFrom) > 0)',
  flags('command'),
  flags('args'),
].join(' || ')}))`;

/** git-sync runs its own git on a repository that is written in the object, with a password from a file. */
export const trustedGitSync: Requirement = always({
  reads: 'pod',
  evaluate({ pod }, emit) {
    if (pod === undefined) return false;
    for (const { container, path } of containersOf(pod, EVERY))
      for (const { at, actual, expected, instructions } of faultsOf(container)) {
        const where = [...path, ...at];
        if (actual === UNKNOWN) emit(unknown(where, expected));
        else emit({ verdict: 'fail', path: where, actual, expected, fix: { op: 'manual', instructions } });
      }
    return true;
  },
  cel: {
    expression: `${EVERY.variable}.all(c, !(${faulty}))`,
    offenders: `${EVERY.variable}.filter(c, ${faulty}).map(c, c.name)`,
  },
  prose: `${EVERY.prose} no git program is set for git-sync; its repository is written in the object, its password is a file`,
});
