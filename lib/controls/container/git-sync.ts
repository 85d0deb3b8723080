import { always, containersOf, EVERY, isObject, type Json, listOf, type Path, type Requirement } from '../requirement';

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
  /** Names what is there; never its value. */
  readonly actual: string;
  readonly expected: string;
  readonly instructions: string;
}

function* faultsOf(container: Json): Generator<Fault> {
  const isGitSync = typeof container.image === 'string' && isGitSyncImage.test(container.image);
  for (const [index, { name, valueFrom }] of listOf(container.env).entries()) {
    const at = ['env', index, 'name'];
    if (GIT.includes(name)) yield { at, actual: name, ...SETS_GIT };
    else if (isGitSync && PASSWORD.includes(name)) yield { at, actual: name, ...HOLDS_PASSWORD };
    else if (isGitSync && REPOSITORY.includes(name) && isObject(valueFrom))
      yield { at: ['env', index, 'valueFrom'], actual: `${name} from elsewhere`, ...FREE_INPUT };
  }
  if (!isGitSync) return;
  if (listOf(container.envFrom).length > 0) yield { at: ['envFrom'], actual: 'variables from elsewhere', ...FREE_INPUT };
  for (const list of ['command', 'args']) {
    const words: unknown = container[list];
    if (!Array.isArray(words)) continue;
    for (const [index, word] of words.entries()) {
      if (typeof word !== 'string') continue;
      if (gitFlag.test(word)) yield { at: [list, index], actual: '--git', ...SETS_GIT };
      if (passwordFlag.test(word)) yield { at: [list, index], actual: '--password', ...HOLDS_PASSWORD };
    }
  }
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
      for (const { at, actual, expected, instructions } of faultsOf(container))
        emit({ verdict: 'fail', path: [...path, ...at], actual, expected, fix: { op: 'manual', instructions } });
    return true;
  },
  cel: {
    expression: `${EVERY.variable}.all(c, !(${faulty}))`,
    offenders: `${EVERY.variable}.filter(c, ${faulty}).map(c, c.name)`,
  },
  prose: `${EVERY.prose} no git program is set for git-sync; its repository is written in the object, its password is a file`,
});
