import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Json } from '../../lib/controls/requirement';
import { resource } from '../../lib/engine/resource';

const SCRIPT = join(__dirname, 'api-server.sh');

/** Where a running server is, and how to speak with it. */
interface ServerAddress {
  readonly folder: string;
  readonly url: string;
  readonly token: string;
}

/** Starts etcd and an API server on loopback. */
async function start(): Promise<ServerAddress> {
  // Whoever runs the tests may name a folder, to stop there what a broken-off run left behind.
  const folder = mkdtempSync(join(process.env.TEMPERED_API_SERVERS ?? tmpdir(), 'tempered-api-server-'));
  const env = { ...process.env, KUBE_PORT: String(await threeFreePorts()) };
  const kubeconfig = execFileSync(SCRIPT, ['start', folder], { env, encoding: 'utf8' }).trim();
  // biome-ignore lint/suspicious/noExplicitAny: the script wrote it, in this shape.
  const { clusters, users } = load(readFileSync(kubeconfig, 'utf8')) as any;
  return { folder, url: clusters[0].cluster.server, token: users[0].user.token };
}

function stop({ folder }: ServerAddress): void {
  execFileSync(SCRIPT, ['stop', folder]);
  rmSync(folder, { recursive: true });
}

/** A server of its own for the tests of a file: policies of one must not judge what another asks. */
export function ownApiServer(): ApiServer {
  const server = new ApiServer();
  beforeAll(() => server.start());
  afterAll(() => server.stop());
  return server;
}

/** The first of three neighbouring ports that nobody listens on: two of etcd follow the server's. */
async function threeFreePorts(): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 20_000);
    const free = await Promise.all([first, first + 1, first + 2].map(isFree));
    if (free.every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** What the server answered. */
export interface Answer {
  readonly status: number;
  readonly body: Json;
  /** Texts of its Warning headers. */
  readonly warnings: readonly string[];
}

/** Starts a server, speaks with it, and stops it. */
export class ApiServer {
  private address: ServerAddress | undefined;
  private readonly kinds = new Map<string, Map<string, { readonly path: string; readonly namespaced: boolean }>>();
  // The certificate is the server's own; it listens on loopback.
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 8, rejectUnauthorized: false });

  async start(): Promise<void> {
    this.address = await start();
  }

  stop(): void {
    this.agent.destroy();
    if (this.address !== undefined) stop(this.address);
  }

  /** Creates an object, in a namespace where its kind has one. Fields that the server does not know are an error. */
  async create(object: Json, namespace: string, { dryRun = false } = {}): Promise<Answer> {
    const path = await this.pathOf(object, namespace);
    if (path === undefined)
      return { status: 404, body: { message: `the server has no ${object.apiVersion} ${object.kind}` }, warnings: [] };
    const written = namespace === '' ? object : { ...object, metadata: { ...object.metadata, namespace } };
    return this.ask('POST', `${path}?fieldValidation=Strict${dryRun ? '&dryRun=All' : ''}`, written);
  }

  /** Replaces an object, or what a subresource says of it. */
  async replace(object: Json, namespace: string, { subresource = '', dryRun = false } = {}): Promise<Answer> {
    const path = `${await this.pathOf(object, namespace)}/${object.metadata.name}${subresource === '' ? '' : `/${subresource}`}`;
    return this.ask('PUT', `${path}?fieldValidation=Strict${dryRun ? '&dryRun=All' : ''}`, object);
  }

  async delete(object: Json, namespace: string): Promise<Answer> {
    return this.ask('DELETE', `${await this.pathOf(object, namespace)}/${object.metadata.name}`);
  }

  async get(object: Json, namespace: string): Promise<Answer> {
    return this.ask('GET', `${await this.pathOf(object, namespace)}/${object.metadata.name}`);
  }

  /** Creates an object that a test cannot do without. */
  async mustCreate(object: Json, namespace = ''): Promise<Json> {
    const { status, body } = await this.create(object, namespace);
    if (status !== 201) throw new Error(`${object.kind} ${object.metadata.name}: ${body.message}`);
    return body;
  }

  /** A token of a ServiceAccount, as a kubelet or an operator asks for one. */
  async tokenOf(account: string, namespace: string, audiences: readonly string[]): Promise<string> {
    const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { audiences, expirationSeconds: 600 } };
    const { status, body } = await this.ask('POST', `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`, request);
    if (status !== 201) throw new Error(`no token of ${namespace}/${account}: ${body.message}`);
    return body.status.token;
  }

  /** How another program of this machine reaches the server: its address, its certificate, and the token of an administrator. */
  get connection(): { readonly url: string; readonly certificate: string; readonly token: string } {
    const { folder, url, token } = this.address ?? { folder: '', url: '', token: '' };
    return { url, certificate: readFileSync(join(folder, 'certs', 'apiserver.crt'), 'utf8'), token };
  }

  private async pathOf(object: Json, namespace: string): Promise<string | undefined> {
    const { group, version, kind } = resource(object);
    const base = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
    // What is not there may be a kind that was defined since.
    const found = this.kinds.get(base)?.get(kind) ?? (await this.discover(base)).get(kind);
    return found === undefined ? undefined : `${base}${found.namespaced ? `/namespaces/${namespace}` : ''}/${found.path}`;
  }

  private async discover(base: string) {
    const { body } = await this.ask('GET', base);
    const kinds = new Map<string, { path: string; namespaced: boolean }>();
    for (const { name, kind, namespaced } of body.resources ?? []) if (!name.includes('/')) kinds.set(kind, { path: name, namespaced });
    this.kinds.set(base, kinds);
    return kinds;
  }

  private ask(method: string, path: string, body?: Json): Promise<Answer> {
    const { url, token } = this.address ?? { url: '', token: '' };
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' };
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, url), { method, headers, agent: this.agent }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part) => {
          text += part;
        });
        response.on('end', () => {
          const { warning = '' } = response.headers;
          resolve({ status: response.statusCode ?? 0, body: bodyOf(text), warnings: textsOf(warning) });
        });
      });
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

function bodyOf(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text };
  }
}

/** `299 - "first", 299 - "second"`; quotes within are escaped. */
function textsOf(header: string | readonly string[]): readonly string[] {
  return [...String(header).matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replace(/\\(.)/g, '$1'));
}
