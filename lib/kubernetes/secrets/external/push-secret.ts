import { ApiObject, type ApiObjectMetadata, Duration } from 'cdk8s';
import type { ISecret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { hardenDropIn } from '../../hardening/drop-in';
import { checkSecretKeys } from '../secret-key';
import type { ISecretStore } from './secret-store';
import { useStore } from './store-vault';

/** Options of a {@link PushSecret}. */
export interface PushSecretProps {
  /** @default - named by its path */
  readonly metadata?: ApiObjectMetadata;
  /** Where the values go. */
  readonly store: ISecretStore;
  /** The Secret that they come from. */
  readonly secret: Pick<ISecret, 'name'>;
  /** The keys of the Secret, and where each goes. */
  readonly data: Readonly<Record<string, { readonly remoteKey: string; readonly property?: string }>>;
  /** @default Duration.hours(1) */
  readonly refreshInterval?: Duration;
}

/** Writes a Secret of the cluster into a store (External Secrets, v1alpha1). What is in the store stays when this is deleted. */
export class PushSecret extends Construct {
  /** @throws a TemperedError `invalid-secret-key` */
  public constructor(
    scope: Construct,
    id: string,
    { metadata, store, secret, data, refreshInterval = Duration.hours(1) }: PushSecretProps,
  ) {
    super(scope, id);
    checkSecretKeys(scope, id, Object.keys(data));
    new ApiObject(this, 'Default', {
      apiVersion: 'external-secrets.io/v1alpha1',
      kind: 'PushSecret',
      metadata,
      spec: {
        refreshInterval: `${refreshInterval.toSeconds()}s`,
        deletionPolicy: 'None',
        secretStoreRefs: [{ kind: store.kind, name: store.name }],
        selector: { secret: { name: secret.name } },
        data: Object.entries(data).map(([secretKey, remoteRef]) => ({ match: { secretKey, remoteRef } })),
      },
    });
    useStore(
      this,
      store,
      Object.values(data).map(({ remoteKey }) => remoteKey),
      { writes: true },
    );
    hardenDropIn(this, PushSecret);
  }
}
