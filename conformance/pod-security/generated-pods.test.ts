import type { Json } from '../../lib/controls/requirement';
import { type Resource, resource } from '../../lib/engine/resource';
import { withObjectsOnDisk } from '../judges/objects-on-disk';
import { LEVELS, type PodSecurityMatrix, podSecurityMatrix, VERSIONS } from '../judges/pod-security-library';
import { generatedWorkloads } from '../pods/generated-workload';
import { PODS, SEED } from '../settings';
import { isAllowed } from './own-verdicts';

/** Each pod is judged in every fourth version, at both levels, so that each version judges a fourth of all pods. */
const SHARES = 4;

let objects: readonly Json[];
let resources: readonly Resource[];
let judged: readonly PodSecurityMatrix[];

beforeAll(async () => {
  objects = generatedWorkloads(PODS, SEED);
  resources = objects.map((each) => resource(each));
  judged = await withObjectsOnDisk(objects, podSecurityMatrix);
});

const denies = (verdict: PodSecurityMatrix | undefined, level: (typeof LEVELS)[number], version: string): boolean =>
  verdict?.denied?.[level]?.includes(version) ?? false;

describe(`${PODS} generated pods (CONFORMANCE_SEED=${SEED})`, () => {
  test('are all judged by the Pod Security library, each by its name', () => {
    expect(judged.map(({ name }) => name)).toEqual(resources.map(({ name }) => name));
  });

  test.each(LEVELS)('hold many that %s allows and many that it denies', (level) => {
    const allowed = judged.filter((each) => !denies(each, level, 'latest')).length;
    expect(Math.min(allowed, PODS - allowed)).toBeGreaterThan(PODS / 10);
  });

  describe.each(LEVELS)('level %s', (level) => {
    test.each(VERSIONS)('%s: the audit says what the library says, of every pod of its share', (version) => {
      const share = VERSIONS.indexOf(version) % SHARES;
      const different = resources.filter(
        (each, index) => index % SHARES === share && isAllowed(each, level, version) === denies(judged[index], level, version),
      );
      // The smallest says most.
      const smallest = different.map(({ object }) => JSON.stringify(object)).sort((a, b) => a.length - b.length)[0];
      expect({ different: different.length, smallest }).toEqual({ different: 0, smallest: undefined });
    });
  });
});
