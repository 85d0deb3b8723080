import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import type { Json } from '../../lib/controls/requirement';
import { judge } from './installed';

/** What Vault answered. */
export interface VaultAnswer {
  readonly status: number;
  readonly body: Json;
}

/** Vault's own core on loopback, in memory: a key-value engine at `secret/`, policies, and logins that are to be enabled. */
export class Vault {
  private process: ChildProcess | undefined;
  private address = '';
  private rootToken = '';

  async start(): Promise<void> {
    const child = spawn(judge('vault-dev'), ['-listen', `127.0.0.1:${await freePort()}`], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.process = child;
    for await (const line of createInterface({ input: child.stdout })) {
      const { address, token } = JSON.parse(line);
      this.address = address;
      this.rootToken = token;
      return;
    }
    throw new Error('vault-dev ended before it served');
  }

  stop(): void {
    this.process?.kill();
  }

  /** Asks with a token; without one, as its administrator. */
  async ask(method: string, path: string, body?: Json, token = this.rootToken): Promise<VaultAnswer> {
    const response = await fetch(`${this.address}/v1/${path}`, {
      method,
      headers: { 'x-vault-token': token },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  }

  /** Asks for what a test cannot do without; the engine at `secret/` comes up a second after the server. */
  async must(method: string, path: string, body?: Json): Promise<Json> {
    for (let attempt = 0; ; attempt++) {
      const answer = await this.ask(method, path, body);
      if (answer.status < 300) return answer.body;
      if (attempt === 20) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

/** A Vault of its own for the tests of a file. */
export function ownVault(): Vault {
  const vault = new Vault();
  beforeAll(() => vault.start());
  afterAll(() => vault.stop());
  return vault;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
