import { Schema, Type } from 'js-yaml';
import { resolvePlainScalar, resolveTaggedScalar } from './scalar';

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

/** js-yaml's rules for scalars and tags, made those of `kubectl` (see `resolvePlainScalar`). */
export const KUBERNETES_SCHEMA = new Schema({
  implicit: [
    // js-yaml knows a merge key by its tag.
    new Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (text: unknown) => text === '<<' }),
    new Type('tag:yaml.org,2002:plain', {
      kind: 'scalar',
      resolve: (text: unknown) => typeof text === 'string' && typeof resolvePlainScalar(text) !== 'string',
      construct: (text: string) => resolvePlainScalar(text),
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
