import { credentialFormat, literalCredential } from '../credential';
import { isObject, type Json, type Path, UNKNOWN } from '../requirement';
import { credentialIn } from './written-credential';

/** A word that a container runs, and where it stands. */
export interface Word {
  readonly word: unknown;
  readonly path: Path;
}

/** Each entry is one command line: what the fields have, one after the other. */
const LINES: readonly (readonly (readonly string[])[])[] = [
  [['command'], ['args']],
  ...['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) => [[probe, 'exec', 'command']]),
  ...['postStart', 'preStop'].map((hook) => [['lifecycle', hook, 'exec', 'command']]),
];

/** The command lines that a container is told to run: command with its args, probes and lifecycle hooks. */
export function linesOf(container: Json): readonly (readonly Word[])[] {
  return LINES.map((fields) =>
    fields.flatMap((path): readonly Word[] => {
      const words = path.reduce<unknown>((node, key) => (isObject(node) ? node[key] : node === UNKNOWN ? UNKNOWN : undefined), container);
      if (words === UNKNOWN) return [{ word: UNKNOWN, path }];
      return Array.isArray(words) ? words.map((word: unknown, index) => ({ word, path: [...path, index] })) : [];
    }),
  );
}

/** `--name value`, `--name=value` and `NAME=value`, in a word or in a script of the shell; `name.of.a.chart=value`. */
const GIVEN =
  /(?:^|[\s;&|("'])(?:--?([A-Za-z][\w.-]{1,100})(?:=|[ \t]{1,10})|([A-Za-z_][\w.]{1,100})=)("[^"]{0,1000}"|'[^']{0,1000}'|[^\s;&|'"]{1,1000})/g;

/** `"password": "…"` and `password: '…'`, in JSON and in programs that stand in a word. */
const QUOTED = /(?:^|[\s{,("'])["']?([A-Za-z_][\w.-]{1,100})["']?[ \t]{0,10}:[ \t]{0,10}(?:"([^"\n]{1,1000})"|'([^'\n]{1,1000})')/g;

/** A flag that has its value in the next word. */
const FLAG = /^--?([A-Za-z][\w.-]{1,100})$/;

/** Names a Secret object more often than it holds one: `--tls-secret=web`, `--set db.existingSecret=web`. */
const NAMES_SECRET = /(?:^|[^a-z])(?:(?!client|app|api|shared|consumer|webhook|oauth|jwt|hmac)[a-z]+[-_.])?secrets?$/i;

/** What the shell works out. */
const COMPUTED = /[`]|^\$|^-|^%[sdq]$|^['"]\$/;

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
    const given = value.replace(/^(["'])(.*)\1$/s, '$2');
    if (isGiven(name, given)) return `gives \`${name}\` one`;
    const inner = option === undefined ? undefined : nameAmong(given);
    if (inner !== undefined) return `gives \`${inner}\` one`;
  }
  const among = nameAmong(word);
  if (among !== undefined) return `gives \`${among}\` one`;
  for (const [, name = '', double, single] of word.matchAll(QUOTED))
    if (isGiven(name, double ?? single ?? '')) return `gives \`${name}\` one`;
  return word.trimEnd().includes('\n') ? credentialIn('', word) : undefined;
}

/** The credential among settings that one option is given: `--set replicas=2,db.password=…`, `--env PASSWORD=…`. */
function nameAmong(text: string): string | undefined {
  if (/[\s;&|]/.test(text)) return undefined;
  for (const each of text.split(',')) {
    const [, name = '', value = ''] = /^([A-Za-z_][\w.-]{1,100})=(.*)$/s.exec(each) ?? [];
    if (isGiven(name, value)) return name;
  }
  return undefined;
}

const NAMED = literalCredential('password', 'x');

function isGiven(name: string, value: string): boolean {
  return !NAMES_SECRET.test(name.replace(/[a-z](?=[A-Z])/g, '$&-')) && !COMPUTED.test(value) && literalCredential(name, value) === NAMED;
}
