import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../lib/controls/requirement';

const folder = join(__dirname, '../fixtures/crds');

/** What an API server sees to before it looks at the schema of a custom resource. */
const OF_EVERY_OBJECT = new Set(['apiVersion', 'kind', 'metadata']);

/**
 * What is wrong with a custom resource under the schema of its kind: `spec.issuerRef.name: is required`. Stricter than an API server
 * in one thing: a field that the schema does not know is an error, where a server may drop it in silence.
 *
 * @throws where there is no schema of that kind and version in test/fixtures/crds
 */
export function schemaErrors(object: Json): string[] {
  const [group = '', version = ''] = String(object.apiVersion).split('/');
  const file = join(folder, group, `${String(object.kind).toLowerCase()}_${version}.json`);
  if (!existsSync(file)) throw new Error(`no schema of ${object.apiVersion} ${object.kind} in ${folder}`);
  const schema: Json = JSON.parse(readFileSync(file, 'utf8'));
  const errors: string[] = [];
  for (const field of Object.keys(object)) {
    if (OF_EVERY_OBJECT.has(field)) continue;
    const known: Json | undefined = schema.properties?.[field];
    if (known === undefined) errors.push(`${field}: is unknown`);
    else judge(object[field], known, field, errors);
  }
  for (const field of schema.required ?? []) if (object[field] === undefined) errors.push(`${field}: is required`);
  return errors;
}

/** Whether the value is of the type, as JSON Schema has them. */
const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  array: (value) => Array.isArray(value),
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
};

function judge(value: unknown, schema: Json, at: string, errors: string[]): void {
  const wrong = (what: string): void => {
    errors.push(`${at}: ${what}`);
  };
  if (value === null) {
    if (schema.nullable !== true) wrong('must not be null');
    return;
  }
  if (schema['x-kubernetes-int-or-string'] === true) {
    if (!Number.isInteger(value) && typeof value !== 'string') wrong('must be an integer or a string');
  } else if (schema.type !== undefined && TYPES[schema.type]?.(value) !== true) {
    wrong(`must be of type ${schema.type}`);
    return;
  }
  if (schema.enum !== undefined && !schema.enum.includes(value)) wrong(`must be one of ${schema.enum.join(', ')}`);
  if (typeof value === 'string') within(value.length, schema.minLength, schema.maxLength, 'characters', wrong);
  if (typeof value === 'string' && schema.pattern !== undefined && !new RegExp(schema.pattern).test(value))
    wrong(`must match ${schema.pattern}`);
  if (typeof value === 'number') within(value, schema.minimum, schema.maximum, 'in value', wrong);
  if (Array.isArray(value)) judgeList(value, schema, at, errors, wrong);
  else if (typeof value === 'object') judgeObject(Object.entries(value), schema, at, errors, wrong);
  combine(value, schema, at, wrong);
}

function judgeList(list: readonly unknown[], schema: Json, at: string, errors: string[], wrong: (what: string) => void): void {
  within(list.length, schema.minItems, schema.maxItems, 'items', wrong);
  const keys: readonly string[] = schema['x-kubernetes-list-map-keys'] ?? [];
  const identities = list.map((item) => JSON.stringify(keys.length === 0 ? item : keys.map((key) => Object(item)[key])));
  if (['set', 'map'].includes(schema['x-kubernetes-list-type']) && new Set(identities).size < list.length) wrong('has an item twice');
  if (schema.items === undefined) return;
  for (const [index, item] of list.entries()) judge(item, schema.items, `${at}[${index}]`, errors);
}

function judgeObject(
  entries: readonly (readonly [string, unknown])[],
  schema: Json,
  at: string,
  errors: string[],
  wrong: (what: string) => void,
): void {
  within(entries.length, schema.minProperties, schema.maxProperties, 'properties', wrong);
  const present = new Set(entries.flatMap(([key, value]) => (value === undefined ? [] : [key])));
  for (const key of schema.required ?? []) if (!present.has(key)) errors.push(`${at}.${key}: is required`);
  const others: unknown = schema.additionalProperties;
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true || (schema.properties === undefined && others !== false);
  for (const [key, value] of entries) {
    if (value === undefined) continue;
    const known: Json | undefined = schema.properties?.[key] ?? (typeof others === 'object' ? others : undefined);
    if (known !== undefined && known !== null) judge(value, known, `${at}.${key}`, errors);
    else if (!open && others !== true) errors.push(`${at}.${key}: is unknown`);
  }
}

/** In a structural schema these only forbid: what a field is stands outside, so that here nothing is unknown. */
function combine(value: unknown, schema: Json, at: string, wrong: (what: string) => void): void {
  const holds = (part: Json): boolean => {
    const errors: string[] = [];
    judge(value, { ...part, 'x-kubernetes-preserve-unknown-fields': true }, at, errors);
    return errors.length === 0;
  };
  if (schema.not !== undefined && holds(schema.not)) wrong('is what must not be');
  if (schema.allOf !== undefined && !schema.allOf.every(holds)) wrong('must hold all of allOf');
  if (schema.anyOf !== undefined && !schema.anyOf.some(holds)) wrong('must hold one of anyOf');
  if (schema.oneOf !== undefined && schema.oneOf.filter(holds).length !== 1) wrong('must hold exactly one of oneOf');
}

function within(size: number, least: number | undefined, most: number | undefined, what: string, wrong: (what: string) => void): void {
  if (least !== undefined && size < least) wrong(`must have at least ${least} ${what}`);
  if (most !== undefined && size > most) wrong(`must have at most ${most} ${what}`);
}
