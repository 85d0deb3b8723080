import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type DaemonConfigOptions, type DaemonSettings, daemonConfig } from 'tempered/docker';
import { readEngineFiles } from '../../lib/sources/docker-files';
import { readText } from '../../lib/sources/yaml';
import { judge } from '../judges/installed';
import { describeWithEngine, Engine } from './engine';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tempered-daemon-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Why the engine would not start with a daemon.json; undefined where it would. */
function refused(text: string): string | undefined {
  const file = join(folder, 'daemon.json');
  writeFileSync(file, text);
  const dockerd = judge('dockerd');
  // It looks for docker-proxy there.
  const env = { ...process.env, PATH: `${dirname(dockerd)}:${process.env.PATH}` };
  const { status, stderr } = spawnSync(dockerd, ['--validate', '--config-file', file], { encoding: 'utf8', env });
  return status === 0 ? undefined : stderr;
}

/** What we say of it. */
function errorsOf(text: string): readonly string[] {
  const content = readText('daemon.json', text);
  return [...content.errors, ...readEngineFiles(content.untyped, new Set(['daemon.json'])).errors].map(({ message }) => message);
}

describeWithEngine('the daemon', () => {
  // Not with `userns-remap`: that one adds a user to this machine when it is only validated.
  const isolation = 'none';
  const written: readonly (readonly [string, DaemonSettings, DaemonConfigOptions])[] = [
    ['nothing', {}, { isolation }],
    ['rootless', {}, { isolation: 'rootless' }],
    ['part of a Swarm', {}, { isolation, swarm: true }],
    [
      'settings',
      { 'log-driver': 'journald', 'default-address-pools': [{ base: '10.200.0.0/16', size: 24 }], labels: ['a=b'] },
      { isolation },
    ],
    ['a waiver', { icc: true }, { isolation, waivers: [{ control: 'daemon-icc', reason: 'an old application', expires: '2999-12-31' }] }],
  ];

  test.each(written)('of %s, a daemon.json that the engine takes', (_, settings, options) => {
    expect(refused(daemonConfig(settings, options).text())).toBeUndefined();
  });

  test.each([
    ['a comma too many', '{"icc": false,}'],
    ['a comment', '{\n  // closed\n  "icc": false\n}'],
    ['single quotes', "{'icc': false}"],
    ['YAML', 'icc: false\n'],
    ['a text over two lines', '{"ip": "127.0\n.0.1", "icc": false}'],
    ['a misspelt setting', '{"iccc": false}'],
    ['a list', '[]'],
    ['settings of something else', '{"first": 1, "second": 2}'],
    ['another case', '{"ICC": false, "live-restore": true}'],
    ['another type', '{"icc": "false"}'],
    ['a text where a list must be', '{"hosts": "unix:///run/docker.sock"}'],
    ['a number among texts', '{"log-opts": {"max-size": 10}}'],
    ['a setting that was removed', '{"icc": false, "oom-score-adjust": -500}'],
  ])('what the engine does not start with is an error: %s', (_, text) => {
    expect(refused(text)).toBeDefined();
    expect(errorsOf(text)).not.toEqual([]);
  });

  test.each([
    ['a byte order mark', '\uFEFF{"icc": false}'],
    ['nulls', '{"icc": null, "hosts": null}'],
    ['escapes and tabs', '{\t"icc": false, "bridge": "\\u0062r\\/0"}'],
  ])('what it starts with is none: %s', (_, text) => {
    expect(refused(text)).toBeUndefined();
    expect(errorsOf(text)).toEqual([]);
  });

  test('an engine starts with it, and says what it keeps', async () => {
    const engine = Engine.start('29', daemonConfig({}, { isolation }).settings);
    try {
      const info = await engine.docker.info();
      expect(info.SecurityOptions).toEqual(expect.arrayContaining(['name=no-new-privileges', 'name=seccomp,profile=builtin']));
      expect(info.LiveRestoreEnabled).toBe(true);
      const bridge = await engine.docker.getNetwork('bridge').inspect();
      expect(bridge.Options?.['com.docker.network.bridge.enable_icc']).toBe('false');
    } finally {
      engine.stop();
    }
  });
});
