import { expectedOfHardened } from './attack';
import { ATTACKS } from './attacks';
import { runByCompose } from './declared/compose';
import { runByPulumi } from './declared/pulumi';
import { SECRET } from './declared/shop';
import { runBySwarm } from './declared/swarm';
import { describeWithEngine, Engine, LINES, type Line } from './engine';
import { expectOutcome, saying } from './expect-outcome';
import { environmentOf } from './surroundings';
import { makeTargetImage } from './target-image';

/** In other places, a declaration is refused before it can be attacked. */
const ALONE = Object.values(ATTACKS)
  .flat()
  .filter(({ place = 'alone' }) => place === 'alone');

/** What a service must not do that nobody may talk to. */
const OUTWARD = ALONE.filter(({ id }) => ['other-container', 'outside', 'metadata', 'name-outside', 'host-service-elsewhere'].includes(id));

const DECLARATIONS_WITH_SECRETS: ReadonlySet<string> = new Set(['Compose file', 'Swarm stack']);

const DECLARATIONS = [
  ['Compose file', runByCompose],
  ['Swarm stack', runBySwarm],
  ['Pulumi program', runByPulumi],
] as const;

describeWithEngine.each(LINES)('on the engine %s', (line: Line) => {
  describe.each(DECLARATIONS)('from a container that our %s declares an attacker', (declaration, run) => {
    let engine: Engine;
    let containerOf: (service: string) => string;
    let target: string;
    let environment: Record<string, string>;

    beforeAll(async () => {
      engine = Engine.start(line, { 'no-new-privileges': true });
      await makeTargetImage(engine);
      containerOf = await run(engine);
      target = containerOf('target');
      environment = await environmentOf(engine, target, containerOf('database'), target);
    });

    afterAll(() => engine?.stop());

    test.each(ALONE.map((each) => [saying(expectedOfHardened(line, each, declaration), each), each] as const))('%s', async (_, each) => {
      expectOutcome(await engine.execute(target, each.command, { env: environment }), expectedOfHardened(line, each, declaration));
    });

    // A Container of Pulumi gets a file that somebody else writes.
    if (DECLARATIONS_WITH_SECRETS.has(declaration))
      test('a secret reaches its service, and neither another one nor whoever inspects the container', async () => {
        const read = (service: string) => engine.execute(containerOf(service), 'cat /run/secrets/password');
        expect(await read('database')).toEqual({ code: 0, output: SECRET });
        expect(await read('target')).toEqual({ code: 1, output: expect.stringContaining('No such file') });
        expect(JSON.stringify(await engine.docker.getContainer(containerOf('database')).inspect())).not.toContain(SECRET);
      });

    // A Container of Pulumi is made here without the ports and networks of its stack.
    if (DECLARATIONS_WITH_SECRETS.has(declaration))
      test('a service that publishes a port finds who it may talk to, and carries nothing outside in questions for names', async () => {
        const ask = (name: string) =>
          engine.execute(containerOf('door'), `timeout 5 nslookup -type=a ${name} | grep -A1 "^Name:"`, { env: {} });
        expect((await ask(declaration === 'Compose file' ? 'api' : 'tasks.api')).code).toBe(0);
        expect(await ask('data.outside.test')).toEqual({ code: 1, output: expect.not.stringContaining('203.0.113.2') });
      });

    test.each(OUTWARD.map(({ attempt, command }) => [attempt, command]))('a service without a flow cannot %s', async (_, command) => {
      const env = await environmentOf(engine, containerOf('hermit'), containerOf('api'), target);
      const { code, output } = await engine.execute(containerOf('hermit'), command, { env });
      expect({ succeeded: code === 0, output }).toEqual({ succeeded: false, output });
    });
  });
});
