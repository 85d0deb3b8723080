import { credentialFormat, literalCredential } from '../credential';
import { ELSEWHERE, standsForAnother, withoutReferences } from '../credential/reference';
import type { Emit, Path } from '../requirement';

/** Reports a credential; the value is never repeated. */
export function emitCredential(path: Path, reason: string, expected: string, instructions: string, emit: Emit): void {
  const fix = { op: 'manual', instructions } as const;
  emit({ verdict: 'fail', path, actual: '(not shown)', expected: `${expected}; this value ${reason}`, fix });
}

/** Why CEL cannot say what a credential is. */
export const NO_CEL = {
  impossible:
    'Whether a value is a credential is told by its name word by word, without its references, by some seventy formats and by its randomness: more than one expression of an API server may cost.',
};

/** `name: value` and `name=value`, as files of settings have them; quotes are left out. */
const SETTING = /^\s*(?:export\s+|-\s+)?["']?([\w.-]{1,200})["']?\s*[:=]\s*(.*?)\s*,?\s*$/;

/** A name that speaks of a Secret object, not of the credential: `secret: web-tls`. */
const NAMES_SECRET = /(?:^|[^a-z])secrets?$/i;

/** What a program works out when it reads the line. */
const COMPUTED = /\$\(|`|^\$|[{}[\]()]|^[|>&*!]/;

/** Why a text that may be a whole file holds a credential; undefined where it holds none. */
export function credentialIn(name: string, text: string): string | undefined {
  if (!text.trimEnd().includes('\n')) return literalCredential(name, text);
  const format = credentialFormat(text);
  if (format !== undefined) return `holds ${format}`;
  for (const line of text.split('\n')) {
    const [, key, written = ''] = line.length > 2_000 ? [] : (SETTING.exec(line) ?? []);
    if (key === undefined || NAMES_SECRET.test(key)) continue;
    const value = unquoted(written);
    if (COMPUTED.test(value) || literalCredential(key, value) !== NAMED) continue;
    return `holds one, written out as \`${key}\``;
  }
  return undefined;
}

/** What literalCredential answers where the name decides. Randomness alone says too little of a line in a file. */
const NAMED = literalCredential('password', 'x');

function unquoted(text: string): string {
  const [, , inner] = /^(["'])(.*?)\1/.exec(text) ?? [];
  return inner ?? text.replace(/\s#.*$/, '').trim();
}

/** Whether a text is a value at all: not empty, no reference and no placeholder that something fills in. */
export function isValue(text: string): boolean {
  if (credentialFormat(text) !== undefined) return true; // hashes of passwords have `$` in them that is no reference
  const written = withoutReferences(text).trim();
  return written !== '' && !written.includes(ELSEWHERE) && !standsForAnother(written);
}

/** The text of base64; undefined where it is none, or no text. */
export function decoded(base64: string): string | undefined {
  const compact = base64.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return undefined;
  const text = Buffer.from(compact, 'base64').toString('utf8');
  return text.includes('\uFFFD') ? undefined : text;
}
