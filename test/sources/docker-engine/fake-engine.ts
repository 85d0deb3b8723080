import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An engine of our own making on a socket: each path answers what it is given, a number as a bare status. */
export interface FakeEngine {
  readonly socket: string;
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Starts an engine that gives these answers, by path without the query. */
export async function fakeEngine(answers: Readonly<Record<string, unknown>>): Promise<FakeEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'fake-engine-'));
  const socket = join(folder, 'docker.sock');
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const url = request.url ?? '';
    asked.push(url);
    const answer = answers[url.split('?', 1)[0] ?? ''];
    const status = typeof answer === 'number' ? answer : answer === undefined ? 404 : 200;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(typeof answer === 'object' ? answer : { message: 'no' }));
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    socket,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
