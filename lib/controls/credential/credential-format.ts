import type { CredentialFormat } from './format';
import { NOTATION_FORMATS } from './notation-formats';
import { PROVIDER_FORMATS } from './provider-formats';
import { standsForAnother, withoutReferences } from './reference';

/** Characters of a text that are searched: as many as a ConfigMap or Secret can hold (1 MiB). */
export const SEARCHED_CHARACTERS = 1_048_576;

/** Every format, the ones with a maker first: they say more. */
export const CREDENTIAL_FORMATS: readonly CredentialFormat[] = [...PROVIDER_FORMATS, ...NOTATION_FORMATS];

const EVERYWHERE = new Map(CREDENTIAL_FORMATS.map((format) => [format, new RegExp(format.pattern, `g${format.pattern.flags}`)]));

/**
 * The format of the first credential that a text holds, with its article: `a GitHub token`. Undefined where it holds none.
 * References (`${NAME}`, `$(NAME)`, templates) are none; a default (`${NAME:-default}`) is read as if it stood there.
 * Time is linear in the text, of which the first MiB is searched.
 */
export function credentialFormat(text: string): string | undefined {
  const searched = text.length > SEARCHED_CHARACTERS ? text.slice(0, SEARCHED_CHARACTERS) : text;
  const resolved = withoutReferences(searched);
  const unescaped = searched.replaceAll('$$', '$');
  return CREDENTIAL_FORMATS.find((format) => isIn(format, format.dollars === true ? unescaped : resolved))?.name;
}

function isIn(format: CredentialFormat, text: string): boolean {
  if (!text.includes(format.holds)) return false;
  const everywhere = EVERYWHERE.get(format) ?? format.pattern;
  for (const [, secret] of text.matchAll(everywhere)) if (secret === undefined || !standsForAnother(secret)) return true;
  return false;
}
