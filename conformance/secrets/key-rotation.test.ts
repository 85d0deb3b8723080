import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type EncryptionStep, rotateEncryption, turnOnEncryption, writeEncryptionSteps } from 'tempered/kubernetes';
import type { Json } from '../../lib/controls/requirement';
import { judge } from '../judges/installed';

const SCRIPT = join(__dirname, '../judges/api-server.sh');
const [FIRST, SECOND] = [{ secretbox: 'key-2026' }, { aescbc: 'key-2027' }] as const;
const VALUE = 'a value of our own';
const folder = mkdtempSync(join(process.env.TEMPERED_API_SERVERS ?? tmpdir(), 'tempered-api-server-'));
const files = join(folder, 'steps');
let port = 0;

/** Starts etcd and an API server where they stopped before, with a configuration or without. */
function start(configuration?: string): void {
  const flags = configuration === undefined ? '' : `--encryption-provider-config=${configuration}`;
  const env = { ...process.env, KUBE_PORT: String(port), KUBE_APISERVER_FLAGS: flags };
  execFileSync(SCRIPT, ['start', folder], { env, stdio: ['ignore', 'ignore', 'inherit'] });
}

const stop = (): void => void execFileSync(SCRIPT, ['stop', folder]);

/** `kubectl` as the script on a control plane node finds it. */
function kubectl(...args: string[]): string {
  return execFileSync(join(folder, 'bin', 'kubectl'), args, { encoding: 'utf8' });
}

function script(...args: string[]): void {
  const env = { ...process.env, PATH: [join(folder, 'bin'), process.env.PATH].join(delimiter) };
  const { status, stderr } = spawnSync('sh', [join(files, 'encryption.sh'), ...args], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** How each Secret begins where it lies, asked of etcd itself. */
async function stored(): Promise<Readonly<Record<string, string>>> {
  const key = '/registry/secrets/default/';
  const body = { key: encoded(key), range_end: encoded('/registry/secrets/default0') };
  const { kvs = [] } = await askEtcd(JSON.stringify(body));
  return Object.fromEntries(
    kvs.map((each: Json) => {
      const value = Buffer.from(each.value, 'base64').toString('latin1');
      const [prefix = value.includes(VALUE) ? 'plain' : 'unknown'] = /^k8s:enc:[a-z]+:v\d:[^:]*:/.exec(value) ?? [];
      return [Buffer.from(each.key, 'base64').toString().slice(key.length), prefix];
    }),
  );
}

/** With a connection of its own, since etcd is stopped between two of them. */
function askEtcd(body: string): Promise<Json> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: port + 1, path: '/v3/kv/range', method: 'POST', agent: false } as const;
    const sent = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () => resolve(JSON.parse(text)));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const encoded = (text: string) => Buffer.from(text).toString('base64');

function create(name: string): void {
  const args = ['create', 'secret', 'generic', name, '--namespace', 'default', `--from-literal=value=${VALUE}`];
  kubectl(...args);
}

function readable(): readonly string[] {
  const { items }: Json = JSON.parse(kubectl('get', 'secrets', '--namespace', 'default', '--output', 'json'));
  return items.flatMap(({ metadata, data }: Json) => (Buffer.from(data.value, 'base64').toString() === VALUE ? [metadata.name] : []));
}

/** Does what STEPS.md says, and gives what lies in etcd after each step. */
async function follow(steps: readonly EncryptionStep[], keys: readonly string[]): Promise<readonly Json[]> {
  writeEncryptionSteps(files, steps, { overwrite: true });
  const [home, target] = [join(folder, 'keys'), join(folder, 'encryption.yaml')];
  for (const key of keys) script('generate', home, key);
  const seen: Json[] = [];
  for (const [index, { name, configuration }] of steps.entries()) {
    if (configuration === undefined) script('rewrite', ...['secrets']);
    else {
      script('render', join(files, `${index + 1}-${name}.yaml`), home, target);
      stop();
      start(target);
    }
    create(`in-${name}`);
    seen.push(await stored());
  }
  return seen;
}

beforeAll(async () => {
  port = await threeFreePorts();
  mkdirSync(join(folder, 'bin'));
  const line = `exec ${judge('kube')} kubectl --kubeconfig ${join(folder, 'kubeconfig')} "$@"`;
  writeFileSync(join(folder, 'bin', 'kubectl'), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  start();
});
afterAll(() => {
  stop();
  rmSync(folder, { recursive: true });
});

test('an API server goes from plain to one key and on to another, and reads everything at every step', async () => {
  create('before');
  expect(await stored()).toEqual({ before: 'plain' });
  const [old, fresh] = ['k8s:enc:secretbox:v1:key-2026:', 'k8s:enc:aescbc:v1:key-2027:'];

  const on = await follow(turnOnEncryption(FIRST), ['key-2026']);
  expect(on).toEqual([
    { before: 'plain', 'in-encrypt': old },
    { before: old, 'in-encrypt': old, 'in-rewrite': old },
    { before: old, 'in-encrypt': old, 'in-rewrite': old, 'in-forget-plain': old },
  ]);
  expect(readable()).toHaveLength(4);
  kubectl('delete', 'secret', '--namespace', 'default', 'in-encrypt', 'in-rewrite', 'in-forget-plain');

  const over = await follow(rotateEncryption(FIRST, SECOND), ['key-2026', 'key-2027']);
  expect(over).toEqual([
    { before: old, 'in-read-new': old },
    { before: old, 'in-read-new': old, 'in-write-new': fresh },
    { before: fresh, 'in-read-new': fresh, 'in-write-new': fresh, 'in-rewrite': fresh },
    { before: fresh, 'in-read-new': fresh, 'in-write-new': fresh, 'in-rewrite': fresh, 'in-forget-old': fresh },
  ]);
  expect(readable()).toEqual(['before', 'in-forget-old', 'in-read-new', 'in-rewrite', 'in-write-new']);
});

async function threeFreePorts(): Promise<number> {
  for (;;) {
    const first = 41_000 + Math.floor(Math.random() * 20_000);
    const free = await Promise.all([first, first + 1, first + 2].map(isFree));
    if (free.every(Boolean)) return first;
  }
}

function isFree(candidate: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(candidate, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
