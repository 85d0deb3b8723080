import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { load } from 'js-yaml';
import {
  type EncryptionConfiguration,
  type EncryptionKey,
  encryptionTemplate,
  encryptionWith,
  rotateEncryption,
  turnOnEncryption,
  writeEncryptionSteps,
} from 'tempered/kubernetes';
import type { Json } from '../../../../lib/controls/requirement';
import { failureOf } from '../../rendered';

const folder = mkdtempSync(join(tmpdir(), 'tempered-encryption-'));
afterAll(() => rmSync(folder, { recursive: true }));

const kms = { kms: { name: 'vault', endpoint: 'unix:///run/kms.sock' } } as const;
const name = fc.stringMatching(/^key-[a-z0-9]{1,8}$/);
const key: fc.Arbitrary<EncryptionKey> = fc.oneof(
  name.map((secretbox) => ({ secretbox })),
  name.map((aescbc) => ({ aescbc })),
  name.map((each) => ({ kms: { name: each, endpoint: 'unix:///run/kms.sock' as const } })),
);

const nameOf = (of: EncryptionKey): string | undefined => of.secretbox ?? of.aescbc;

/** The keys that a configuration knows, in the order in which it tries them; it writes with the first. */
function order({ resources: [{ providers }] }: EncryptionConfiguration): readonly string[] {
  return providers.flatMap((provider) =>
    Object.entries(provider).flatMap(([type, content]) => {
      const body: Json = Object(content);
      if (type === 'identity') return ['plain'];
      return type === 'kms' ? [`k8s:enc:kms:v2:${body.name}:`] : body.keys.map((each: Json) => `k8s:enc:${type}:v1:${each.name}:`);
    }),
  );
}

describe('the way to another key', () => {
  test('adds it second, then first, writes everything again, and then takes the old one away', () => {
    const steps = rotateEncryption({ secretbox: 'key-1' }, { secretbox: 'key-2' }, { resources: ['secrets', 'configmaps'] });
    const [old, fresh] = ['k8s:enc:secretbox:v1:key-1:', 'k8s:enc:secretbox:v1:key-2:'];
    expect(steps.map((step) => [step.name, step.configuration && order(step.configuration)])).toEqual([
      ['read-new', [old, fresh]],
      ['write-new', [fresh, old]],
      ['rewrite', undefined],
      ['forget-old', [fresh]],
    ]);
    expect(steps[2]?.instructions).toContain('sh encryption.sh rewrite secrets configmaps');
  });

  // Between two steps some API servers have the configuration of before and some that of after.
  test('never lets an API server meet what it cannot read, nor write in plain', () => {
    fc.assert(
      fc.property(key, key, fc.boolean(), (from, to, fromPlain) => {
        fc.pre((from.kms?.name ?? nameOf(from)) !== (to.kms?.name ?? nameOf(to)));
        const steps = fromPlain ? turnOnEncryption(to) : rotateEncryption(from, to);
        const known = steps.flatMap(({ configuration }) => (configuration === undefined ? [] : [order(configuration)]));
        for (const each of known) expect(each[0]).not.toBe('plain');
        for (const { configuration, storedAs } of steps) if (configuration) expect(order(configuration)[0]).toBe(storedAs);
        const [, ...later] = known;
        for (const [index, after] of later.entries()) {
          const before = known[index] ?? [];
          // What the new ones write, the old ones read, and the other way round.
          expect(before).toContain(after[0]);
          expect(after).toContain(before[0]);
        }
      }),
    );
  });

  test('ends where a new cluster begins', () => {
    for (const steps of [turnOnEncryption(kms), rotateEncryption({ aescbc: 'a' }, kms)])
      expect(steps.at(-1)?.configuration).toEqual(encryptionWith(kms));
  });

  test('needs another name for the new key', () => {
    expect(failureOf(() => rotateEncryption({ secretbox: 'a' }, { secretbox: 'a' }))).toContain('the name of the old one');
    // Keys are files of their names: another provider would get the same one.
    expect(failureOf(() => rotateEncryption({ aescbc: 'a' }, { secretbox: 'a' }))).toContain('would be the same key');
    expect(rotateEncryption({ aescbc: 'a' }, { secretbox: 'b' })).toHaveLength(4);
  });
});

