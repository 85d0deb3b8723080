import { ApiObject, type ApiObjectMetadata, type Duration } from 'cdk8s';
import { type ISecret, Secret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { hardenDropIn } from '../../hardening/drop-in';
import { constructError } from '../construct-error';
import { checkSecretKeys } from '../secret-key';
import { refreshIntervalOf } from './refresh-interval';
import { checkRemoteValues, type GeneratedValues, type RemoteValue, type RemoteValues, remoteValuesSpec } from './remote-values';
import type { ISecretStore } from './secret-store';
import { checkTemplate, type SecretTemplate, templatedKeys, templateSpec } from './secret-template';
import { checkReader } from './store-readers';
import { useStore } from './store-vault';

/** The Secret that comes out. */
export interface ExternalSecretTarget {
  /**
   * Its name.
   *
   * @default - that of the ExternalSecret
   */
  readonly name?: string;
  /**
   * Whose it is: the ExternalSecret's, and goes with it (`Owner`); nobody's (`Orphan`); somebody else's, whose keys are filled in
   * (`Merge`); or there is none (`None`), for generators that only act.
   *
   * @default 'Owner'
   */
  readonly creationPolicy?: 'Owner' | 'Orphan' | 'Merge' | 'None';
  /**
   * What happens when the values are gone from the store: the Secret stays, it is deleted, or its keys are.
   *
   * @default 'Retain' - a mistake in the store takes no program down
   */
  readonly deletionPolicy?: 'Retain' | 'Delete' | 'Merge';
  /**
   * Whether the Secret never changes once it is made. A rotated value does not arrive then.
   *
   * @default false
   */
  readonly immutable?: boolean;
  /**
   * Its type, and what becomes of the values on their way.
   *
   * @default - an `Opaque` Secret with the values as they are
   */
  readonly template?: SecretTemplate;
}

interface ExternalSecretOptions {
  /** @default - named by its path */
  readonly metadata?: ApiObjectMetadata;
  /**
   * How often the store is asked: a rotated value arrives no later.
   *
   * @default Duration.hours(1)
   */
  readonly refreshInterval?: Duration;
  /**
   * When the store is asked: every `refreshInterval`, once, or when the ExternalSecret changes. With the last two no rotated value
   * arrives by itself.
   *
   * @default 'Periodic'
   */
  readonly refreshPolicy?: 'Periodic' | 'CreatedOnce' | 'OnChange';
  /**
   * The Secret that comes out.
   *
   * @default - one of the same name that goes with the ExternalSecret
   */
  readonly target?: ExternalSecretTarget;
}

/** The keys of the Secret, and where their values are; and many keys at once. At least one of the two. */
type ExternalValues =
  | {
      /** Where the values are kept. */
      readonly store: ISecretStore;
      /** The keys of the Secret, and where their values are. */
      readonly data: Readonly<Record<string, RemoteValue>>;
      /**
       * Many keys at once, by the names that they have in the store.
       *
       * @default - none
       */
      readonly dataFrom?: readonly RemoteValues[];
    }
  | { readonly store: ISecretStore; readonly data?: undefined; readonly dataFrom: readonly [RemoteValues, ...RemoteValues[]] }
  // What is generated is read from no store.
  | { readonly store?: undefined; readonly data?: undefined; readonly dataFrom: readonly [GeneratedValues, ...GeneratedValues[]] };

/** Options of an {@link ExternalSecret}. */
export type ExternalSecretProps = ExternalSecretOptions & ExternalValues;

/** A Secret that the cluster fetches from a store (External Secrets, v1); the manifest says where it is, not what. */
export class ExternalSecret extends Construct {
  /** The Secret that comes out. */
  public readonly secret: ISecret;
  public readonly name: string;
  /** The keys that it holds; undefined where only the store knows. */
  public readonly keys: readonly string[] | undefined;

  /**
   * @throws a TemperedError `invalid-secret-key`, `invalid-remote-values`, `invalid-refresh-interval`, `invalid-secret-target`, `invalid-secret-template`,
   * `credential-in-template`, or `unusable-secret-store` for a store of another namespace, or one that may not be read from this one
   */
  public constructor(scope: Construct, id: string, props: ExternalSecretProps) {
    super(scope, id);
    const { metadata, store, data, dataFrom = [], refreshPolicy, target = {} } = props;
    if (data !== undefined) checkSecretKeys(scope, id, Object.keys(data));
    if (data === undefined && dataFrom.length === 0)
      throw constructError('invalid-remote-values', scope, id, 'an ExternalSecret has "data", "dataFrom" or both');
    checkRemoteValues(scope, id, data ?? {}, dataFrom);
    if (store === undefined && (data !== undefined || dataFrom.some(({ generator }) => generator === undefined)))
      throw constructError('invalid-remote-values', scope, id, '"store" is missing: only what is generated needs none');
    checkTarget(scope, id, target);
    const { template, creationPolicy = 'Owner', ...rest } = target;
    const fetched = dataFrom.length > 0 ? undefined : Object.keys(data ?? {});
    this.keys = template === undefined ? fetched : templatedKeys(template, fetched);
    const object = new ApiObject(this, 'Default', {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata,
      spec: {
        refreshInterval: refreshIntervalOf(scope, id, props.refreshInterval),
        refreshPolicy,
        ...(store && { secretStoreRef: { kind: store.kind, name: store.name } }),
        target: { creationPolicy, ...rest, ...(template && { template: templateSpec(template) }) },
        ...(data && { data: Object.entries(data).map(([secretKey, remoteRef]) => ({ secretKey, remoteRef })) }),
        ...(dataFrom.length > 0 && { dataFrom: dataFrom.map(remoteValuesSpec) }),
      },
    });
    this.name = object.name;
    this.secret = Secret.fromSecretName(this, 'Secret', target.name ?? this.name);
    if (store !== undefined) {
      checkReader(scope, id, store, object.metadata.namespace);
      const extracted = dataFrom.flatMap(({ extract }) => extract ?? []);
      useStore(
        this,
        store,
        [...Object.values(data ?? {}), ...extracted].map(({ key }) => key),
      );
    }
    hardenDropIn(this, ExternalSecret);
  }
}

/** What the operator's webhook refuses (apis/externalsecrets/v1/externalsecret_validator.go); not every cluster has it. */
function checkTarget(scope: Construct, id: string, target: ExternalSecretTarget): void {
  const { name, creationPolicy = 'Owner', deletionPolicy = 'Retain', template } = target;
  const fail = (wrong: string, hint?: string) => constructError('invalid-secret-target', scope, id, wrong, hint);
  if (name !== undefined && !/^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/.test(name))
    throw fail('"target.name" is no name of a Secret', 'It is made of small letters, digits, "-" and ".".');
  if (deletionPolicy === 'Delete' && !['Owner', 'Orphan'].includes(creationPolicy))
    throw fail(`"target.deletionPolicy" is "Delete", and with "${creationPolicy}" the Secret is not the operator's`, 'Write "Merge".');
  if (deletionPolicy === 'Merge' && creationPolicy === 'None') throw fail('"target.deletionPolicy" is "Merge", and there is no Secret');
  if (template !== undefined) checkTemplate(scope, id, template);
}
