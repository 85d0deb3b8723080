import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { hardenDropIn } from '../../hardening/drop-in';
import { constructError } from '../construct-error';
import { checkStore } from './store-parameters';
import { providerSpec, type StoreProvider } from './store-provider';
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
 * Where the secrets of one namespace are kept (External Secrets, v1). It logs in with a ServiceAccount; there is no stored credential.
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

  /** @throws a TemperedError `invalid-secret-store` for a part of the provider that is missing, misspelt or of another form */
  public constructor(scope: Construct, id: string, props: SecretStoreProps) {
    super(scope, id);
    checkStore(scope, id, props);
    const spec = { provider: providerSpec(props) };
    const object = { apiVersion: 'external-secrets.io/v1', kind: this.kind, metadata: props.metadata, spec };
    const made = new ApiObject(this, 'Default', object);
    this.name = made.name;
    rememberVault(this, props, () => made.metadata.namespace);
    hardenDropIn(this, SecretStore);
  }
}

/** Options of a {@link ClusterSecretStore}. */
export type ClusterSecretStoreProps = SecretStoreProps & {
  /** The namespaces that may read from it: one that is not named may not. */
  readonly namespaces: readonly [string, ...string[]];
};

/** Where the secrets of several named namespaces are kept. Prefer a {@link SecretStore} a namespace. */
export class ClusterSecretStore extends Construct implements ISecretStore {
  public readonly name: string;
  public readonly kind = 'ClusterSecretStore';

  /** @throws a TemperedError `invalid-secret-store` for a part that is missing, the namespace of the ServiceAccount included */
  public constructor(scope: Construct, id: string, props: ClusterSecretStoreProps) {
    super(scope, id);
    const { namespace } = checkStore(scope, id, props);
    if (namespace === undefined) {
      const wrong = '"serviceAccount.namespace" is missing: a ClusterSecretStore has none of its own';
      throw constructError('invalid-secret-store', scope, id, wrong);
    }
    const spec = { provider: providerSpec(props), conditions: [{ namespaces: props.namespaces }] };
    const object = { apiVersion: 'external-secrets.io/v1', kind: this.kind, metadata: props.metadata, spec };
    this.name = new ApiObject(this, 'Default', object).name;
    rememberVault(this, props, () => namespace);
    hardenDropIn(this, ClusterSecretStore);
  }
}
