import type { Command } from 'commander';
import { TemperedError } from '../errors';
import type { Level } from '../profiles/profile';
import type { AuditResult } from '../reporters/audit-result';
import { jsonText } from '../reporters/json';
import { count } from '../reporters/scorecard';
import { errorLines, textReport } from '../reporters/text';
import { wantsColor } from './color';
import type { ExitCode, Invocation, Terminal } from './invocation';
import { judge } from './judge';
import { isEngine, readManifests } from './manifests';
import { oneOf } from './nearest';
import { withProgress } from './progress';
import { addSelectionOptions, type SelectionFlags, selectionOf } from './selection';
import { writeChunks } from './write-chunks';

export type Format = 'text' | 'json';

/** What the commands that report findings have in common. */
export interface ReportFlags extends SelectionFlags {
  readonly format: Format;
  readonly failOn: Level;
}

interface AuditFlags extends ReportFlags {
  readonly all?: true;
}

const HELP = `
Exit codes: 0 nothing found, 1 findings, 2 something could not be read or done.

Examples:
  tempered audit k8s/
  tempered audit compose.yaml Dockerfile /etc/docker/daemon.json
  tempered audit docker:// --all
  tempered audit deployment.yaml --only run-as-non-root,drop-all-capabilities
  helm template my-chart | tempered audit -
  tempered audit k8s/ --format json --fail-on fail > findings.json
  tempered audit k8s/ --profile team.yaml --kubernetes-version v1.30`;

export function defineAudit(command: Command, invocation: Invocation): void {
  addReportOptions(command)
    .description('Judges manifests, Compose files, Dockerfiles and engines; names file, line, what is wrong and the fix.')
    .argument('<path...>', 'files, folders, - for standard input, or docker:// for a running engine')
    .option('--all', 'judge containers of a running engine that do not run, too')
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], flags: AuditFlags) => {
      if (flags.all && !paths.some(isEngine))
        throw new TemperedError('usage', '--all is about the containers of a running engine, and none is named: add docker://');
      const selection = selectionOf(flags);
      const result = await withProgress(invocation, async (step) => {
        step('reading');
        const manifests = await readManifests(paths, invocation, { stopped: flags.all === true });
        step(`judging ${count(manifests.resources.length, 'object')}`);
        return judge(manifests, selection);
      });
      writeReport(result, flags.format, invocation);
      invocation.exit(exitCodeOf(result, flags.failOn));
    });
}

export function addReportOptions(command: Command): Command {
  return addSelectionOptions(command)
    .option('--format <format>', 'text or json', oneOf(['text', 'json']), 'text')
    .option(
      '--fail-on <level>',
      'which findings make the exit code 1: warn (all) or fail (those that are no advice)',
      oneOf(['warn', 'fail']),
      'warn',
    );
}

/** The report to standard output, the errors to standard error; JSON holds both. */
export function writeReport(result: AuditResult, format: Format, { stdout, stderr, env }: Terminal): void {
  writeChunks(stdout, format === 'json' ? jsonText(result) : textReport(result, { color: wantsColor(stdout, env) }));
  stderr.write(errorLines(result.errors));
}

export function exitCodeOf({ errors, findings }: AuditResult, failOn: Level): ExitCode {
  if (errors.length > 0) return 2;
  return findings.some(({ finding }) => failOn === 'warn' || finding.level === 'fail') ? 1 : 0;
}
