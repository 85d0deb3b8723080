import { type EncryptionKey, type EncryptionProvider, IDENTITY, invalid, nameOfKey, providerOf, storedPrefix } from './encryption-key';

/** What is encrypted. */
export interface EncryptionOptions {
  /**
   * Resources by their plural, those outside of the core with their group: `secrets`, `certificates.cert-manager.io`.
   *
   * @default ['secrets']
   */
  readonly resources?: readonly [string, ...string[]];
}

/** The file that API servers are started with (`--encryption-provider-config`), with placeholders for keys. */
export interface EncryptionConfiguration {
  readonly apiVersion: 'apiserver.config.k8s.io/v1';
  readonly kind: 'EncryptionConfiguration';
  readonly resources: readonly [{ readonly resources: readonly string[]; readonly providers: readonly EncryptionProvider[] }];
}

/** One step on the way to another key. The next one begins when it is done on every control plane node. */
export interface EncryptionStep {
  /** `read-new`: what it does. */
  readonly name: 'encrypt' | 'read-new' | 'write-new' | 'rewrite' | 'forget-old' | 'forget-plain';
  /** What every API server is started with from here on; undefined where that stays as it is. */
  readonly configuration?: EncryptionConfiguration;
  /** How a value that is written in this step begins in etcd. */
  readonly storedAs: string;
  /** What a person does. */
  readonly instructions: string;
}

const RESTART = 'Put it on every control plane node and restart every API server, one after the other, before the next step.';

/**
 * What API servers are started with where everything is encrypted with one key already, such as in a new cluster.
 *
 * @throws a TemperedError `invalid-encryption`
 */
export function encryptionWith(key: EncryptionKey, options: EncryptionOptions = {}): EncryptionConfiguration {
  return configuration([providerOf(key)], options);
}

/**
 * The way from a cluster that stores in plain to one that encrypts, and in the end reads nothing else.
 *
 * @throws a TemperedError `invalid-encryption`
 *
 * @example
 * ```ts
 * writeEncryptionSteps('encryption', turnOnEncryption({ secretbox: 'key-2026-11' }));
 * ```
 */
export function turnOnEncryption(key: EncryptionKey, options: EncryptionOptions = {}): readonly EncryptionStep[] {
  const storedAs = storedPrefix(key);
  return [
    {
      name: 'encrypt',
      configuration: configuration([providerOf(key), IDENTITY], options),
      storedAs,
      instructions: `What is written from here on is encrypted; what is there is still read. ${RESTART} An API server that has not been restarted yet cannot read what another one has encrypted: do it when nobody deploys.`,
    },
    rewrite(storedAs, options),
    {
      name: 'forget-plain',
      configuration: encryptionWith(key, options),
      storedAs,
      instructions: `Whoever writes into etcd past the API servers is not believed any more. ${RESTART}`,
    },
  ];
}

/**
 * The way from one key to another, of the same kind or not. No API server ever meets what it cannot read: all of them know the new key
 * before one of them writes with it, and forget the old one when nothing is left of it.
 *
 * @throws a TemperedError `invalid-encryption`
 */
export function rotateEncryption(from: EncryptionKey, to: EncryptionKey, options: EncryptionOptions = {}): readonly EncryptionStep[] {
  if (storedPrefix(from) === storedPrefix(to))
    throw invalid(
      'the new key has the name of the old one, and what is stored would not say which it was encrypted with',
      to.kms !== undefined
        ? 'Rotate the key in its service and rewrite the objects: the plugin tells API servers itself.'
        : 'Name it otherwise.',
    );
  const [before, after] = [providerOf(from), providerOf(to)];
  const storedAs = storedPrefix(to);
  // Keys are kept by their names: the bytes of the old one would be those of the new one, too.
  if (nameOfKey(to) !== undefined && nameOfKey(from) === nameOfKey(to))
    throw invalid('the new key has the name of the old one, and would be the same key', 'Name it otherwise.');
  return [
    {
      name: 'read-new',
      configuration: configuration([before, after], options),
      storedAs: storedPrefix(from),
      instructions: `The new key comes second: it is read, and not yet written with. ${RESTART}`,
    },
    {
      name: 'write-new',
      configuration: configuration([after, before], options),
      storedAs,
      instructions: `The new key comes first: it is written with from here on. ${RESTART}`,
    },
    rewrite(storedAs, options),
    {
      name: 'forget-old',
      configuration: configuration([after], options),
      storedAs,
      instructions: `Backups of etcd from before need the old key still: keep it with them, or delete both. ${RESTART}`,
    },
  ];
}

function rewrite(storedAs: string, options: EncryptionOptions): EncryptionStep {
  const instructions = `Write every object again, so that none is left as it was: sh encryption.sh rewrite ${resourcesOf(options).join(' ')}`;
  return { name: 'rewrite', storedAs, instructions };
}

function configuration(providers: readonly EncryptionProvider[], options: EncryptionOptions): EncryptionConfiguration {
  return {
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'EncryptionConfiguration',
    resources: [{ resources: resourcesOf(options), providers: merged(providers) }],
  };
}

/** Two keys of one provider stand in one list; an API server would take two entries as well, and people would miss one. */
function merged(providers: readonly EncryptionProvider[]): readonly EncryptionProvider[] {
  const [first, second] = providers;
  for (const type of ['secretbox', 'aescbc']) {
    const [keys, others] = [keysOf(first, type), keysOf(second, type)];
    if (keys !== undefined && others !== undefined) return [{ [type]: { keys: [...keys, ...others] } }];
  }
  return providers;
}

function keysOf(provider: EncryptionProvider | undefined, type: string): readonly unknown[] | undefined {
  const body = provider?.[type];
  return typeof body === 'object' && body !== null && 'keys' in body && Array.isArray(body.keys) ? body.keys : undefined;
}

function resourcesOf(options: EncryptionOptions): readonly string[] {
  const resources: readonly string[] = options.resources ?? ['secrets'];
  if (resources.length === 0) throw invalid('no resource is named', 'Leave `resources` out for Secrets.');
  for (const resource of resources)
    if (!/^[a-z][a-z0-9]*(?:\.[a-z0-9]([a-z0-9.-]*[a-z0-9])?)?$/.test(resource))
      throw invalid('a resource is given by its plural and its group: "secrets", "certificates.cert-manager.io"');
  if (new Set(resources).size < resources.length) throw invalid('a resource is named twice');
  return resources;
}
