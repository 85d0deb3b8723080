import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { TemperedError } from '../errors';
import { addReportOptions, exitCodeOf, type ReportFlags, writeReport } from './audit';
import { readCdk8sConfig } from './cdk8s-config';
import type { Invocation, Output } from './invocation';
import { judge } from './judge';
import { readManifests } from './manifests';
import { selectionOf } from './selection';

interface SynthFlags extends ReportFlags {
  readonly app?: string;
  readonly output?: string;
}

const HELP = `
The command of the app and the folder are those of cdk8s.yaml:
  app: npx ts-node main.ts
  output: dist

The same audit runs inside of \`cdk8s synth\`, as a validation plugin: see docs/command-line.md.

Exit codes: 0 nothing found, 1 findings, 2 the app failed or something could not be read.

Examples:
  tempered synth
  tempered synth --app "npx ts-node main.ts" --output manifests
  tempered synth --profile pod-security-restricted --format json`;

export function defineSynth(command: Command, invocation: Invocation): void {
  addReportOptions(command)
    .description('Runs a cdk8s app as cdk8s.yaml says and audits what it writes.')
    .option('-a, --app <command>', 'command that runs the app (default: "app" of cdk8s.yaml)')
    .option('-o, --output <folder>', 'folder that the app writes to (default: "output" of cdk8s.yaml, else dist)')
    .addHelpText('after', HELP)
    .action(async (flags: SynthFlags) => {
      const selection = selectionOf(flags);
      const config = readCdk8sConfig();
      const app = flags.app ?? config.app;
      const output = flags.output ?? config.output ?? 'dist';
      if (app === undefined)
        throw new TemperedError('no-app', 'there is no app to run: cdk8s.yaml names none', {
          hint: 'write `app: npx ts-node main.ts` into cdk8s.yaml, or give --app COMMAND',
        });
      await runApp(app, output, invocation.stderr);
      if (!existsSync(output))
        throw new TemperedError('no-output', `the app wrote nothing to "${output}"`, {
          hint: 'does it call `app.synth()`? With `outdir` of its own, give the same folder as --output',
        });
      const result = judge(await readManifests([output], invocation), selection);
      writeReport(result, flags.format, invocation);
      invocation.exit(exitCodeOf(result, flags.failOn));
    });
}

/** Runs the app as the CLI of cdk8s does. What it prints goes to standard error: standard output is for the report. */
async function runApp(command: string, outdir: string, stderr: Output): Promise<void> {
  const code = await new Promise<number | string>((resolve, reject) => {
    const child = spawn(command, { shell: true, stdio: ['inherit', 'pipe', 'pipe'], env: { ...process.env, CDK8S_OUTDIR: outdir } });
    child.stdout.on('data', (chunk: Buffer) => stderr.write(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => stderr.write(chunk.toString()));
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve(exitCode ?? signal ?? 1));
  });
  if (code !== 0) throw new TemperedError('app-failed', `the app failed: \`${command}\` ended with ${code}`);
}
