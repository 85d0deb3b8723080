import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { clusterScoped } from '../../cluster-scoped';
import { hardenDropIn } from '../../hardening/drop-in';
import { constructError } from '../construct-error';
import { checkStore } from './store-parameters';
import { providerSpec, type StoreProvider } from './store-provider';
import { readerConditions, rememberReaders, type StoreReaders } from './store-readers';
import { rememberVault } from './store-vault';

/** A store that an ExternalSecret reads from. */
export interface ISecretStore {
  /** Its name. */
  readonly name: string;
  /** Its kind. */
  readonly kind: 'SecretStore' | 'ClusterSecretStore';
}

/** Options of a {@link SecretStore}. */
export type SecretStoreProps = StoreProvider & {
  /** @default - named by its path */
  readonly metadata?: ApiObjectMetadata;
};

/**
 * Where the secrets of one namespace are kept (External Secrets, v1). It logs in with a ServiceAccount, and no credential is stored
 * unless a login of Vault that needs one is asked for.
 *
 * @example
 * ```ts
 * const store = new SecretStore(this, 'store', {
 *   vault: { server: 'https://vault.example', path: 'secret', role: 'shop', serviceAccount: { name: 'reader' } },
 * });
 * ```
 */
export class SecretStore extends Construct implements ISecretStore {
  public readonly name: string;
  public readonly kind = 'SecretStore';

  /**
   * @throws a TemperedError `invalid-secret-store` for a part of the provider that is missing, misspelt or of another form, and for an
   * account or a Secret of another namespace
   */
  public constructor(scope: Construct, id: string, props: SecretStoreProps) {
    super(scope, id);
    const neighbours = checkStore(scope, id, props);
    const spec = { provider: providerSpec(props) };
    const object = { apiVersion: 'external-secrets.io/v1', kind: this.kind, metadata: props.metadata, spec };
    const made = new ApiObject(this, 'Default', object);
    const { namespace: home } = made.metadata;
    const stray = neighbours.find(({ namespace }) => namespace !== undefined && home !== undefined && namespace !== home);
    if (stray !== undefined) {
      const wrong = `"${stray.at}.namespace" is "${stray.namespace}", and a SecretStore takes what is in its own namespace, "${home}"`;
      throw constructError('invalid-secret-store', scope, id, wrong, 'Leave it out, or make a ClusterSecretStore.');
    }
    this.name = made.name;
    rememberVault(this, props, () => made.metadata.namespace);
    hardenDropIn(this, SecretStore);
  }
}

/** Options of a {@link ClusterSecretStore}. */
export type ClusterSecretStoreProps = SecretStoreProps & StoreReaders;

/** Where the secrets of several namespaces are kept. Prefer a {@link SecretStore} a namespace. */
export class ClusterSecretStore extends Construct implements ISecretStore {
  public readonly name: string;
  public readonly kind = 'ClusterSecretStore';

  /**
   * @throws a TemperedError `invalid-secret-store` for a part that is missing, the namespaces of accounts and Secrets included, and for
   * readers that are nobody or everybody
   */
  public constructor(scope: Construct, id: string, props: ClusterSecretStoreProps) {
    super(scope, id);
    const neighbours = checkStore(scope, id, props);
    const homeless = neighbours.find(({ namespace }) => namespace === undefined);
    if (homeless !== undefined) {
      const wrong = `"${homeless.at}.namespace" is missing: a ClusterSecretStore has none of its own`;
      throw constructError('invalid-secret-store', scope, id, wrong);
    }
    const spec = { provider: providerSpec(props), conditions: readerConditions(scope, id, props) };
    const object = { apiVersion: 'external-secrets.io/v1', kind: this.kind, metadata: props.metadata, spec };
    const made = new ApiObject(this, 'Default', object);
    clusterScoped(made);
    this.name = made.name;
    rememberReaders(this, props);
    rememberVault(this, props, () => undefined);
    hardenDropIn(this, ClusterSecretStore);
  }
}
