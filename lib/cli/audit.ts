import type { Command } from 'commander';
import { TemperedError } from '../errors';
import type { Level } from '../profiles/profile';
import type { Enforcer } from '../reachability';
import type { AuditResult } from '../reporters/audit-result';
import { jsonText } from '../reporters/json';
import { count } from '../reporters/scorecard';
import { errorLines, textReport } from '../reporters/text';
import { wantsColor } from './color';
import type { ExitCode, Invocation, Terminal } from './invocation';
import { judge } from './judge';
import { isEngine, readManifests } from './manifests';
import { list, oneOf } from './nearest';
import { withProgress } from './progress';
import { addSelectionOptions, type SelectionFlags, selectionOf } from './selection';
import { writeChunks } from './write-chunks';

export type Format = 'text' | 'json';

/** What the commands that report findings have in common. */
export interface ReportFlags extends SelectionFlags {
  readonly format: Format;
  readonly failOn: Level;
}

interface AuditFlags extends Omit<ReportFlags, 'format'> {
  readonly format: Format | 'mermaid';
  readonly all?: true;
  readonly flows?: true;
  readonly enforcer?: Enforcer;
  readonly podCidr?: readonly string[];
  readonly apiServer?: readonly string[];
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
  tempered audit k8s/ --profile team.yaml --kubernetes-version v1.30
  tempered audit k8s/ --flows
  tempered audit k8s/ --flows --format mermaid > flows.mmd`;

export function defineAudit(command: Command, invocation: Invocation): void {
  addReportOptions(command, ['text', 'json', 'mermaid'])
    .description('Judges manifests, Compose files, Dockerfiles and engines; names file, line, what is wrong and the fix.')
    .argument('<path...>', 'files, folders, - for standard input, or docker:// for a running engine')
    .option('--all', 'judge containers of a running engine that do not run, too')
    .option('--flows', 'say who reaches whom under the network policies, in place of judging; exit code 1 where a workload is open')
    .option(
      '--enforcer <enforcer>',
      'with --flows: who carries policies out (default: whose are there)',
      oneOf(['kubernetes', 'cilium', 'calico']),
    )
    .option('--pod-cidr <blocks>', 'with --flows: where pods have their addresses from, separated by commas', list)
    .option('--api-server <addresses>', 'with --flows: where the API server is, separated by commas', list)
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], flags: AuditFlags) => {
      if (flags.flows) {
        const { auditFlows } = require('./flows/audit-flows') as typeof import('./flows/audit-flows');
        return auditFlows(paths, flags, invocation);
      }
      const { format } = flags;
      if (format === 'mermaid' || [flags.enforcer, flags.podCidr, flags.apiServer].some((each) => each !== undefined))
        throw new TemperedError('usage', '--format mermaid, --enforcer, --pod-cidr and --api-server are about the flows: add --flows');
      if (flags.all && !paths.some(isEngine))
        throw new TemperedError('usage', '--all is about the containers of a running engine, and none is named: add docker://');
      const selection = selectionOf(flags);
      const result = await withProgress(invocation, async (step) => {
        step('reading');
        const manifests = await readManifests(paths, invocation, { stopped: flags.all === true });
        step(`judging ${count(manifests.resources.length, 'object')}`);
        return judge(manifests, selection);
      });
      writeReport(result, format, invocation);
      invocation.exit(exitCodeOf(result, flags.failOn));
    });
}

export function addReportOptions(command: Command, formats: readonly [string, ...string[]] = ['text', 'json']): Command {
  return addSelectionOptions(command)
    .option('--format <format>', formats.length > 2 ? 'text or json; mermaid with --flows' : 'text or json', oneOf(formats), 'text')
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