describe('a configuration', () => {
  test('is of KMS v2 only', () => {
    expect(encryptionWith(kms).resources[0].providers).toEqual([
      { kms: { apiVersion: 'v2', name: 'vault', endpoint: 'unix:///run/kms.sock', timeout: '3s' } },
    ]);
  });

  test('names keys, and has none', () => {
    const text = encryptionTemplate(encryptionWith({ aescbc: 'key-1' }));
    expect(load(text)).toMatchObject({
      resources: [{ resources: ['secrets'], providers: [{ aescbc: { keys: [{ name: 'key-1', secret: '@key:key-1@' }] } }] }],
    });
  });

  test('refuses a key in place of its name, and does not show it', () => {
    const given = fc.uint8Array({ minLength: 16, maxLength: 32 }).chain((bytes) => {
      const buffer = Buffer.from(bytes);
      return fc.constantFrom(buffer.toString('base64'), buffer.toString('hex'));
    });
    fc.assert(
      fc.property(given, (secret) => {
        const message = failureOf(() => encryptionWith({ secretbox: secret }));
        expect(message).toContain('a key is given by its name');
        expect(message).not.toContain(secret);
      }),
    );
  });

  test('refuses a plugin that is not on the node, and what is no resource', () => {
    // @ts-expect-error a socket of the node
    expect(failureOf(() => encryptionWith({ kms: { name: 'a', endpoint: 'tcp://kms' } }))).toContain('a socket of the node');
    expect(failureOf(() => encryptionWith(kms, { resources: ['Secret'] }))).toContain('by its plural');
    const none = [] as unknown as readonly [string];
    expect(failureOf(() => encryptionWith(kms, { resources: none }))).toContain('no resource is named');
    // @ts-expect-error exactly one
    const both: EncryptionKey = { ...kms, secretbox: 'a' };
    expect(failureOf(() => encryptionWith(both))).toContain('a key has one of "kms", "secretbox" and "aescbc"');
    expect(failureOf(() => encryptionWith(kms, { resources: ['secrets', 'secrets'] }))).toContain('twice');
  });
});

describe('on a control plane node', () => {
  const steps = rotateEncryption({ secretbox: 'key-1' }, { secretbox: 'key-2' });
  const home = join(folder, 'steps');
  const keys = join(folder, 'keys');
  const target = join(folder, 'encryption.yaml');
  const run = (...args: string[]) => spawnSync('sh', [join(home, 'encryption.sh'), ...args], { encoding: 'utf8' });
  writeEncryptionSteps(home, steps);

  test('there is a file for each configuration, and what to do', () => {
    expect(readdirSync(home).sort()).toEqual(['1-read-new.yaml', '2-write-new.yaml', '4-forget-old.yaml', 'STEPS.md', 'encryption.sh']);
    expect(readFileSync(join(home, 'STEPS.md'), 'utf8')).toContain('3. **rewrite**. Write every object again');
    // The old key is there already: made again, it would open nothing.
    const [made] = readFileSync(join(home, 'STEPS.md'), 'utf8').match(/generate KEYS [^`]+/g) ?? [];
    expect(made).toBe('generate KEYS key-2');
  });

  test('keys are made once, for root alone, and filled in without being shown', () => {
    const template = join(home, '1-read-new.yaml');
    const early = run('render', template, keys, target);
    expect([early.status, early.stderr]).toEqual([1, expect.stringContaining('there is no key key-1')]);
    for (const each of ['key-1', 'key-2', 'key-1'])
      expect(run('generate', keys, each)).toMatchObject({ status: 0, stdout: '', stderr: '' });
    const [one, two] = ['key-1', 'key-2'].map((each) => readFileSync(join(keys, each), 'utf8').trim());
    expect(Buffer.from(one ?? '', 'base64')).toHaveLength(32);
    expect(one).not.toBe(two);
    expect(run('generate', keys, 'key-1').status).toBe(0);
    expect(readFileSync(join(keys, 'key-1'), 'utf8').trim()).toBe(one);
    expect(run('render', template, keys, target)).toMatchObject({ status: 0, stdout: '', stderr: '' });
    const filled: Json = load(readFileSync(target, 'utf8')) ?? {};
    expect(filled.resources[0].providers).toEqual([
      {
        secretbox: {
          keys: [
            { name: 'key-1', secret: one },
            { name: 'key-2', secret: two },
          ],
        },
      },
    ]);
    for (const path of [keys, target, join(keys, 'key-1')]) expect(statSync(path).mode & 0o077).toBe(0);
    const { stdout } = run('fingerprint', keys, 'key-1');
    expect(stdout).toMatch(/^[0-9a-f]{64}\n$/);
  });

  test('a key that is not whole is refused, and the file of before stays', () => {
    mkdirSync(join(folder, 'broken'), { mode: 0o700 });
    for (const each of ['key-1', 'key-2']) writeFileSync(join(folder, 'broken', each), 'dG9vIHNob3J0\n');
    const before = readFileSync(target, 'utf8');
    const { status, stderr } = run('render', join(home, '1-read-new.yaml'), join(folder, 'broken'), target);
    expect(status).toBe(1);
    expect(stderr).toContain('is not 32 bytes in Base64');
    expect(stderr).not.toContain('dG9v');
    expect(readFileSync(target, 'utf8')).toBe(before);
  });
});
