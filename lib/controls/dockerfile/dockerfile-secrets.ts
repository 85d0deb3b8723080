import { control } from '../control';
import { credentialFormat, literalCredential } from '../credential';
import { nameMeaning } from '../credential/credential-name';
import { type Complaint, commandPath, everyInstruction } from './dockerfile-rule';
import { dockerfile } from './example';
import { argumentsOf } from './reading/arguments';
import { copyOf } from './reading/copies';
import { pairsOf } from './reading/pairs';
import type { PlacedInstruction } from './reading/stages';
import { holdsCredentials } from './secret-files';
import { hasNetrcPassword, passwordOption } from './shell/command-passwords';
import { programOf } from './shell/program';
import { commandsOf, type InstructionCommand } from './shell/scripts';

const EXPECTED = 'given at run time, or to the one RUN that needs it by `--mount=type=secret`';
const FIX =
  'Take it out, and take the credential out of use: it stands in every image that was built. Give it to a build by `RUN --mount=type=secret,id=NAME` and to a container when it starts.';

/** What is wrong is said; the value is not. */
function complaint(path: Complaint['path'], actual: string): Complaint {
  return { path, actual, expected: EXPECTED, fix: FIX };
}

function variables({ instruction, path }: PlacedInstruction, escapeChar: string): readonly Complaint[] {
  return pairsOf(instruction.keyword, argumentsOf(instruction).body, escapeChar).flatMap(({ name, value }, index) => {
    const named = nameMeaning(name) === 'credential';
    // A reference is filled in by the build: then the value stands in the image. An ARG without default is asked for one.
    const filled = named && (value === undefined ? instruction.keyword === 'ARG' : value.includes('$'));
    if (!filled && !isCredential(name, value)) return [];
    return [complaint([...path, 'pairs', index], `${instruction.keyword} ${name}`)];
  });
}

