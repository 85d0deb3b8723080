import { Lexer } from 'yaml';
import { formatPath } from '../../lib/controls/requirement';
import { audit } from '../../lib/engine/audit';
import { describeResource } from '../../lib/engine/resource';
import { podSecurityRestricted } from '../../lib/profiles';
import { invalidObjects } from '../judges/json-schemas';
import { podSecurityVerdicts } from '../judges/pod-security-library';
import { type HardenedCorpus, hardenedCorpus, objectsIn } from './hardened-corpus';

/**
 * What no tool can make safe without knowing the program: each of these reads the file system of its node, and only its
 * owner can say whether it may stay, or what it would read instead.
 */
const NEEDS_ITS_OWNER: Readonly<Record<string, readonly string[]>> = {
  'DaemonSet monitoring/node-exporter': ['restricted-volume-types'],
  'DaemonSet docker-bench-security': ['restricted-volume-types'],
  'Deployment health-check-deployment': ['restricted-volume-types'],
  'Job kube-bench-master': ['restricted-volume-types'],
  'Job kube-bench-node': ['restricted-volume-types'],
  'Deployment default/system-monitor-deployment': ['restricted-volume-types'],
};

let corpus: HardenedCorpus;
let paths: readonly string[];

beforeAll(async () => {
  corpus = await hardenedCorpus();
  paths = corpus.files.map((file) => `${corpus.folder}/${file}`);
});
afterAll(() => corpus.remove());

/** Every comment, in order; a comment within a block of text counts, too. */
function commentsOf(text: string): readonly string[] {
  return [...new Lexer().lex(text)].filter((token) => token.startsWith('#')).map((token) => token.trimEnd());
}

describe('what `harden --override` makes of manifests that nobody here wrote', () => {
  test.each(['v1.28', 'latest'])(
    'the Pod Security library allows at level restricted, %s, but for what needs its owner',
    async (version) => {
      const verdicts = await podSecurityVerdicts('restricted', version, paths);
      expect(verdicts.length).toBeGreaterThan(30);
      const denied = verdicts
        .filter(({ allowed }) => !allowed)
        .map((each) => describeResource({ ...each, namespace: each.namespace || undefined }));
      expect(denied.sort()).toEqual(Object.keys(NEEDS_ITS_OWNER).sort());
    },
  );

  test('what needs its owner is left with a finding each that says what to decide', () => {
    const { findings } = audit(
      corpus.files.flatMap((file) => objectsIn(corpus.after(file))),
      { profile: podSecurityRestricted },
    );
    const remaining: Record<string, Set<string>> = {};
    for (const { resource, control, fix, path } of findings) {
      const name = describeResource(resource);
      remaining[name] = (remaining[name] ?? new Set()).add(control);
      expect({ name, path: formatPath(path), fix }).toEqual({
        name,
        path: formatPath(path),
        fix: { op: 'manual', instructions: expect.stringMatching(/^[A-Z].{30,}\.$/) },
      });
    }
    expect(Object.fromEntries(Object.entries(remaining).map(([name, controls]) => [name, [...controls]]))).toEqual(NEEDS_ITS_OWNER);
  });

  test('has every object that was there', () => {
    const describe = (text: string) => objectsIn(text).map((each) => `${each.apiVersion} ${describeResource(each)}`);
    for (const file of corpus.files) {
      const after = describe(corpus.after(file));
      expect({ file, objects: after.slice(0, describe(corpus.before(file)).length) }).toEqual({
        file,
        objects: describe(corpus.before(file)),
      });
    }
  });

  test('has every comment that was there', () => {
    let comments = 0;
    for (const file of corpus.files) {
      const before = commentsOf(corpus.before(file));
      const after = commentsOf(corpus.after(file));
      comments += before.length;
      expect({ file, lost: before.filter((each) => count(before, each) > count(after, each)) }).toEqual({ file, lost: [] });
    }
    expect(comments).toBeGreaterThan(50);
  });

  test('is valid by the JSON schemas', async () => {
    const manifests = paths.filter((path) => objectsIn(corpus.after(path.slice(corpus.folder.length + 1))).length > 0);
    expect(await invalidObjects('1.37.0', manifests)).toEqual([]);
  });

  test('is not changed by a second run', async () => {
    const once = corpus.files.map((file) => [file, corpus.after(file)]);
    await corpus.again();
    expect(corpus.files.map((file) => [file, corpus.after(file)])).toEqual(once);
  });
});

function count(all: readonly string[], wanted: string): number {
  return all.filter((each) => each === wanted).length;
}
