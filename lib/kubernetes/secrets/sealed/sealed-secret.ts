import { ApiObject } from 'cdk8s';
import { type ISecret, Secret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { looksSealed } from '../../../controls/secret/sealed-form';
import { hardenDropIn } from '../../hardening/drop-in';
import { constructError } from '../construct-error';
import { checkSecretKeys } from '../secret-key';
import { type ClusterWideScope, type NamespaceWideScope, type StrictScope, scopeAnnotations, scopeError } from './sealing-scope';

/** What a SealedSecret holds, whatever its scope. */
export interface SealedSecretContent {
  /** The sealed values by key: what {@link sealValue}, or `kubeseal --raw`, gave. */
  readonly encryptedData: Readonly<Record<string, string>>;
  /**
   * Further keys, as Go templates that the controller fills in with the opened values:
   * `{ 'app.ini': 'password={{ index . "password" }}' }`. They stand in the manifest: no secrets here.
   *
   * @default - none
   */
  readonly templates?: Readonly<Record<string, string>>;
  /**
   * Type of the Secret that comes out.
   *
   * @default 'Opaque'
   */
  readonly type?: string;
  /**
   * Whether the Secret can be changed once it is there. An immutable one must be deleted before a newly sealed value takes effect.
   *
   * @default false - rotation would stop
   */
  readonly immutable?: boolean;
  /**
   * Labels of the SealedSecret and of the Secret that comes out.
   *
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Annotations of the Secret that comes out.
   *
   * @default - none, but for those that say the scope
   */
  readonly secretAnnotations?: Readonly<Record<string, string>>;
}

/**
 * Options of a {@link SealedSecret}. With the strict scope, name and namespace are those that the values were sealed for: under
 * others they do not open.
 */
export type SealedSecretProps = SealedSecretContent &
  (
    | StrictScope
    | (NamespaceWideScope & {
        /** @default - made from the construct's path */
        readonly name?: string;
      })
    | (ClusterWideScope & {
        /** @default - made from the construct's path */
        readonly name?: string;
        /** @default - that of the chart */
        readonly namespace?: string;
      })
  );

/**
 * A Secret that only the cluster can open, for the repository (Sealed Secrets, `bitnami.com/v1alpha1`).
 *
 * @example
 * ```ts
 * const database = new SealedSecret(this, 'database', {
 *   namespace: 'shop',
 *   name: 'database',
 *   encryptedData: { password: 'AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq…' },
 * });
 * ```
 */
export class SealedSecret extends Construct {
  /** The Secret that the controller makes of it, under the same name. */
  public readonly secret: ISecret;
  /** Name of the SealedSecret and of its Secret. */
  public readonly name: string;
  /** The keys that it holds. */
  public readonly keys: readonly string[];

  /**
   * @throws a TemperedError `invalid-sealing-scope`, `invalid-secret-key`, or `value-not-sealed` for a value that is not sealed; the value
   * is not shown
   */
  public constructor(scope: Construct, id: string, props: SealedSecretProps) {
    super(scope, id);
    const wrong = scopeError(props);
    if (wrong !== undefined) throw constructError('invalid-sealing-scope', scope, id, wrong);
    this.keys = [...Object.keys(props.encryptedData), ...Object.keys(props.templates ?? {})];
    checkSecretKeys(scope, id, Object.keys(props.encryptedData));
    checkSecretKeys(scope, id, this.keys);
    if (new Set(this.keys).size < this.keys.length)
      throw constructError('invalid-secret-key', scope, id, 'a template would replace the value of its key', 'Give it a key of its own.');
    for (const [key, value] of Object.entries(props.encryptedData)) {
      if (looksSealed(value)) continue;
      const hint = 'Seal it with sealValue(), or with kubeseal --raw, and if it was a secret, replace it: it has been in the source.';
      throw constructError('value-not-sealed', scope, id, `the value of "${key}" is not sealed`, hint);
    }
    const annotations = scopeAnnotations(props.scope);
    // A name that is there and undefined would take the place of the one that cdk8s makes.
    const metadata = {
      ...(props.name !== undefined && { name: props.name }),
      ...('namespace' in props && props.namespace !== undefined && { namespace: props.namespace }),
      labels: props.labels,
    };
    const object = new ApiObject(this, 'Default', {
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata: { ...metadata, annotations },
      spec: {
        encryptedData: props.encryptedData,
        template: {
          type: props.type ?? 'Opaque',
          ...(props.immutable !== undefined && { immutable: props.immutable }),
          ...(props.templates !== undefined && { data: props.templates }),
          metadata: { labels: props.labels, annotations: { ...props.secretAnnotations, ...annotations } },
        },
      },
    });
    this.name = object.name;
    this.secret = Secret.fromSecretName(this, 'Secret', this.name);
    hardenDropIn(this, SealedSecret);
  }
}
