import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chart, App as PlainApp, Testing } from 'cdk8s';
import { SealedSecret, type SealedSecretProps, sealValues } from 'tempered/kubernetes';
import type { Json } from '../../lib/controls/requirement';
import { makeSealingKey, type SealingKey } from '../../test/kubernetes/secrets/sealing-key';
import { judge } from '../judges/installed';

const VALUES = { user: 'shop', password: 'ünïcode and\nlines', empty: '', long: 'x'.repeat(10_000) };
const folder = mkdtempSync(join(tmpdir(), 'tempered-kubeseal-'));
const key = makeSealingKey(['rsa:4096']);
afterAll(() => rmSync(folder, { recursive: true }));

/** What kubeseal opens a SealedSecret to; undefined where it cannot. */
function opened(sealed: Json, { privateKey }: SealingKey = key): Json | undefined {
  const file = join(folder, 'private.key');
  writeFileSync(file, privateKey, { mode: 0o600 });
  const args = ['--recovery-unseal', '--recovery-private-key', file, '-o', 'json'];
  const { status, stdout } = spawnSync(judge('kubeseal'), args, { input: JSON.stringify(sealed), encoding: 'utf8' });
  if (status !== 0) return undefined;
  // An empty value is null there, as Go writes bytes that are none.
  const { data }: Json = JSON.parse(stdout);
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, Buffer.from(String(value ?? ''), 'base64').toString('utf8')]),
  );
}

function emitted(props: SealedSecretProps): Json {
  const chart = new Chart(new PlainApp(), 'shop');
  new SealedSecret(chart, 'database', props);
  return Testing.synth(chart)[0];
}

const under = (object: Json, metadata: Json): Json => ({ ...object, metadata: { ...object.metadata, ...metadata } });
const { certificate } = key;
const strict = { namespace: 'shop', name: 'database' } as const;
const inNamespace = { scope: 'namespace-wide', namespace: 'shop' } as const;
const inCluster = { scope: 'cluster-wide' } as const;

test('kubeseal opens what was sealed strictly, and not under another name, namespace or key', () => {
  const object = emitted({ ...strict, encryptedData: sealValues(VALUES, { certificate, ...strict }) });
  expect(opened(object)).toEqual(VALUES);
  expect(opened(under(object, { name: 'other' }))).toBeUndefined();
  expect(opened(under(object, { namespace: 'other' }))).toBeUndefined();
  expect(opened(object, makeSealingKey())).toBeUndefined();
});

test('kubeseal opens what was sealed for a namespace under any name there, and nowhere else', () => {
  const object = emitted({ ...inNamespace, name: 'database', encryptedData: sealValues(VALUES, { certificate, ...inNamespace }) });
  expect(opened(object)).toEqual(VALUES);
  expect(opened(under(object, { name: 'other' }))).toEqual(VALUES);
  expect(opened(under(object, { namespace: 'other' }))).toBeUndefined();
});

test('kubeseal opens what was sealed for the cluster anywhere, but only with its key', () => {
  const object = emitted({ ...inCluster, encryptedData: sealValues(VALUES, { certificate, ...inCluster }) });
  expect(opened(under(object, { name: 'one', namespace: 'other' }))).toEqual(VALUES);
  expect(opened(object, makeSealingKey())).toBeUndefined();
});

test('a SealedSecret takes what kubeseal sealed', () => {
  const file = join(folder, 'sealing.pem');
  writeFileSync(file, certificate);
  const args = ['--raw', '--cert', file, '--namespace', strict.namespace, '--name', strict.name];
  const password = execFileSync(judge('kubeseal'), args, { input: VALUES.password, encoding: 'utf8' }).trim();
  expect(opened(emitted({ ...strict, encryptedData: { password } }))).toEqual({ password: VALUES.password });
});
