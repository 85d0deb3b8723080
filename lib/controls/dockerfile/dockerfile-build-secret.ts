import { control } from '../control';
import { isCredentialName } from '../credential';
import { everyCommandIn } from './dockerfile-rule';
import { dockerfile } from './example';
import { argumentsOf, flagValues } from './reading/arguments';
import type { ShellCommand } from './shell/command';
import { programOf } from './shell/program';
import { runSummary } from './shell/run-summary';
import type { InstructionCommand } from './shell/scripts';

/** Where a `RUN` has secrets: paths and variables of its mounts. */
interface Mounted {
  readonly paths: readonly string[];
  readonly variables: readonly string[];
}

function mountedSecrets(mounts: readonly string[]): Mounted {
  const paths: string[] = [];
  const variables: string[] = [];
  for (const mount of mounts) {
    const fields = new Map(mount.split(',').map((field) => field.split('=', 2) as [string, string | undefined]));
    if (fields.get('type') !== 'secret') continue;
    const target = fields.get('target') ?? fields.get('dst') ?? fields.get('destination');
    const id = fields.get('id') ?? target?.slice(target.lastIndexOf('/') + 1);
    const env = fields.get('env');
    if (env !== undefined) variables.push(env);
    if (target !== undefined) paths.push(target.startsWith('/') ? target : `/run/secrets/${target}`);
    else if (env === undefined && id !== undefined) paths.push(`/run/secrets/${id}`);
  }
  return { paths, variables };
}

/** Files that end with the RUN, or are none. */
const NO_FILE = /^(\/dev\/|\/proc\/|&|\d+$)/;

function writtenTo(command: ShellCommand): string | undefined {
  const file = command.redirects.find(({ operator, target }) => /^>/.test(operator) && !NO_FILE.test(target))?.target;
  if (file !== undefined) return file;
  const { name, args } = programOf(command);
  const operands = args.filter(({ value }) => !value.startsWith('-')).map(({ value }) => value);
  if (name === 'tee') return operands[0];
  return /^(cp|mv|install|ln)$/.test(name) && operands.length > 1 ? operands.at(-1) : undefined;
}

function names(text: string, { paths, variables }: Mounted): boolean {
  if (paths.some((path) => text.includes(path))) return true;
  const named = text.match(/\$\{?([A-Za-z_]\w*)/g) ?? [];
  return named.some((each) => {
    const name = each.replace(/^\$\{?/, '');
    return variables.includes(name) || isCredentialName(name);
  });
}

/** Programs that repeat what they are given. */
const REPEATS = /^(echo|printf|cat|tee|cp|mv|install|ln|envsubst|base64|tr|sed)$/;

function saysSecret(command: ShellCommand, inner: readonly ShellCommand[], secrets: Mounted): boolean {
  const texts = [...command.words, ...command.assignments].map(({ value }) => value);
  if (
    REPEATS.test(programOf(command).name) &&
    (texts.some((text) => names(text, secrets)) ||
      command.redirects.some(({ operator, target }) => operator === '<' && names(target, secrets)))
  )
    return true;
  if (command.stdin !== undefined && names(command.stdin, secrets)) return true;
  // `echo "token=$(cat /run/secrets/token)"`
  return inner.some(({ words }) => words.some(({ value }) => names(value, secrets)));
}

export const dockerfileBuildSecret = control({
  id: 'dockerfile-build-secret',
  family: 'dockerfile',
  title: 'Write no build secret into a layer',
  severity: 'high',
  why: 'A mounted secret is in no layer until a command copies it into a file: from then on everybody who can pull the image has it.',
  references: { docker: 'https://docs.docker.com/build/building/secrets/' },
  counterparts: {},
  notes: 'A file that the same RUN removes again passes. What a program of its own writes is not seen.',
  require: everyCommandIn('in every RUN, no secret written to a file that stays', () => {
    let last: { readonly all: readonly InstructionCommand[]; readonly inner: ReadonlyMap<number, readonly ShellCommand[]> } | undefined;
    return (command, all, { instruction }) => {
      const file = writtenTo(command);
      if (file === undefined) return undefined;
      if (last?.all !== all) {
        const inner = new Map<number, ShellCommand[]>();
        for (const each of all)
          if (each.within?.by === 'text') inner.set(each.within.command, [...(inner.get(each.within.command) ?? []), each]);
        last = { all, inner };
      }
      const secrets = mountedSecrets(flagValues(argumentsOf(instruction), 'mount'));
      const sources = [command, ...command.reads.flatMap((index) => all[index] ?? [])];
      if (!sources.some((each) => saysSecret(each, last?.inner.get((each as InstructionCommand).index) ?? [], secrets))) return undefined;
      if (
        runSummary(all)
          .removed.split('\n')
          .some((gone) => gone !== '' && (gone === file || file.startsWith(`${gone}/`)))
      )
        return undefined;
      return {
        actual: 'a secret written to a file',
        expected: 'a secret that stays in its mount',
        instructions:
          'Mount it where the program reads it (`--mount=type=secret,id=npm,target=/root/.npmrc`), or remove the file in the same RUN.',
      };
    };
  }),
  examples: {
    pass: [
      {
        because: 'the secret stays in its mount',
        object: dockerfile('FROM node:22', 'RUN --mount=type=secret,id=npm,target=/root/.npmrc npm ci'),
      },
      {
        because: 'the same layer removes the file',
        object: dockerfile(
          'FROM node:22',
          'RUN --mount=type=secret,id=npm echo "token=$(cat /run/secrets/npm)" > .npmrc && npm ci && rm -f .npmrc',
        ),
      },
    ],
    fail: [
      {
        because: 'the secret is copied',
        object: dockerfile('FROM node:22', 'RUN --mount=type=secret,id=npm cp /run/secrets/npm /root/.npmrc && npm ci'),
      },
      {
        because: 'it is written by a redirection',
        object: dockerfile('FROM node:22', 'RUN --mount=type=secret,id=npm cat /run/secrets/npm > /root/.npmrc'),
      },
      {
        because: 'a variable holds it',
        object: dockerfile('FROM node:22', 'RUN --mount=type=secret,id=npm,env=REGISTRY_KEY echo "_authToken=$REGISTRY_KEY" > .npmrc'),
      },
      {
        because: 'an argument holds it',
        object: dockerfile('FROM node:22', 'RUN echo "//registry.example/:_authToken=$NPM_TOKEN" >> .npmrc && npm ci'),
      },
    ],
  },
});
