import { ApiObject, type ApiObjectMetadata, Duration } from 'cdk8s';
import { type ISecret, Secret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { hardenDropIn } from '../../hardening/drop-in';
import { checkSecretKeys } from '../secret-key';
import type { ISecretStore } from './secret-store';
import { useStore } from './store-vault';

/** Where in the store a value is. */
export interface RemoteValue {
  /** Name or path of the secret in the store. */
  readonly key: string;
  /** @default - the whole secret */
  readonly property?: string;
  /** @default - the newest, so that rotation arrives */
  readonly version?: string;
}

/** Options of an {@link ExternalSecret}. */
export interface ExternalSecretProps {
  /** @default - named by its path */
  readonly metadata?: ApiObjectMetadata;
  /** Where the values are kept. */
  readonly store: ISecretStore;
  /** The keys of the Secret, and where their values are. */
  readonly data: Readonly<Record<string, RemoteValue>>;
  /**
   * How often the store is asked: a rotated value arrives no later.
   *
   * @default Duration.hours(1)
   */
  readonly refreshInterval?: Duration;
}

/** A Secret that the cluster fetches from a store (External Secrets, v1); the manifest says where it is, not what. */
export class ExternalSecret extends Construct {
  /** The Secret that comes out, under the same name. */
  public readonly secret: ISecret;
  public readonly name: string;
  /** The keys that it holds. */
  public readonly keys: readonly string[];

  /** @throws a TemperedError `invalid-secret-key` */
  public constructor(scope: Construct, id: string, props: ExternalSecretProps) {
    super(scope, id);
    this.keys = Object.keys(props.data);
    checkSecretKeys(scope, id, this.keys);
    const object = new ApiObject(this, 'Default', {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: props.metadata,
      spec: {
        refreshInterval: `${(props.refreshInterval ?? Duration.hours(1)).toSeconds()}s`,
        secretStoreRef: { kind: props.store.kind, name: props.store.name },
        target: { creationPolicy: 'Owner' },
        data: Object.entries(props.data).map(([secretKey, remoteRef]) => ({ secretKey, remoteRef })),
      },
    });
    this.name = object.name;
    this.secret = Secret.fromSecretName(this, 'Secret', this.name);
    useStore(
      this,
      props.store,
      Object.values(props.data).map(({ key }) => key),
    );
    hardenDropIn(this, ExternalSecret);
  }
}
