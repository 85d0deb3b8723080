import { credentialFormat, literalCredential } from '../credential';
import { isObject, type Json, type Path, UNKNOWN } from '../requirement';

/** A list of words that a container runs, and where it stands. */
export interface Words {
  readonly at: Path;
  readonly words: readonly unknown[] | typeof UNKNOWN;
}

const RUN: readonly (readonly string[])[] = [
  ['command'],
  ['args'],
  ...['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) => [probe, 'exec', 'command']),
  ...['postStart', 'preStop'].map((hook) => ['lifecycle', hook, 'exec', 'command']),
];

/** Everything that a container is told to run: command, args, probes and lifecycle hooks. */
export function* wordsOf(container: Json): Generator<Words> {
  for (const at of RUN) {
    const words = at.reduce<unknown>((node, key) => (isObject(node) ? node[key] : node === UNKNOWN ? UNKNOWN : undefined), container);
    if (words === UNKNOWN) yield { at, words: UNKNOWN };
    else if (Array.isArray(words)) yield { at, words };
  }
}

/** `--name value`, `--name=value` and `NAME=value`, in a word or in a script of the shell. */
const GIVEN =
  /(?:^|[\s;&|("'])(?:--?([A-Za-z][\w.-]{1,100})(?:=|[ \t]{1,10})|([A-Za-z_]\w{1,100})=)("[^"]{0,1000}"|'[^']{0,1000}'|[^\s;&|'"]{1,1000})/g;

/** A flag that has its value in the next word. */
const FLAG = /^--?([A-Za-z][\w.-]{1,100})$/;

/** Names a Secret object more often than it holds one: `--tls-secret=web`. */
const NAMES_SECRET = /(?:^|[^a-z])(?:(?!client|app|api|shared|consumer|webhook|oauth|jwt|hmac)[a-z]+[-_.])?secrets?$/i;

/** What the shell works out. */
const COMPUTED = /[`]|^\$|^-/;

/** Why the word at that index holds a credential; undefined where it holds none. */
export function credentialAt(words: readonly unknown[], index: number): string | undefined {
  const word = words[index];
  if (typeof word !== 'string') return undefined;
  const format = credentialFormat(word);
  if (format !== undefined) return `holds ${format}`;
  const [, flag] = FLAG.exec(String(words[index - 1] ?? '')) ?? [];
  if (flag !== undefined && isGiven(flag, word)) return `is what \`--${flag}\` is given`;
  for (const [, option, variable, value = ''] of word.matchAll(GIVEN)) {
    const name = option ?? variable ?? '';
    if (isGiven(name, value.replace(/^(["'])(.*)\1$/s, '$2'))) return `gives \`${name}\` one`;
  }
  return undefined;
}

const NAMED = literalCredential('password', 'x');

function isGiven(name: string, value: string): boolean {
  return !NAMES_SECRET.test(name) && !COMPUTED.test(value) && literalCredential(name, value) === NAMED;
}
