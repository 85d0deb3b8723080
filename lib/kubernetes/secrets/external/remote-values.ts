import type { Construct } from 'constructs';
import { constructError } from '../construct-error';
import { type ExactlyOne, givenOf } from '../exactly-one';
import { checkParameters, object, oneOf, type ParameterTable, text } from '../parameter-table';

/** How values of a store are read. */
export interface Decoding {
  /**
   * What the value is encoded in. `Auto` takes for base64 whatever looks like it.
   *
   * @default 'None'
   */
  readonly decodingStrategy?: 'None' | 'Base64' | 'Base64URL' | 'Auto';
  /**
   * What becomes of characters in names that a key of a Secret cannot have: `_`, or their number (`_U0020_`), by which no two names
   * become one.
   *
   * @default 'Default'
   */
  readonly conversionStrategy?: 'Default' | 'Unicode';
}

/** Where in the store a value is. */
export interface RemoteValue extends Decoding {
  /** Name or path of the secret in the store. */
  readonly key: string;
  /** @default - the whole secret */
  readonly property?: string;
  /** @default - the newest, so that rotation arrives */
  readonly version?: string;
  /**
   * What is read: the value, or the tags and metadata beside it (`Fetch`).
   *
   * @default 'None' - the value
   */
  readonly metadataPolicy?: 'None' | 'Fetch';
}

/** Which secrets of the store are meant. At least one of the three. */
export interface FoundSecrets extends Decoding {
  /** A regular expression that their names match. */
  readonly name?: { readonly regexp: string };
  /** What their names begin with; not every provider has it. */
  readonly path?: string;
  /** Their tags. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A generator, which makes values rather than reading them: passwords, tokens of registries and clouds. */
export interface GeneratorReference {
  /** Its kind. */
  readonly kind:
    | 'ACRAccessToken'
    | 'ClusterGenerator'
    | 'ECRAuthorizationToken'
    | 'GCRAccessToken'
    | 'GithubAccessToken'
    | 'Grafana'
    | 'Password'
    | 'QuayAccessToken'
    | 'SSHKey'
    | 'STSSessionToken'
    | 'UUID'
    | 'VaultDynamicSecret'
    | 'Webhook';
  /** Its name. */
  readonly name: string;
}

/** A change of keys, one after the other. */
export type KeyRewrite = ExactlyOne<{
  /** What matches `source` becomes `target`, in the words of Go's regexp. */
  regexp: { readonly source: string; readonly target: string };
  /** A template that gets the key as `.value`. */
  transform: { readonly template: string };
}>;

interface Rewritten {
  /**
   * Changes of the keys that come out.
   *
   * @default - the keys as the store has them
   */
  readonly rewrite?: readonly KeyRewrite[];
}

/** What a generator makes. */
export type GeneratedValues = Rewritten & {
  readonly generator: GeneratorReference;
  readonly extract?: undefined;
  readonly find?: undefined;
};

/** Many keys at once: their names are known in the cluster only. */
export type RemoteValues =
  | (Rewritten & {
      /** Every property of one secret: a JSON object of names and values. */
      readonly extract: RemoteValue;
      readonly find?: undefined;
      readonly generator?: undefined;
    })
  | (Rewritten & {
      /** Every secret that is found. Whatever is added there later comes, too. */
      readonly find: FoundSecrets;
      readonly extract?: undefined;
      readonly generator?: undefined;
    })
  | GeneratedValues;

const DECODING: ParameterTable<Decoding> = {
  decodingStrategy: { check: oneOf('None', 'Base64', 'Base64URL', 'Auto') },
  conversionStrategy: { check: oneOf('Default', 'Unicode') },
};
const VALUE: ParameterTable<RemoteValue> = {
  key: { required: true, check: text },
  property: { check: text },
  version: { check: text },
  metadataPolicy: { check: oneOf('None', 'Fetch') },
  ...DECODING,
};
const FOUND: ParameterTable<FoundSecrets> = { name: { check: object }, path: { check: text }, tags: { check: object }, ...DECODING };
const GENERATOR: ParameterTable<GeneratorReference> = { kind: { required: true, check: text }, name: { required: true, check: text } };

/**
 * The types ask for all this; JavaScript, and objects that were spread together, do not.
 *
 * @throws a TemperedError `invalid-remote-values`
 */
export function checkRemoteValues(
  scope: Construct,
  id: string,
  data: Readonly<Record<string, RemoteValue>>,
  all: readonly RemoteValues[],
): void {
  const place = (at: string) => ({ scope, id, at, code: 'invalid-remote-values' });
  for (const [key, value] of Object.entries(data)) checkParameters(place(`data.${key}`), value, VALUE);
  for (const [index, values] of all.entries()) {
    const at = `dataFrom[${index}]`;
    const fail = (wrong: string) => constructError('invalid-remote-values', scope, id, `"${at}" ${wrong}`);
    if (givenOf(values, ['extract', 'find', 'generator']).length !== 1) throw fail('has one of "extract", "find" and "generator"');
    if (values.extract !== undefined) checkParameters(place(`${at}.extract`), values.extract, VALUE);
    if (values.generator !== undefined) checkParameters(place(`${at}.generator`), values.generator, GENERATOR);
    if (values.find === undefined) continue;
    checkParameters(place(`${at}.find`), values.find, FOUND);
    if (givenOf(values.find, ['name', 'path', 'tags']).length === 0)
      throw fail('finds every secret of the store: say which by "name", "path" or "tags"');
  }
}

/** In the words of External Secrets. */
export function remoteValuesSpec({ generator, ...values }: RemoteValues): object {
  return generator === undefined ? values : { ...values, sourceRef: { generatorRef: generatorSpec(generator) } };
}

/** A reference to a generator, in the words of External Secrets. */
export function generatorSpec({ kind, name }: GeneratorReference): object {
  return { apiVersion: 'generators.external-secrets.io/v1alpha1', kind, name };
}
