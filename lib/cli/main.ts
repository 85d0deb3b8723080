#!/usr/bin/env node
import type { Terminal } from './invocation';
import { version } from './version';

const argv = process.argv.slice(2);
// Answered before anything is loaded.
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) console.log(version());
else void main();

async function main(): Promise<void> {
  // `tempered audit … | head`: whoever reads has seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const terminal: Terminal = { stdin: readStdin, stdout: process.stdout, stderr: process.stderr, env: process.env };
  const { run } = require('./run') as typeof import('./run');
  // Not process.exit(): what is still to be written to a pipe would be lost.
  process.exitCode = await run(argv, terminal);
}

async function readStdin(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
