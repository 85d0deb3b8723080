import { join } from 'node:path';
import { dockerContainer } from '../../lib/controls/docker/container';
import { strictSeccompProfile, writeSeccompProfile } from '../../lib/docker/seccomp';
import { type Attack, expectedOn, type Place } from './attack';
import { ATTACKS } from './attacks';
import { describeWithEngine, Engine, LINES, type Line, type Result } from './engine';
import { engineRequest } from './engine-request';
import { expectOutcome, saying } from './expect-outcome';
import { hardened } from './hardened';
import { EDGE, environmentOf, furnish, givenIn, OPEN } from './surroundings';
import { makeTargetImage, TARGET_IMAGE } from './target-image';

const ALL = Object.values(ATTACKS).flat();
const PLACES = [...new Set(ALL.map(({ place = 'alone' }) => place))];

/** In what an attack is tried. */
type Target = 'plain' | 'open' | 'hardened';

describeWithEngine.each(LINES)('on the engine %s', (line: Line) => {
  let engine: Engine;
  let strictProfile: string;
  const environments = new Map<string, Record<string, string>>();

  beforeAll(async () => {
    engine = Engine.start(line);
    await makeTargetImage(engine);
    strictProfile = join(engine.folder, 'strict.json');
    writeSeccompProfile(engine.folder, 'strict', strictSeccompProfile());
    await furnish(engine);
    for (const place of PLACES) {
      const given = givenIn(place, engine);
      const plain = engineRequest(
        '',
        dockerContainer({ metadata: { name: '' }, declaredBy: 'compose', imageKnowledge: 'assumed', image: TARGET_IMAGE, ...given }),
      );
      await engine.run({ ...plain, name: nameOf('plain', place) });
      await engine.run({ ...plain, name: nameOf('open', place), HostConfig: { ...plain.HostConfig, ...OPEN } });
      await engine.run(engineRequest(nameOf('hardened', place), hardened('target', { networks: [EDGE], ...given })));
    }
    for (const target of ['plain', 'open', 'hardened'] as const)
      for (const place of PLACES) {
        const name = nameOf(target, place);
        environments.set(
          name,
          await environmentOf(engine, name, target === 'hardened' ? 'database' : 'database-on-bridge', nameOf('hardened', 'alone')),
        );
      }
  });

  afterAll(() => engine?.stop());

  const attack = (target: Target, { place = 'alone', command, as }: Attack): Promise<Result> => {
    const name = nameOf(target, place);
    const user = target === 'hardened' ? undefined : as;
    return engine.execute(name, command, { env: environments.get(name), ...(user !== undefined && { user }) });
  };

  describe('from a plain container an attacker', () => {
    test.each(ALL.map((each) => [saying(expectedOn(line, each.plain), each), each] as const))('%s', async (_, each) => {
      const expected = expectedOn(line, each.plain);
      expectOutcome(await attack('plain', each), expected);
      // What stops it there must be what the open container lacks, or the attempt itself could be broken.
      if (expected !== 'succeeds' && !ELSEWHERE_ONLY.has(each.id)) expectOutcome(await attack('open', each), 'succeeds');
    });
  });

  describe('from a hardened container an attacker', () => {
    test.each(ALL.map((each) => [saying(expectedOn(line, each.hardened), each), each] as const))('%s', async (_, each) => {
      expectOutcome(await attack('hardened', each), expectedOn(line, each.hardened));
    });
  });

  describe('what stops it where the default does not: an attacker', () => {
    const remedied = ALL.filter(({ remedied: by }) => by !== undefined);

    test.each(remedied.map((each) => [`cannot ${each.attempt} (${each.id})`, each] as const))(
      '%s',
      async (_, { id, place = 'alone', command, remedied: remedy }) => {
        if (remedy === undefined) throw new Error('only those that have one');
        const given = remedy.by === 'strict seccomp profile' ? { securityOpt: [`seccomp=${strictProfile}`] } : remedy.by;
        const container = hardened('target', { networks: [EDGE], ...givenIn(place, engine), ...given });
        await engine.run(engineRequest(`remedied-${id}`, container));
        const result = await engine.execute(`remedied-${id}`, command);
        expectOutcome(result, { stoppedBy: id, saying: remedy.saying });
      },
    );
  });
});

/** Attacks that no option of the container itself lets succeed; each has a sibling above that does. */
const ELSEWHERE_ONLY: ReadonlySet<string> = new Set(['list-processes-of-host', 'other-container-by-name']);

function nameOf(target: Target, place: Place): string {
  return `${target}-${place.replaceAll(' ', '-')}`;
}
