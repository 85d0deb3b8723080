import { ApiObject, type ApiObjectMetadata, Lazy } from 'cdk8s';
import { type ISecret, Secret, Volume } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { hardenDropIn } from '../../hardening/drop-in';
import { constructError } from '../construct-error';
import { type ExactlyOne, givenOf } from '../exactly-one';
import { MountedVolume } from '../mounted-volume';
import { checkSecretKeys } from '../secret-key';
import type { SecretSource, SecretUser } from '../secret-source';
import { recordVaultUse } from '../vault-access/vault-use';
import { accountOf } from '../vault-access/workload-account';
import { type AwsParameters, awsParameters } from './aws-parameters';
import { type AzureParameters, azureParameters } from './azure-parameters';
import { type GcpParameters, gcpParameters } from './gcp-parameters';
import type { ProviderParameters } from './provider-parameters';
import { type VaultParameters, vaultParameters } from './vault-parameters';

/** Exactly one provider, with its parameters by their own names. */
export type CsiProvider = ExactlyOne<{
  /** HashiCorp Vault. */
  vault: VaultParameters;
  /** Azure Key Vault. */
  azure: AzureParameters;
  /** AWS Secrets Manager and Parameter Store. */
  aws: AwsParameters;
  /** Google Secret Manager. */
  gcp: GcpParameters;
}>;

/** A Secret that mirrors files of the volume. */
export interface SyncedSecretProps {
  /** The keys of the Secret, and the file that each mirrors: `{ password: 'database-password' }`. */
  readonly data: Readonly<Record<string, string>>;
  /**
   * Name of the Secret.
   *
   * @default - that of the SecretProviderClass
   */
  readonly name?: string;
  /**
   * Its type.
   *
   * @default 'Opaque'
   */
  readonly type?: string;
  /**
   * Its labels.
   *
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Options of a {@link SecretProviderClass}. */
export type SecretProviderClassProps = CsiProvider & {
  /** @default - named by its path */
  readonly metadata?: ApiObjectMetadata;
  /**
   * Mode of the files. They belong to root, and the driver gives them no group of the pod (a kubelet leaves `fsGroup` out for a
   * volume that is read-only), so that with 0440 only a program in the group 0 could read them, as OpenShift runs them. Nobody else
   * gets at them: the volume is in memory, and in the pods that mount it.
   *
   * @default 0o444 - programs that are not root read it
   */
  readonly fileMode?: 0o444 | 0o440;
  /**
   * A Secret of the cluster with the same values, for variables and for what takes a Secret only. It is there as long as a pod has the
   * volume, and whoever may read Secrets in the namespace can read it.
   *
   * @default - none: the values are in no Secret and not in etcd
   */
  readonly sync?: SyncedSecretProps;
};

/**
 * Files that the Secrets Store CSI driver fetches for a pod when it starts (`secrets-store.csi.x-k8s.io/v1`). The pod's own
 * ServiceAccount logs in; the manifest says where the values are, not what.
 *
 * @example
 * ```ts
 * const database = new SecretProviderClass(this, 'database', {
 *   vault: {
 *     roleName: 'shop',
 *     vaultAddress: 'https://vault.example',
 *     objects: [{ objectName: 'password', secretPath: 'secret/data/shop/database', secretKey: 'password' }],
 *   },
 * });
 * SecretReference.fromSecretProviderClass(database).mountInto(web, container, { path: '/run/secrets/database', rotation: 'reread' });
 * ```
 */
export class SecretProviderClass extends Construct {
  public readonly name: string;
  /** The files that appear in the volume. */
  public readonly files: readonly string[];
  /** The Secret that mirrors them; undefined without `sync`. */
  public readonly secret: ISecret | undefined;
  /** @internal How workloads mount it. */
  public readonly source: SecretSource;

