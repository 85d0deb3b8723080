import { runBySwarm } from './declared/swarm';
import { describeWithEngine, Engine } from './engine';
import { makeTargetImage } from './target-image';

describeWithEngine('a Swarm of engines without no-new-privileges in their daemon.json', () => {
  let engine: Engine;

  beforeAll(async () => {
    engine = Engine.start('29');
    await makeTargetImage(engine);
  });

  afterAll(() => engine?.stop());

  // A stack file has no words for it, which is why its head and the audit speak of the engine.
  test('lets a setuid binary become root, without a capability', async () => {
    const containerOf = await runBySwarm(engine);
    const become = await engine.execute(containerOf('target'), '/bin/become-root become-root');
    expect(become).toEqual({ code: 0, output: 'effective user 0' });
    expect(await engine.execute(containerOf('target'), '/bin/become-root have-capability')).toEqual({
      code: 1,
      output: 'no effective capability',
    });
  });
});
