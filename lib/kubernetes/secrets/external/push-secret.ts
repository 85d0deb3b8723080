import { ApiObject, type ApiObjectMetadata, type Duration } from 'cdk8s';
import type { ISecret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { hardenDropIn } from '../../hardening/drop-in';
import { constructError } from '../construct-error';
import { type ExactlyOne, givenOf } from '../exactly-one';
import { checkParameters, oneOf, type ParameterTable, text } from '../parameter-table';
import { checkSecretKeys } from '../secret-key';
import { refreshIntervalOf } from './refresh-interval';
import { type GeneratorReference, generatorSpec } from './remote-values';
import type { ISecretStore } from './secret-store';
import { checkTemplate, type SecretTemplate, templateSpec } from './secret-template';
import { checkReader } from './store-readers';
import { useStore } from './store-vault';

/** Where a key of a Secret goes. */
export interface PushedValue {
  /** Name or path of the secret in the store. */
  readonly remoteKey: string;
  /** @default - the whole secret */
  readonly property?: string;
  /**
   * Whether what an ExternalSecret made of the name (`conversionStrategy: 'Unicode'`) is undone.
   *
   * @default 'None'
   */
  readonly conversionStrategy?: 'None' | 'ReverseUnicode';
}

const PUSHED: ParameterTable<PushedValue> = {
  remoteKey: { required: true, check: text },
  property: { check: text },
  conversionStrategy: { check: oneOf('None', 'ReverseUnicode') },
};

interface PushSecretOptions {
  /** @default - named by its path */
  readonly metadata?: ApiObjectMetadata;
  /** Where the values go: one store, or several that get the same. */
  readonly store: ISecretStore | readonly [ISecretStore, ...ISecretStore[]];
  /** The keys of the Secret, and where each goes. */
  readonly data: Readonly<Record<string, PushedValue>>;
  /** @default Duration.hours(1) */
  readonly refreshInterval?: Duration;
  /**
   * What happens to a value that is there already.
   *
   * @default 'Replace'
   */
  readonly updatePolicy?: 'Replace' | 'IfNotExists';
  /**
   * What happens in the store when this is deleted: the values stay, or go with it.
   *
   * @default 'None' - they stay: who reads them from the store does not see this go
   */
  readonly deletionPolicy?: 'None' | 'Delete';
  /**
   * What becomes of the values on their way.
   *
   * @default - they go as they are
   */
  readonly template?: SecretTemplate;
}

/** Options of a {@link PushSecret}. */
export type PushSecretProps = PushSecretOptions &
  ExactlyOne<{
    /** The Secret that the values come from. */
    secret: Pick<ISecret, 'name'>;
    /** A generator that they come from. */
    generator: GeneratorReference;
  }>;

/** Writes a Secret of the cluster into a store (External Secrets, v1alpha1). */
export class PushSecret extends Construct {
  /** @throws a TemperedError `invalid-secret-key`, `invalid-remote-values`, `invalid-refresh-interval`, `invalid-secret-source`, those of a template, or `unusable-secret-store` */
  public constructor(scope: Construct, id: string, props: PushSecretProps) {
    super(scope, id);
    const { metadata, store, secret, generator, data, template, updatePolicy } = props;
    const { deletionPolicy = 'None' } = props;
    checkSecretKeys(scope, id, Object.keys(data));
    for (const [key, value] of Object.entries(data))
      checkParameters({ scope, id, at: `data.${key}`, code: 'invalid-remote-values' }, value, PUSHED);
    if (givenOf(props, ['secret', 'generator']).length !== 1)
      throw constructError('invalid-secret-source', scope, id, 'a PushSecret has one of "secret" and "generator"');
    if (template !== undefined) checkTemplate(scope, id, template);
    const stores: readonly ISecretStore[] = 'name' in store ? [store] : store;
    const object = new ApiObject(this, 'Default', {
      apiVersion: 'external-secrets.io/v1alpha1',
      kind: 'PushSecret',
      metadata,
      spec: {
        refreshInterval: refreshIntervalOf(scope, id, props.refreshInterval),
        deletionPolicy,
        updatePolicy,
        secretStoreRefs: stores.map(({ kind, name }) => ({ kind, name })),
        selector: generator === undefined ? { secret: { name: secret?.name } } : { generatorRef: generatorSpec(generator) },
        ...(template && { template: templateSpec(template) }),
        data: Object.entries(data).map(([secretKey, { conversionStrategy, ...remoteRef }]) => ({
          match: { secretKey, remoteRef },
          conversionStrategy,
        })),
      },
    });
    const keys = Object.values(data).map(({ remoteKey }) => remoteKey);
    for (const each of stores) {
      checkReader(scope, id, each, object.metadata.namespace);
      useStore(this, each, keys, deletionPolicy === 'Delete' ? 'delete' : 'write');
    }
    hardenDropIn(this, PushSecret);
  }
}
