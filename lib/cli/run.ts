import { Command, CommanderError } from 'commander';
import { closest } from 'fastest-levenshtein';
import { TemperedError } from '../errors';
import { COMMANDS } from './commands';
import type { ExitCode, Terminal } from './invocation';
import { version } from './version';

const HELP = `
Exit codes: 0 nothing found, 1 findings, 2 something could not be done.

Examples:
  tempered audit k8s/
  helm template my-chart | tempered audit -
  tempered audit compose.yaml Dockerfile
  tempered harden k8s/ --diff
  tempered explain run-as-non-root

\`tempered COMMAND --help\` says more of a command.`;

/**
 * Runs a command line and answers its exit code. It never ends the process.
 *
 * @example
 * ```ts
 * process.exitCode = await run(['audit', 'k8s/'], terminal);
 * ```
 */
export async function run(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = 0;
  const exit = (given: ExitCode): void => {
    code = given;
  };
  try {
    await program(argv, terminal, exit).parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander has said what is wrong
    terminal.stderr.write(`${explain(error)}\n`);
    return 2;
  }
}

/** Only the command that is called is loaded; of the others the program knows name and summary. */
function program(argv: readonly string[], terminal: Terminal, exit: (code: ExitCode) => void): Command {
  const root = quiet(new Command('tempered'), terminal)
    .description('Audits and hardens Kubernetes manifests, Compose files, Dockerfiles and Docker engines.')
    .version(version(), '-V, --version', 'print the version')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', HELP);
  const called = argv.find((word) => !word.startsWith('-') && word !== 'help');
  for (const { name, summary, load } of COMMANDS) {
    const command = quiet(root.command(name).summary(summary), terminal);
    if (name === called) load()(command, { ...terminal, exit });
  }
  root.arguments('[command] [arguments...]').action((name?: string) => {
    if (name === undefined) return root.help({ error: true });
    const names = COMMANDS.map((each) => each.name);
    throw new TemperedError('unknown-command', `there is no command "${name}"; did you mean "${closest(name, names)}"?`, {
      hint: `commands: ${names.join(', ')}`,
    });
  });
  return root;
}

/** Lets commander write where we want, and never end the process. */
function quiet(command: Command, { stdout, stderr, env }: Terminal): Command {
  return command
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      getOutHasColors: () => stdout.isTTY === true && !env.NO_COLOR,
      outputError: (text, write) => write(text.replace(/^error: /, 'tempered: ')),
    })
    .showHelpAfterError(`(\`tempered ${command.name() === 'tempered' ? '' : `${command.name()} `}--help\` shows how it is used)`);
}

/** An error of ours says what to do; those of a file start with its place, so that editors find it. Anything else is a bug, and whoever looks for it needs the stack. */
function explain(error: unknown): string {
  if (TemperedError.is(error))
    return `${FILE_ERRORS.has(error.code) ? '' : 'tempered: '}${error.message}${error.hint === undefined ? '' : `\n  ${error.hint}`}`;
  return `tempered: this is a bug in tempered, please report it\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

const FILE_ERRORS: ReadonlySet<string> = new Set(['invalid-profile', 'invalid-config']);
