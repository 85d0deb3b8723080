import {
  checkFiles,
  checkParameters,
  fileBelow,
  flag,
  list,
  matching,
  oneOf,
  type ParameterTable,
  type Place,
  parameterError,
  text,
  uuid,
} from '../parameter-table';
import { arrayOfTexts } from './objects-text';
import type { ProviderParameters } from './provider-parameters';

interface KeyVaultObjectName {
  /** Name in the vault. */
  readonly objectName: string;
  /**
   * Name of the file.
   *
   * @default - `objectName`
   */
  readonly objectAlias?: string;
  /**
   * Version.
   *
   * @default - the newest, so that rotation arrives
   */
  readonly objectVersion?: string;
  /**
   * How many versions are written, the newest as `<file>/0`, the one before as `<file>/1` …
   *
   * @default - one, as `<file>`
   */
  readonly objectVersionHistory?: number;
}

/** One file of Azure Key Vault. What a certificate is depends on the type: with its private key it is a `secret`. */
export type AzureKeyVaultObject = KeyVaultObjectName &
  (
    | {
        readonly objectType: 'secret';
        /**
         * Form of a certificate with its key.
         *
         * @default 'pem'
         */
        readonly objectFormat?: 'pem' | 'pfx';
        /**
         * In which form the vault has the value; it is decoded.
         *
         * @default 'utf-8'
         */
        readonly objectEncoding?: 'utf-8' | 'base64' | 'hex';
      }
    | {
        /** The public key, or the certificate without its key. */
        readonly objectType: 'key' | 'cert';
      }
  );

/**
 * Parameters of Azure Key Vault with workload identity, by their own names. The ServiceAccount of the pod is federated with the
 * identity `clientID`; it needs neither an annotation nor a label for it.
 *
 * @see https://azure.github.io/secrets-store-csi-driver-provider-azure/docs/getting-started/usage/
 */
export interface AzureParameters {
  /** Name of the vault, without its domain. */
  readonly keyvaultName: string;
  /** Tenant of the vault, a UUID; `adfs` on Azure Stack Hub with AD FS. */
  readonly tenantID: string;
  /** Client id of the managed identity, or of the application, that the pod logs in as: a UUID. */
  readonly clientID: string;
  /**
   * Which cloud of Azure.
   *
   * @default - that of the provider: AzurePublicCloud
   */
  readonly cloudName?: 'AzurePublicCloud' | 'AzureUSGovernmentCloud' | 'AzureChinaCloud' | 'AzureGermanCloud' | 'AzureStackCloud';
  /**
   * A file that describes the cloud, in the container of the provider; AzureStackCloud needs one.
   *
   * @default - none
   */
  readonly cloudEnvFileName?: string;
  /**
   * Whether tokens go through the proxy of AKS (identity binding).
   *
   * @default false
   */
  readonly useAzureTokenProxy?: boolean;
  /** The files. */
  readonly objects: readonly [AzureKeyVaultObject, ...AzureKeyVaultObject[]];
}

const PARAMETERS: ParameterTable<AzureParameters> = {
  keyvaultName: {
    required: true,
    check: matching(/^[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]$/, 'the name of a vault: 3 to 24 letters, digits and dashes, no address'),
  },
  tenantID: { required: true, check: (value) => (value === 'adfs' ? undefined : uuid(value)) },
  clientID: { required: true, check: uuid },
  cloudName: {
    check: oneOf('AzurePublicCloud', 'AzureUSGovernmentCloud', 'AzureChinaCloud', 'AzureGermanCloud', 'AzureStackCloud'),
  },
  cloudEnvFileName: { check: matching(/^\/.+/, 'an absolute path in the container of the provider') },
  useAzureTokenProxy: { check: flag },
  objects: { required: true, check: list },
};

type EveryField = KeyVaultObjectName & { objectType: string; objectFormat?: string; objectEncoding?: string };

const OBJECT: ParameterTable<EveryField> = {
  objectName: {
    required: true,
    check: matching(/^[A-Za-z0-9-]{1,127}$/, 'the name of an object of the vault: letters, digits and dashes'),
  },
  objectAlias: { check: fileBelow },
  objectVersion: { check: text },
  objectVersionHistory: { check: (value) => (Number.isInteger(value) && Number(value) > 0 ? undefined : 'a number of versions') },
  objectType: { required: true, check: oneOf('secret', 'key', 'cert') },
  objectFormat: { check: oneOf('pem', 'pfx') },
  objectEncoding: { check: oneOf('utf-8', 'base64', 'hex') },
};

const NODE = 'every pod of the node could log in as that; use workload identity (clientID)';
const REFUSED = {
  usePodIdentity: 'it is deprecated; use workload identity (clientID)',
  useVMManagedIdentity: NODE,
  userAssignedIdentityID: NODE,
  tenantId: 'it is called tenantID now',
};
const MODE = { filePermission: 'it is `fileMode` of the SecretProviderClass, for all files' };

export function azureParameters(place: Place, given: AzureParameters, fileMode: number): ProviderParameters {
  checkParameters(place, given, PARAMETERS, REFUSED);
  const { objects, useAzureTokenProxy, ...rest } = given;
  if (given.cloudName === 'AzureStackCloud' && given.cloudEnvFileName === undefined)
    throw parameterError(place, `"${place.at}.cloudEnvFileName" is missing: AzureStackCloud is wherever that file says`);
  for (const [index, object] of objects.entries()) {
    const at = { ...place, at: `${place.at}.objects[${index}]` };
    checkParameters(at, object, OBJECT, MODE);
    const ofSecret = ['objectFormat', 'objectEncoding'].find((field) => field in object);
    if (object.objectType !== 'secret' && ofSecret !== undefined)
      throw parameterError(at, `"${at.at}.${ofSecret}" is for objects of the type "secret" only`);
  }
  const files = objects.flatMap(({ objectName, objectAlias = objectName, objectVersionHistory: versions = 1 }) =>
    versions === 1 ? [objectAlias] : Array.from({ length: versions }, (_, version) => `${objectAlias}/${version}`),
  );
  checkFiles(place, files);
  const filePermission = `0${fileMode.toString(8)}`;
  const text = arrayOfTexts(objects.map((object) => ({ ...object, filePermission })));
  const proxy = useAzureTokenProxy === undefined ? {} : { useAzureTokenProxy: String(useAzureTokenProxy) };
  return { provider: 'azure', parameters: { usePodIdentity: 'false', ...rest, ...proxy, objects: text }, files };
}