/** What a command gives is no value that stands here: `$(cat /run/secrets/token)` becomes a variable. */
function withoutSubstitutions(text: string): string {
  return text.includes('$(') || text.includes('`') ? text.replace(/\$\([^()]*\)|`[^`]*`/g, '$SUBSTITUTED') : text;
}

/** The format of a credential in a text. */
function formatIn(text: string): string | undefined {
  return credentialFormat(withoutSubstitutions(text));
}

/** Randomness alone is no reason: digests of downloads are as random as keys. */
function isCredential(name: string, value: string | undefined): boolean {
  if (value === undefined) return false;
  return nameMeaning(name) === 'open' ? formatIn(value) !== undefined : literalCredential(name, withoutSubstitutions(value)) !== undefined;
}

/** An option that is on or off, so that what follows is no value of it: `adduser --disabled-password app`. */
const SWITCH = /^(no|non|without|disabled?|empty|skip|ask|prompt|generate|random|require|allow|show|hide|delete|remove|reset)-/;

/** `export TOKEN=…`, `TOKEN=… command`, `--password=…`, `--token …`, `login -p …`, `npm config set …:_authToken …`. */
function commandCredential(command: InstructionCommand, all: readonly InstructionCommand[]): string | undefined {
  const { args, name } = programOf(command);
  const sets = /^(export|declare|typeset|readonly|local|set|setx)$/.test(name) ? args : [];
  for (const { value } of [...command.assignments, ...sets, ...command.words.filter((word) => /^[A-Za-z_]\w*=/.test(word.value))]) {
    const equals = value.indexOf('=');
    if (equals > 0 && isCredential(value.slice(0, equals), value.slice(equals + 1))) return value.slice(0, equals);
  }
  for (const [index, { value }] of args.entries()) {
    const [, option, joined] = /^--([A-Za-z][\w-]*)(?:=(.*))?$/s.exec(value) ?? [];
    if (option === undefined || nameMeaning(option) !== 'credential') continue;
    const given = joined ?? (SWITCH.test(option) ? undefined : args[index + 1]?.value);
    if (given !== undefined && !given.startsWith('-') && literalCredential(option, withoutSubstitutions(given)) !== undefined)
      return `--${option}`;
  }
  const set = args.findIndex(({ value }, index) => value === 'set' && args[index - 1]?.value === 'config');
  const [setting = '', value = ''] = set < 0 ? [] : args.slice(set + 1).map((each) => each.value);
  if (nameMeaning(setting) === 'credential' && isCredential(setting, value)) return `${name} config set`;
  return passwordOption(command, all) ?? (command.words.some((each) => formatIn(each.value) !== undefined) ? name : undefined);
}

/** `NAME=value` and `name: value` of a file that is written here. */
function settings(content: string): readonly (readonly [string, string])[] {
  return content.split('\n').flatMap((line) => {
    const [, name, value] = /^\s*(?:export\s+)?"?([A-Za-z_][\w.-]*)"?\s*[=:]\s*(\S.*?)\s*$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value.replace(/^(["'])(.*)\1,?$/, '$2')] as const];
  });
}

function texts({ instruction, path }: PlacedInstruction): readonly Complaint[] {
  const { text, heredocs = [], keyword } = instruction;
  // What a shell runs is read as commands.
  const isFile = keyword === 'COPY' || keyword === 'ADD';
  const found = [
    ...(formatIn(text) === undefined && !hasNetrcPassword(text) ? [] : [complaint([...path, 'text'], `a credential in ${keyword}`)]),
    ...heredocs.flatMap(({ content }, index) =>
      credentialFormat(content) === undefined &&
      !hasNetrcPassword(content) &&
      !(isFile && settings(content).some(([name, value]) => isCredential(name, value)))
        ? []
        : [complaint([...path, 'heredocs', index, 'content'], 'a credential in a here-document')],
    ),
  ];
  return found;
}

export const dockerfileSecrets = control({
  id: 'dockerfile-secrets',
  family: 'dockerfile',
  title: 'Bake no secrets into images',
  severity: 'critical',
  why: 'Whoever can pull the image reads its environment, its history and every layer, also what a later layer removes.',
  references: { cisDocker: ['4.10'] },
  counterparts: { trivy: ['DS-0031'], dockerBench: ['4.10'], hadolint: ['DL3064'] },
  notes:
    'All stages are judged: an ARG stands in the history of its stage, and layers of a build stage in its cache. What `RUN --mount=type=secret` mounts is in no layer.',
  require: everyInstruction(
    'in every instruction, no credential: by name in ENV and ARG, by value anywhere, by file in COPY and ADD',
    (placed, file) => {
      const { instruction, path } = placed;
      if (instruction.keyword === 'ENV' || instruction.keyword === 'ARG') return variables(placed, file.escape);
      const copy = copyOf(instruction);
      if (copy !== undefined && copy.from === undefined) {
        const files = copy.sources.flatMap((source, index) =>
          holdsCredentials(source) ? [complaint([...path, ...(copy.worded ? ['words', index] : ['text'])], source)] : [],
        );
        if (files.length > 0) return files;
      }
      const all = commandsOf(instruction);
      const commands = all.flatMap((command) => {
        const actual = commandCredential(command, all);
        return actual === undefined ? [] : [complaint(commandPath(placed, command), `${instruction.keyword} with ${actual}`)];
      });
      return commands.length > 0 ? commands : texts(placed);
    },
  ),
  examples: {
    pass: [
      {
        because: 'the secret is in no layer',
        object: dockerfile('FROM node:22', 'RUN --mount=type=secret,id=npm,target=/root/.npmrc npm ci'),
      },
      {
        because: 'it names a file, and an empty value',
        object: dockerfile('FROM postgres:17', 'ENV POSTGRES_PASSWORD_FILE=/run/secrets/password', 'ENV API_TOKEN='),
      },
      { because: 'the account has no password', object: dockerfile('FROM alpine:3.20', 'RUN adduser --disabled-password app') },
      {
        because: 'certificates are public',
        object: dockerfile('FROM alpine:3.20', 'COPY ca.pem fullchain.pem apt-signing.key /usr/local/share/'),
      },
      { because: 'the password is asked for at run time', object: dockerfile('FROM alpine:3.20', 'RUN docker login -u ci -p "$PASSWORD"') },
      { because: 'a public key is public', object: dockerfile('FROM alpine:3.20', 'COPY id_rsa.pub .env.example /app/') },
    ],
    fail: [
      { because: 'the environment is part of the image', object: dockerfile('FROM postgres:17', 'ENV POSTGRES_PASSWORD=example') },
      { because: 'the argument stands in the history', object: dockerfile('FROM node:22', 'ARG NPM_TOKEN', 'RUN npm ci') },
      { because: 'the build fills it in', object: dockerfile('FROM node:22', 'ARG VALUE', 'ENV NPM_TOKEN=$VALUE') },
      { because: 'the key is copied', object: dockerfile('FROM alpine:3.20', 'COPY id_rsa /root/.ssh/id_rsa') },
      { because: 'the file of the environment is copied', object: dockerfile('FROM node:22', 'COPY package.json .env ./') },
      { because: 'build stages count', object: dockerfile('FROM node:22 AS build', 'ENV DB_PASSWORD=example', 'FROM node:22') },
      { because: 'the key of the server is copied', object: dockerfile('FROM alpine:3.20', 'COPY server.key /etc/tls/') },
      { because: 'the option has a short name', object: dockerfile('FROM alpine:3.20', 'RUN docker login -u ci -p example') },
      { because: 'the check has it', object: dockerfile('FROM alpine:3.20', 'HEALTHCHECK CMD curl -u admin:example http://localhost') },
      {
        because: 'the file of logins has it',
        object: dockerfile('FROM alpine:3.20', 'RUN echo "machine git.example login ci password example" > /root/.netrc'),
      },
      { because: 'the command has it', object: dockerfile('FROM alpine:3.20', 'RUN deploy --password=example') },
    ],
  },
});