  /**
   * @throws a TemperedError `invalid-provider-parameter` for a parameter that is missing, misspelt or of another form, or
   * `invalid-secret-key`
   */
  public constructor(scope: Construct, id: string, props: SecretProviderClassProps) {
    super(scope, id);
    const { provider, parameters, files } = parametersOf(scope, id, props);
    this.files = files;
    const { sync } = props;
    if (sync !== undefined) checkSync(scope, id, sync, files);
    const object: ApiObject = new ApiObject(this, 'Default', {
      apiVersion: 'secrets-store.csi.x-k8s.io/v1',
      kind: 'SecretProviderClass',
      metadata: props.metadata,
      spec: { provider, parameters, ...(sync && { secretObjects: [secretObject(sync, () => object.name)] }) },
    });
    this.name = object.name;
    const secretName = sync?.name ?? this.name;
    this.secret = sync === undefined ? undefined : Secret.fromSecretName(this, 'Secret', secretName);
    const attributes = { secretProviderClass: this.name };
    const make = (name: string) => Volume.fromCsi(this, 'Volume', 'secrets-store.csi.k8s.io', { name, readOnly: true, attributes });
    const watched = { kind: 'secretproviderclass', name: this.name } as const;
    const used = (workload: SecretUser) => recordLogin(workload, props);
    this.source = new MountedVolume(this, make, this.secret, sync && Object.keys(sync.data), watched, used);
    hardenDropIn(this, SecretProviderClass);
  }
}

const OPTIONS: readonly string[] = ['vault', 'azure', 'aws', 'gcp', 'metadata', 'fileMode', 'sync'];

/** The types ask for all this; JavaScript, and values that are made up at run time, do not. */
function parametersOf(scope: Construct, id: string, props: SecretProviderClassProps): ProviderParameters {
  const fileMode = props.fileMode ?? 0o444;
  const place = (at: string) => ({ scope, id, at });
  const given = givenOf(props, ['vault', 'azure', 'aws', 'gcp']);
  if (given.length > 1) {
    const wrong = `a SecretProviderClass has one provider, and not ${given.map((each) => `"${each}"`).join(' and ')}`;
    throw constructError('invalid-provider-parameter', scope, id, wrong, 'Make a class for each.');
  }
  // One that is misspelt would be left out in silence, such as `sync`.
  const unknown = Object.keys(props).some((name) => !OPTIONS.includes(name));
  if (unknown && given.length === 1) {
    const wrong = 'a SecretProviderClass is given an option that it does not have';
    throw constructError('invalid-provider-parameter', scope, id, wrong, `Its options: ${OPTIONS.join(', ')}.`);
  }
  if (props.vault !== undefined) return vaultParameters(place('vault'), props.vault, fileMode);
  if (props.azure !== undefined) return azureParameters(place('azure'), props.azure, fileMode);
  if (props.aws !== undefined) return awsParameters(place('aws'), props.aws, fileMode);
  if (props.gcp !== undefined) return gcpParameters(place('gcp'), props.gcp, fileMode);
  throw constructError('invalid-provider-parameter', scope, id, 'a SecretProviderClass has one of "vault", "azure", "aws" and "gcp"');
}

function checkSync(scope: Construct, id: string, { data }: SyncedSecretProps, files: readonly string[]): void {
  checkSecretKeys(scope, id, Object.keys(data));
  for (const [key, file] of Object.entries(data)) {
    if (files.includes(file)) continue;
    const wrong = `"sync.data.${key}" must be the name of a file, and no object is written to one of that name`;
    throw constructError('invalid-provider-parameter', scope, id, wrong, `The files: ${files.join(', ')}.`);
  }
}

function secretObject({ name, type = 'Opaque', labels, data }: SyncedSecretProps, nameOfClass: () => string): object {
  return {
    secretName: name ?? Lazy.any({ produce: nameOfClass }),
    type,
    labels,
    data: Object.entries(data).map(([key, objectName]) => ({ key, objectName })),
  };
}

/** With Vault it is the account of the pod that logs in. */
function recordLogin(workload: SecretUser, props: SecretProviderClassProps): void {
  if (props.vault === undefined) return;
  const {
    roleName: role,
    vaultAuthMountPath: mountPath = 'kubernetes',
    vaultNamespace: namespace,
    audience = 'vault',
    objects,
  } = props.vault;
  for (const { secretPath, method = 'GET' } of objects) {
    const paths = { [secretPath]: method === 'GET' ? (['read'] as const) : (['create', 'update'] as const) };
    recordVaultUse(workload, () => ({ mountPath, role, namespace, audience, account: accountOf(workload), paths }));
  }
}
