import type { Command } from 'commander';
import { TemperedError } from '../errors';
import type { AuditResult } from '../reporters/audit-result';
import { count, scorecard } from '../reporters/scorecard';
import { errorLines, textReport } from '../reporters/text';
import { lineBefore, unifiedDiff } from '../sources/yaml';
import { exitCodeOf } from './audit';
import { wantsColor } from './color';
import { type HardenedFile, hardenManifests } from './harden/harden-manifests';
import { manifestStream } from './harden/manifest-stream';
import { remaining } from './harden/remaining';
import { repairReport } from './harden/repair-report';
import { reread } from './harden/reread';
import { writeFiles } from './harden/write-files';
import type { Invocation } from './invocation';
import { judge } from './judge';
import { readManifests } from './manifests';
import { withProgress } from './progress';
import { addSelectionOptions, type SelectionFlags, selectionOf } from './selection';
import { writeChunks } from './write-chunks';

interface HardenFlags extends SelectionFlags {
  readonly write?: true;
  readonly diff?: true;
  readonly override?: true;
}

const HELP = `
Without --write or --diff the hardened manifests go to standard output: one file as it is, several as one stream of
documents, a comment "# Source: FILE" before each. What was changed and what is left goes to standard error.

Comments, key order, quoting and everything that is not about safety stay. Only what is absent is filled in;
--override also changes what somebody wrote.

Exit codes: 0 nothing is left, 1 findings are left for a person, 2 something could not be read or written.

Examples:
  tempered harden k8s/ --diff
  tempered harden compose.yaml --diff
  tempered harden k8s/ --write
  tempered harden deployment.yaml --override > hardened.yaml
  helm template my-chart | tempered harden - | kubectl apply -f -`;

export function defineHarden(command: Command, invocation: Invocation): void {
  addSelectionOptions(command)
    .description('Repairs manifests and Compose files: fills in what is absent, in the text as it is written.')
    .argument('<path...>', 'files, folders, or - for standard input')
    .option('-w, --write', 'write the files in place')
    .option('-d, --diff', 'print what would change, as a unified diff')
    .option('--override', 'also change what somebody wrote')
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], flags: HardenFlags) => hardenPaths(paths, flags, invocation));
}

async function hardenPaths(paths: readonly string[], flags: HardenFlags, invocation: Invocation): Promise<void> {
  checkFlags(paths, flags);
  const { stdout, stderr, env, exit } = invocation;
  const selection = { ...selectionOf(flags), override: flags.override === true };
  const { before, files, result } = await withProgress(invocation, async (step) => {
    step('reading');
    const manifests = await readManifests(paths, invocation);
    step(`hardening ${count(manifests.resources.length, 'object')}`);
    const hardened = hardenManifests(manifests, selection);
    const { files, errors } = flags.write ? writeFiles(hardened) : { files: hardened, errors: [] };
    step('judging the result');
    const after = remaining(judge(reread(manifests, files), selection), files, selection);
    return {
      before: judge({ ...manifests, placeOf: () => NOWHERE }, selection),
      files,
      result: inTextOnDisk({ ...after, errors: [...after.errors, ...errors] }, flags.diff ? files : []),
    };
  });
  if (flags.diff) for (const { name, before: old, after } of files) stdout.write(unifiedDiff(name, old, after));
  else if (!flags.write) stdout.write(manifestStream(files));
  stderr.write(`${repairReport(files)}Before\n${scorecard({ ...before, errors: [] })}\n\n`);
  stderr.write(`${result.findings.length === 0 ? 'After' : 'Left for a person'}\n`);
  writeChunks(stderr, textReport(result, { color: wantsColor(stderr, env) }));
  stderr.write(errorLines(result.errors));
  exit(exitCodeOf(result, 'warn'));
}

/** Beside a diff nothing is written: places are those of the text that is there. */
function inTextOnDisk(result: AuditResult, files: readonly HardenedFile[]): AuditResult {
  const lines = new Map(
    files.filter(({ before, after }) => before !== after).map((file) => [file.name, lineBefore(file.before, file.after)]),
  );
  if (lines.size === 0) return result;
  const onDisk = <P extends { readonly file: string; readonly line: number }>(place: P): P => ({
    ...place,
    line: lines.get(place.file)?.(place.line) ?? place.line,
  });
  return {
    ...result,
    findings: result.findings.map((each) => ({ ...each, place: onDisk(each.place) })),
    waived: result.waived.map((each) => ({ ...each, place: onDisk(each.place) })),
    waiverProblems: result.waiverProblems.map((each) => ({ ...each, place: each.place && onDisk(each.place) })),
    errors: result.errors.map(onDisk),
  };
}

/** Where nobody asks for a line: finding it costs more than the audit. */
const NOWHERE = { file: '', line: 1, column: 1 };

function checkFlags(paths: readonly string[], { write, diff }: HardenFlags): void {
  if (write && diff) throw new TemperedError('usage', '--write and --diff exclude each other; look at the diff first, then write');
  if (write && paths.includes('-'))
    throw new TemperedError('usage', 'standard input cannot be written in place; without --write the result goes to standard output');
}
