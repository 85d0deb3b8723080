import type { IConstruct } from 'constructs';
import { closest } from 'fastest-levenshtein';
import { isObject } from '../../controls/requirement';
import type { TemperedError } from '../../errors';
import { constructError } from './construct-error';

/** What a value must be, in words that follow "must be"; undefined where it is that. Values are never repeated. */
export type Check = (value: unknown) => string | undefined;

/** The parameters of a provider, each with what it must be. The compiler sees to it that none is forgotten. */
export type ParameterTable<Parameters> = {
  readonly [Name in keyof Required<Parameters>]: { readonly required?: boolean; readonly check: Check };
};

/** Where parameters stand: the construct, and the way to them in its options. */
export interface Place {
  readonly scope: IConstruct;
  readonly id: string;
  /** `vault.objects[0]`. */
  readonly at: string;
  /** Code of the error. Default: `invalid-provider-parameter`. */
  readonly code?: string;
}

/** A parameter that a provider would take and we do not, and why. */
export type Refused = Readonly<Record<string, string>>;

export function parameterError({ scope, id, code = 'invalid-provider-parameter' }: Place, wrong: string, hint?: string): TemperedError {
  return constructError(code, scope, id, wrong, hint);
}

/**
 * Checks parameters at run time: the schema of a SecretProviderClass takes any text, and a provider would tell of it only in the
 * events of a pod that does not start.
 *
 * @throws a TemperedError `invalid-provider-parameter` for one that is missing, misspelt or of another form
 */
export function checkParameters<Parameters>(place: Place, given: unknown, table: ParameterTable<Parameters>, refused: Refused = {}): void {
  if (!isObject(given)) throw parameterError(place, `"${place.at}" must be an object`);
  const names = Object.keys(table);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || names.includes(name)) continue;
    const because = refused[name];
    if (because !== undefined) throw parameterError(place, `"${place.at}.${name}" is not taken: ${because}`);
    throw unknownParameter(place, name, closest(name, names));
  }
  for (const [name, { required = false, check }] of Object.entries<{ readonly required?: boolean; readonly check: Check }>(table)) {
    const value: unknown = given[name];
    if (value === undefined && !required) continue;
    if (value === undefined || value === '') throw parameterError(place, `"${place.at}.${name}" is missing`);
    const wanted = check(value);
    if (wanted !== undefined) throw parameterError(place, `"${place.at}.${name}" must be ${wanted}`);
  }
}

/** What is made of letters is repeated, as names of parameters are; anything else may be a value in the wrong place. */
function unknownParameter(place: Place, name: string, nearest: string): TemperedError {
  const shown = /^[A-Za-z]{1,32}$/.test(name) ? `"${place.at}.${name}" is no` : `"${place.at}" has what is no`;
  return parameterError(place, `${shown} parameter of the provider`, `Did you mean "${nearest}"?`);
}

/** Text of one line: the others could not stand in a path, an address or a name. */
export const text: Check = (value) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused.
  typeof value === 'string' && value !== '' && !/[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(value) ? undefined : 'a text of one line';

export const matching =
  (pattern: RegExp, wanted: string): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? undefined : wanted;

export const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value) ? undefined : `one of ${values.map((each) => `"${each}"`).join(', ')}`;

export const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'true or false');

/** A path below the volume; no kubelet lets one out of it. */
export const fileBelow: Check = (value) => {
  if (typeof value !== 'string' || text(value) !== undefined || value.startsWith('/') || value.endsWith('/')) return FILE;
  return value.split('/').some((step) => step === '' || step.startsWith('..') || step === '.') ? FILE : undefined;
};
const FILE = 'the name of a file below the volume, without a leading slash and without ".."';

/** An address under which nobody in between reads along. A user and a password in it would stand in the manifest. */
export const https = matching(/^https:\/\/[^\s/@]+(?:\/\S*)?$/, 'an address that begins with https://, without a user or a password');

export const uuid = matching(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'a UUID');

export const awsRegion = matching(/^[a-z]{2,}(?:-[a-z]+)+-\d+$/, 'a region of AWS such as "eu-central-1"');

/** Where Vault mounts a login or an engine. */
export const vaultMount = matching(/^[^\s/](?:\S*[^\s/])?$/, 'the path of the mount without "auth/" and without slashes around it');

export const object: Check = (value) => (isObject(value) ? undefined : 'an object');

/** A list of at least one; its items are checked one by one. */
export const list: Check = (value) => (Array.isArray(value) && value.length > 0 ? undefined : 'a list of at least one');

/** @throws a TemperedError `invalid-provider-parameter` where two of the files have one name */
export function checkFiles(place: Place, files: readonly string[]): void {
  const second = files.findIndex((file, index) => files.indexOf(file) < index);
  if (second === -1) return;
  const [one, two] = [files.indexOf(files[second] ?? '') + 1, second + 1];
  throw parameterError(place, `the objects ${one} and ${two} are written to one file: give one of them another name`);
}
