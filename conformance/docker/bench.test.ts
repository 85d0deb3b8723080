import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerCreateOptions } from 'dockerode';
import { engineContainer } from '../../lib/containers/engine';
import { CATALOGUE } from '../../lib/controls/catalogue';
import { audit } from '../../lib/engine/audit';
import { resource } from '../../lib/engine/resource';
import { restricted } from '../../lib/profiles';
import { describeWithEngine, Engine } from './engine';
import { engineRequest } from './engine-request';
import { hardened } from './hardened';
import { EDGE } from './surroundings';
import { makeTargetImage, TARGET_IMAGE } from './target-image';

/** The folder of a copy of docker-bench-security, which is not part of this repository. */
const BENCH = process.env.DOCKER_BENCH ?? '';

const describeWithBench = BENCH === '' ? describe.skip : describeWithEngine;

const CONTAINERS: Readonly<Record<string, () => ContainerCreateOptions>> = {
  plain: () => ({ Image: TARGET_IMAGE }),
  hardened: () => engineRequest('', hardened('target', { networks: [EDGE] })),
  careless: () => ({
    Image: TARGET_IMAGE,
    User: '0',
    ExposedPorts: { '22/tcp': {} },
    HostConfig: {
      CapAdd: ['NET_ADMIN'],
      SecurityOpt: ['seccomp=unconfined'],
      PidMode: 'host',
      IpcMode: 'host',
      UTSMode: 'host',
      Binds: ['/etc:/host-etc', '/var/run/docker.sock:/var/run/docker.sock'],
      PortBindings: { '22/tcp': [{ HostPort: '22', HostIp: '0.0.0.0' }] },
      RestartPolicy: { Name: 'always' },
      Devices: [{ PathOnHost: '/dev/null', PathInContainer: '/dev/nothing', CgroupPermissions: 'rwm' }],
      CgroupParent: '/elsewhere',
    },
  }),
};

describeWithBench('docker-bench-security, section 5', () => {
  let engine: Engine;

  beforeAll(async () => {
    engine = Engine.start('29');
    await makeTargetImage(engine);
    await engine.docker.createNetwork({ Name: EDGE, Internal: true });
    for (const [name, options] of Object.entries(CONTAINERS)) await engine.run({ ...options(), name });
  });

  afterAll(() => engine?.stop());

  test.each(Object.keys(CONTAINERS))('says of the %s container what we say', async (name) => {
    const log = join(engine.folder, `bench-${name}`);
    execFileSync('bash', ['docker-bench-security.sh', '-b', '-c', 'container_runtime', '-i', name, '-l', log], {
      cwd: BENCH,
      env: { ...process.env, DOCKER_HOST: engine.host },
      stdio: 'ignore',
    });
    expect(existsSync(`${log}.json`)).toBe(true);
    const { tests } = JSON.parse(readFileSync(`${log}.json`, 'utf8'));
    const theirs = new Map<string, string>(
      tests.flatMap(({ results }: { results: { id: string; result: string }[] }) => results.map(({ id, result }) => [id, result])),
    );
    const inspected = await engine.docker.getContainer(name).inspect();
    const image = await engine.docker.getImage(TARGET_IMAGE).inspect();
    const { object, written } = engineContainer(inspected, image, {
      boundVolumes: new Map(),
      cgroupNamespace: 'host',
      logDriver: 'json-file',
      runtime: 'runc',
    });
    const { findings } = audit([resource(object, { from: 'engine', host: engine.host }, written)], { profile: restricted });
    const failing = new Set<string>(findings.map(({ control }) => control));
    const ours = new Map<string, 'PASS' | 'WARN'>();
    for (const { id, family, counterparts } of CATALOGUE)
      for (const check of family === 'docker-container' ? checksOf(counterparts) : [])
        if (ours.get(check) !== 'WARN') ours.set(check, failing.has(id) ? 'WARN' : 'PASS');
    // INFO and NOTE are no verdicts.
    const compared = [...ours].filter(([check]) => ['PASS', 'WARN'].includes(theirs.get(check) ?? ''));
    const different = compared.filter(([check, verdict]) => theirs.get(check) !== verdict).map(([check]) => check);
    expect(different.sort()).toEqual(Object.keys(DIFFERENT[name] ?? {}).sort());
    expect(compared.length).toBeGreaterThanOrEqual(22);
  });
});

/** Where the two differ, and why. */
const DIFFERENT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  plain: {
    '5.2': 'it warns of every container on a host without AppArmor; we of a profile that is switched off',
    '5.3': 'it warns where no security option at all is set; we of a label that is switched off',
    '5.4': 'it passes all the capabilities that an engine gives by default; we ask that they be dropped',
  },
  hardened: { '5.2': 'as of the plain one' },
  careless: {
    '5.2': 'as of the plain one',
    '5.3': 'it passes as soon as any security option is set; the engine switches the label off for host namespaces',
    '5.7': 'it looks for a process named sshd; we for port 22',
    '5.15': 'it passes `always`, since it reads the number of retries alone',
  },
};

function checksOf(counterparts: object): readonly string[] {
  const checks: unknown = 'dockerBench' in counterparts ? counterparts.dockerBench : [];
  return Array.isArray(checks) ? checks.filter((check) => typeof check === 'string' && check.startsWith('5.')) : [];
}
