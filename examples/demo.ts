/**
 * The whole way in one minute: `npm run demo`. A program becomes hardened manifests, and YAML that knew nothing of
 * tempered is audited and repaired. Nothing outside of a temporary folder is written.
 */
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { App } from 'tempered/kubernetes';
import { run } from '../lib/cli/run';
import { Storefront } from './storefront/storefront';

const SCORECARD_LINES = 3;
const DIFF_LINES = 24;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Runs a command in this process, as the shell would, and gives what it printed. */
async function tempered(...argv: readonly string[]): Promise<string> {
  const printed: string[] = [];
  const output = { write: (text: string) => printed.push(text), isTTY: false };
  await run(argv, { stdin: () => Promise.resolve(Buffer.alloc(0)), stdout: output, stderr: { write: () => true }, env: process.env });
  return printed.join('').trimEnd();
}

const scorecard = (report: string): string => report.split('\n').slice(-SCORECARD_LINES).join('\n');

async function main(): Promise<void> {
  say('1. A program, written against cdk8s-plus, with its import changed (examples/storefront)\n');
  const app = new App({ outdir: 'dist' });
  new Storefront(app, 'storefront', { namespace: 'storefront' });
  app.synth();
  say('$ tempered audit dist/');
  say(scorecard(await tempered('audit', 'dist/')));

  const original = join(__dirname, 'guestbook/guestbook.yaml');
  const copy = 'guestbook.yaml';
  copyFileSync(original, copy);
  say(`\n2. YAML that knew nothing of tempered (${relative(resolve(__dirname, '..'), original)})\n`);
  say('$ tempered audit guestbook.yaml');
  say(scorecard(await tempered('audit', copy)));

  say('\n$ tempered harden guestbook.yaml --override --diff');
  const diff = (await tempered('harden', copy, '--override', '--diff')).split('\n');
  say(diff.slice(0, DIFF_LINES).join('\n'));
  if (diff.length > DIFF_LINES) say(`… and ${diff.length - DIFF_LINES} lines more`);

  await tempered('harden', copy, '--override', '--write');
  say('\n$ tempered harden guestbook.yaml --override --write');
  say('$ tempered audit guestbook.yaml');
  say(scorecard(await tempered('audit', copy)));
  const kept = readFileSync(original, 'utf8')
    .match(/#.*/g)
    ?.every((comment) => readFileSync(copy, 'utf8').includes(comment));
  say(`every comment is still there: ${kept === true ? 'yes' : 'no'}`);
}

const folder = mkdtempSync(join(tmpdir(), 'tempered-demo-'));
process.chdir(folder);
main().finally(() => rmSync(folder, { recursive: true, force: true }));
