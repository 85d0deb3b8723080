import { credentialFormat, isCredentialName } from '../../../controls/credential';
import {
  checkFiles,
  checkParameters,
  fileBelow,
  https,
  list,
  matching,
  object,
  oneOf,
  type ParameterTable,
  type Place,
  parameterError,
  text,
  vaultMount,
} from '../parameter-table';
import { objectsText } from './objects-text';
import type { ProviderParameters } from './provider-parameters';

/** One file of HashiCorp Vault. */
export interface VaultObject {
  /** Name of the file. */
  readonly objectName: string;
  /** Path in Vault, with `data` for version 2 of the key-value engine: `secret/data/shop/database`. */
  readonly secretPath: string;
  /**
   * The key whose value is written.
   *
   * @default - the whole answer of Vault as JSON, with its lease; Reloader sees no change of it
   */
  readonly secretKey?: string;
  /**
   * How Vault is asked: PUT makes a new one, such as a certificate.
   *
   * @default 'GET'
   */
  readonly method?: 'GET' | 'PUT' | 'POST';
  /**
   * What goes with the request: `{ common_name: 'web.example' }`. It stands in the manifest: no secrets here.
   *
   * @default - nothing
   */
  readonly secretArgs?: Readonly<Record<string, string | number | boolean>>;
  /**
   * In which form Vault has the value; it is decoded.
   *
   * @default 'utf-8'
   */
  readonly encoding?: 'utf-8' | 'base64' | 'hex';
}

/**
 * Parameters of HashiCorp Vault, by their own names.
 *
 * @see https://github.com/hashicorp/vault-csi-provider, internal/config/config.go
 */
export interface VaultParameters {
  /** The role of the Kubernetes login; the ServiceAccount of the pod is bound to it. */
  readonly roleName: string;
  /** Address of the server. The provider takes http too; a secret and a token should not travel that way. */
  readonly vaultAddress: `https://${string}`;
  /**
   * Namespace of Vault Enterprise.
   *
   * @default - none
   */
  readonly vaultNamespace?: string;
  /**
   * Where the Kubernetes login is mounted.
   *
   * @default - that of the provider: `kubernetes`
   */
  readonly vaultAuthMountPath?: string;
  /**
   * For whom the token of the pod is made out; the role in Vault names the same one.
   *
   * @default 'vault' - so that nobody can show the token to the API server
   */
  readonly audience?: string;
  /**
   * The certificate authority, a file in the container of the provider.
   *
   * @default - those of its image
   */
  readonly vaultCACertPath?: string;
  /**
   * A folder of such files.
   *
   * @default - none
   */
  readonly vaultCADirectory?: string;
  /**
   * The name that the certificate of the server must have.
   *
   * @default - that of the address
   */
  readonly vaultTLSServerName?: string;
  /**
   * A certificate that the provider shows, a file in its container.
   *
   * @default - none
   */
  readonly vaultTLSClientCertPath?: string;
  /**
   * The key to it.
   *
   * @default - none
   */
  readonly vaultTLSClientKeyPath?: string;
  /** The files. */
  readonly objects: readonly [VaultObject, ...VaultObject[]];
}

const path = matching(/^\/.+/, 'an absolute path in the container of the provider');

const PARAMETERS: ParameterTable<VaultParameters> = {
  roleName: { required: true, check: text },
  vaultAddress: { required: true, check: https },
  vaultNamespace: { check: text },
  vaultAuthMountPath: { check: vaultMount },
  audience: { check: text },
  vaultCACertPath: { check: path },
  vaultCADirectory: { check: path },
  vaultTLSServerName: { check: text },
  vaultTLSClientCertPath: { check: path },
  vaultTLSClientKeyPath: { check: path },
  objects: { required: true, check: list },
};

const OBJECT: ParameterTable<VaultObject> = {
  objectName: { required: true, check: fileBelow },
  secretPath: { required: true, check: matching(/^[^\s/*+][^\s*+]*$/, 'a path in Vault without a leading slash and without wildcards') },
  secretKey: { check: text },
  method: { check: oneOf('GET', 'PUT', 'POST') },
  secretArgs: { check: object },
  encoding: { check: oneOf('utf-8', 'base64', 'hex') },
};

const REFUSED = {
  vaultSkipTLSVerify: 'whoever stands between could be Vault then; name the authority with vaultCACertPath',
  vaultKubernetesMountPath: 'it is called vaultAuthMountPath now',
};

export function vaultParameters(place: Place, given: VaultParameters, fileMode: number): ProviderParameters {
  checkParameters(place, given, PARAMETERS, REFUSED);
  const { objects, audience = 'vault', ...rest } = given;
  for (const [index, object] of objects.entries()) {
    const at = `${place.at}.objects[${index}]`;
    checkParameters({ ...place, at }, object, OBJECT, MODE);
    checkArguments({ ...place, at }, object);
  }
  const files = objects.map(({ objectName }) => objectName);
  checkFiles(place, files);
  // The provider reads a number here, where the others read text.
  const text = objectsText(objects.map((object) => ({ ...object, filePermission: fileMode })));
  return { provider: 'vault', parameters: { ...rest, audience, objects: text }, files };
}

/** They stand in the manifest, within a text that no control reads. */
function checkArguments(place: Place, { secretArgs = {} }: VaultObject): void {
  for (const [name, value] of Object.entries(secretArgs)) {
    if (typeof value !== 'string' || value === '') continue;
    if (!isCredentialName(name) && credentialFormat(value) === undefined) continue;
    const hint = 'Keep it in Vault, and replace it: it has been in the source.';
    throw parameterError(place, `"${place.at}.secretArgs" holds a credential, and stands in the manifest`, hint);
  }
}

const MODE = { filePermission: 'it is `fileMode` of the SecretProviderClass, for all files' };
