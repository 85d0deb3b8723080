import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import {
  type EncryptionConfiguration,
  type EncryptionKey,
  type EncryptionStep,
  encryptionTemplate,
  encryptionWith,
  rotateEncryption,
  turnOnEncryption,
  writeEncryptionSteps,
} from 'tempered/kubernetes';
import { judge } from '../judges/installed';

const RESOURCES = ['secrets', 'configmaps', 'certificates.cert-manager.io'] as const;
const folder = mkdtempSync(join(tmpdir(), 'tempered-encryption-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

const KEYS: readonly EncryptionKey[] = [
  { secretbox: 'key-2026' },
  { secretbox: 'key-2027' },
  { aescbc: 'key-2028' },
  { kms: { name: 'vault', endpoint: 'unix:///run/kms-vault.sock' } },
];

interface Verdict {
  readonly valid: boolean;
  readonly stored?: string;
  readonly readable: boolean;
  readonly readsPlain: boolean;
}

/** What kube-apiserver's own loader makes of a file. */
function verdictOf(file: string, resource: string): Verdict {
  const { stdout, stderr, status } = spawnSync(judge('encryption-check'), ['-resource', resource, file], { encoding: 'utf8' });
  if (status === 2) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** The file as it lies on a control plane node, with keys that our script made there. */
function filledIn(template: string, keys: readonly string[]): string {
  const steps = join(folder, 'steps');
  writeEncryptionSteps(steps, [], { overwrite: true });
  const file = join(folder, 'template.yaml');
  writeFileSync(file, template);
  const script = (...args: string[]) => {
    const { status, stderr } = spawnSync('sh', [join(steps, 'encryption.sh'), ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  for (const key of keys) script('generate', join(folder, 'keys'), key);
  script('render', file, join(folder, 'keys'), join(folder, 'filled.yaml'));
  return join(folder, 'filled.yaml');
}

const namesOf = (template: string) => [...template.matchAll(/@key:([^@]+)@/g)].map(([, name = '']) => name);

function judged(configuration: EncryptionConfiguration, resource: string): Verdict {
  const template = encryptionTemplate(configuration);
  return verdictOf(filledIn(template, namesOf(template)), resource);
}

const named = (key: EncryptionKey) => JSON.stringify(key);
const pairs = KEYS.flatMap((from) => KEYS.filter((to) => to !== from).map((to) => [named(from), named(to), from, to] as const));

function expectEncrypting(steps: readonly EncryptionStep[]): void {
  for (const { configuration, storedAs, name } of steps) {
    if (configuration === undefined) continue;
    // The judge waits three seconds for a plugin that is not there.
    const ofPlugin = storedAs.startsWith('k8s:enc:kms:');
    for (const resource of ofPlugin ? RESOURCES.slice(0, 1) : RESOURCES) {
      const { valid, stored, readable, readsPlain } = judged(configuration, resource);
      expect(valid).toBe(true);
      // A plugin is loaded, but its socket is not called.
      if (ofPlugin) expect(stored).toBe('kms');
      else expect([stored, readable]).toEqual([storedAs, true]);
      expect(readsPlain).toBe(name === 'encrypt');
    }
  }
}

test.each(pairs)('from %s to %s every step encrypts, with the key that it says', (_, __, from, to) => {
  expectEncrypting(rotateEncryption(from, to, { resources: RESOURCES }));
});

test.each(KEYS.map((key) => [named(key), key] as const))(
  'from plain to %s every step encrypts, and the first still reads what was there',
  (_, key) => {
    expectEncrypting(turnOnEncryption(key, { resources: RESOURCES }));
  },
);

test('an API server refuses a template that no key was filled into', () => {
  const file = join(folder, 'unfilled.yaml');
  writeFileSync(file, encryptionTemplate(encryptionWith({ secretbox: 'key-2026' })));
  expect(verdictOf(file, 'secrets')).toMatchObject({ valid: false });
});

test('the judge sees what is stored in plain', () => {
  const configuration = encryptionWith({ secretbox: 'key-2026' });
  const [{ providers }] = configuration.resources;
  const plain = { ...configuration, resources: [{ resources: ['secrets'], providers: [{ identity: {} }, ...providers] }] };
  const file = filledIn(dump(plain), ['key-2026']);
  expect(verdictOf(file, 'secrets')).toMatchObject({ valid: true, stored: 'plain' });
  // What is not named is not encrypted.
  expect(judged(configuration, 'configmaps')).toMatchObject({ stored: 'plain' });
});
