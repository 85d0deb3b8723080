import { Schema, Type } from 'js-yaml';
import type { Dialect } from './document';
import { type PlainScalar, resolveComposeScalar, resolvePlainScalar, resolveTaggedScalar } from './scalar';

const STANDARD_TAGS = ['str', 'int', 'float', 'bool', 'null', 'binary', 'timestamp'].map((name) => `tag:yaml.org,2002:${name}`);

/** Tags that say nothing to `kubectl`: the content stands as it is written. */
function ignoredTags(prefix: string): Type[] {
  return [
    new Type(prefix, { kind: 'scalar', multi: true, construct: (text: unknown) => text ?? '' }),
    new Type(prefix, { kind: 'sequence', multi: true, construct: (list: unknown) => list ?? [] }),
    new Type(prefix, { kind: 'mapping', multi: true, construct: (mapping: unknown) => mapping ?? {} }),
  ];
}

function resolves(tag: string, text: string): boolean {
  try {
    resolveTaggedScalar(tag, text);
    return true;
  } catch {
    return false;
  }
}

/** js-yaml's rules for scalars and tags, with plain scalars read by other rules than its own. */
function schema(resolvePlain: (text: string) => PlainScalar): Schema {
  return new Schema({
    implicit: [
      // js-yaml knows a merge key by its tag.
      new Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (text: unknown) => text === '<<' }),
      new Type('tag:yaml.org,2002:plain', {
        kind: 'scalar',
        resolve: (text: unknown) => typeof text === 'string' && typeof resolvePlain(text) !== 'string',
        construct: (text: string) => resolvePlain(text),
      }),
    ],
    explicit: [
      ...STANDARD_TAGS.map(
        (tag) =>
          new Type(tag, {
            kind: 'scalar',
            resolve: (text: string | null) => resolves(tag, text ?? ''),
            construct: (text: string | null) => resolveTaggedScalar(tag, text ?? ''),
          }),
      ),
      ...ignoredTags('!'),
      ...ignoredTags('tag:'),
    ],
  });
}

const SCHEMAS: Readonly<Record<Dialect, Schema>> = { kubectl: schema(resolvePlainScalar), compose: schema(resolveComposeScalar) };

/** How js-yaml reads what is written for `kubectl`, or for Docker's programs. */
export function schemaOf(dialect: Dialect = 'kubectl'): Schema {
  return SCHEMAS[dialect];
}
