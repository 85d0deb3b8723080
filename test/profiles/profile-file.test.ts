import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProfileFileError, readProfileFile } from '../../lib/profiles/profile-file';

describe('a profile file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tempered-profile-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const file = (text: string | Buffer, name = 'tempered.yaml'): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  /** What is wrong with it, as `line:column: message`. */
  const problemsOf = (text: string | Buffer): readonly string[] => {
    try {
      readProfileFile(file(text));
    } catch (error) {
      if (error instanceof ProfileFileError) return error.errors.map(({ line, column, message }) => `${line}:${column}: ${message}`);
      throw error;
    }
    return [];
  };

  test('says what it extends and what it changes', () => {
    const { profile, waivers } = readProfileFile(
      file(`
name: shop
description: For the shop.
extends: pod-security-restricted
controls:
  host-network: warn
  host-pid: { severity: low }
  run-as-user: { level: warn, user: 1000 }
neverWaive: [privileged]
`),
    );
    expect(profile).toMatchObject({ name: 'shop', description: 'For the shop.' });
    expect(profile.entry('host-network')).toMatchObject({ level: 'warn', severity: 'high' });
    expect(profile.entry('host-pid')).toMatchObject({ level: 'fail', severity: 'low' });
    expect(profile.entry('run-as-user')).toMatchObject({ level: 'warn', parameters: { user: 1000 } });
    expect(profile.entry('host-ipc')?.level).toBe('fail');
    expect([...profile.neverWaive]).toEqual(['privileged']);
    expect(waivers).toEqual([]);
  });

  test.each(['off', "'off'", 'false', '{level: off}'])('turns a control off with %s', (off) => {
    const { profile } = readProfileFile(file(`extends: baseline\ncontrols: {host-network: ${off}}`));
    expect(profile.entry('host-network')).toBeUndefined();
    expect(profile.entry('host-pid')).toBeDefined();
  });

  test('extends another file, relative to itself, with its waivers', () => {
    file(
      'extends: baseline\ncontrols: {host-network: off}\nwaivers: [{control: host-pid, reason: x, expires: 2027-01-31, match: {name: a}}]',
      'base.yaml',
    );
    const { profile, waivers } = readProfileFile(file('extends: base.yaml\ncontrols: {host-ipc: off}'));
    expect(profile.entry('host-network')).toBeUndefined();
    expect(profile.entry('host-ipc')).toBeUndefined();
    expect(waivers).toHaveLength(1);
  });

  test('may be JSON', () => {
    expect(readProfileFile(file('{"controls": {"host-pid": "warn"}}', 'p.json')).profile.entry('host-pid')?.level).toBe('warn');
  });

  test('carries waivers for objects that it names', () => {
    const { waivers } = readProfileFile(
      file(
        'extends: baseline\nwaivers:\n  - {control: host-network, container: cni, reason: it is the CNI, expires: 2027-01-31, ticket: SEC-7, match: {kind: DaemonSet, namespace: kube-system, name: cni}}',
      ),
    );
    expect(waivers).toEqual([
      {
        control: 'host-network',
        container: 'cni',
        reason: 'it is the CNI',
        expires: '2027-01-31',
        ticket: 'SEC-7',
        match: { kind: 'DaemonSet', namespace: 'kube-system', name: 'cni' },
      },
    ]);
  });

  test.each([
    ['an unknown key', 'extends: baseline\nneverWave: []', ['2:1: there is no key "neverWave"; did you mean "neverWaive"?']],
    ['an unknown profile', 'extends: basline', ['1:1: there is no profile "basline"; did you mean "baseline"?']],
    ['an unknown control', 'controls:\n  host-netwrk: warn', ['2:3: there is no control "host-netwrk"; did you mean "host-network"?']],
    ['an unknown level', 'controls:\n  host-network: wran', ['2:3: "wran" is none of off, warn, fail; did you mean warn?']],
    [
      'an unknown severity',
      'controls:\n  host-network: {severity: hihg}',
      ['2:18: "hihg" is none of critical, high, medium, low; did you mean high?'],
    ],
    [
      'an unknown parameter',
      'controls:\n  allowed-registries: {prefixs: [a]}',
      ['2:24: there is no key "prefixs" among the parameters of allowed-registries; did you mean "prefixes"?'],
    ],
    [
      'a parameter of a control that has none',
      'controls:\n  host-network: {port: 1}',
      ['2:18: there is no key "port" among the parameters of host-network; it has none'],
    ],
    [
      'a parameter of the wrong type',
      'controls:\n  run-as-user: {user: "1000"}',
      ['2:17: "user" of run-as-user must be a number, such as 65532'],
    ],
    [
      'a wrong element of a list',
      'controls:\n  allowed-registries: {prefixes: [a, 5]}',
      ['2:38: "prefixes.1" of allowed-registries must be a text'],
    ],
    [
      'a list where controls are expected',
      'controls: [host-network]',
      ['1:1: "controls" must be an object: a level for each control, such as `host-network: warn`'],
    ],
    [
      'an unknown control in neverWaive',
      'extends: baseline\nneverWaive: [privilegd]',
      ['2:14: there is no control "privilegd"; did you mean "privileged"?'],
    ],
    ['a profile that asks nothing', 'name: empty', ['1:1: the profile asks nothing; write `extends: restricted`, or controls']],
    ['an empty file', '', ['1:1: the profile asks nothing; write `extends: restricted`, or controls']],
    ['a list', '- a', ['1:1: a profile is an object with a name, what it extends, and controls']],
    ['broken YAML', 'name: a\nname: b', [expect.stringMatching(/^2:1: .*duplicate key/)]],
    ['a binary', Buffer.from([0, 1]), [expect.stringContaining('binary')]],
  ])('refuses %s, with its place', (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  test.each([
    ['without a reason', 'control: host-network, expires: 2027-01-31, match: {name: a}', 'the waiver needs "reason"'],
    ['without an end', 'control: host-network, reason: x, match: {name: a}', 'the waiver needs "expires"'],
    ['for everything', 'control: host-network, reason: x, expires: 2027-01-31', 'the waiver needs "match"'],
    ['until a day that there is not', 'control: host-network, reason: x, expires: 2027-02-30, match: {name: a}', '"2027-02-30" is no day'],
    ['of an unknown control', 'control: host-netwrk, reason: x, expires: 2027-01-31, match: {name: a}', 'did you mean "host-network"?'],
    ['with an unknown key', 'control: host-network, reason: x, expires: 2027-01-31, match: {nme: a}', 'there is no key "nme" in "match"'],
  ])('refuses a waiver %s', (_, waiver, problem) => {
    expect(problemsOf(`extends: baseline\nwaivers:\n  - {${waiver}}`)).toEqual([expect.stringMatching(/^3:\d+: /)]);
    expect(problemsOf(`extends: baseline\nwaivers:\n  - {${waiver}}`)[0]).toContain(problem);
  });

  test('tells everything that is wrong at once, from top to bottom', () => {
    const problems = problemsOf('extends: basline\ncontrols: {host-netwrk: warn}\nneverWaive: [privilegd]');
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(['1', '2', '3']);
  });

  test('cannot extend itself, on no way', () => {
    const a = file('extends: b.yaml', 'a.yaml');
    file('extends: a.yaml', 'b.yaml');
    expect(() => readProfileFile(a)).toThrow('a profile cannot extend itself');
  });
});
