import {
  checkFiles,
  checkParameters,
  fileBelow,
  list,
  matching,
  type ParameterTable,
  type Place,
  parameterError,
  text,
} from '../parameter-table';
import { objectsText } from './objects-text';
import type { ProviderParameters } from './provider-parameters';

/** One file of Google Secret Manager or Parameter Manager. */
export type GcpSecret = {
  /** The version of a secret, `projects/shop/secrets/database/versions/latest`, or of a parameter; with `locations/…` a regional one. */
  readonly resourceName: `projects/${string}/${'secrets' | 'locations'}/${string}/versions/${string}`;
  /** Name of the file. */
  readonly path: string;
} & (
  | {
      /**
       * The key of a JSON object whose value is written.
       *
       * @default - the whole secret
       */
      readonly extractJSONKey?: string;
      readonly extractYAMLKey?: undefined;
    }
  | {
      readonly extractJSONKey?: undefined;
      /** The key of a YAML object whose value is written. */
      readonly extractYAMLKey: string;
    }
);

/**
 * Parameters of Google Secret Manager, by their own names. The ServiceAccount of the pod logs in (`pod-adc`): as itself, or as the
 * account of Google that its annotation names ({@link WorkloadIdentity.gcp}).
 *
 * @see https://github.com/GoogleCloudPlatform/secrets-store-csi-driver-provider-gcp, config/config.go
 */
export interface GcpParameters {
  /** The files. */
  readonly secrets: readonly [GcpSecret, ...GcpSecret[]];
}

const RESOURCE =
  /^projects\/[^/\s]+\/(?:(?:locations\/[^/\s]+\/)?secrets\/[^/\s]+|locations\/[^/\s]+\/parameters\/[^/\s]+)\/versions\/[^/\s]+$/;

const PARAMETERS: ParameterTable<GcpParameters> = { secrets: { required: true, check: list } };

interface EveryField {
  readonly resourceName: string;
  readonly path: string;
  readonly extractJSONKey?: string;
  readonly extractYAMLKey?: string;
}

const SECRET: ParameterTable<EveryField> = {
  resourceName: { required: true, check: matching(RESOURCE, 'like "projects/shop/secrets/database/versions/latest"') },
  path: { required: true, check: fileBelow },
  extractJSONKey: { check: text },
  extractYAMLKey: { check: text },
};

const REFUSED = {
  auth: 'with "provider-adc" every pod of the cluster could read everything; the pod logs in itself, which needs no parameter',
  objects: 'with this provider they are called "secrets"',
};
const REFUSED_OF_SECRET = {
  mode: 'it is `fileMode` of the SecretProviderClass, for all files',
  fileName: 'it is called path now',
};

export function gcpParameters(place: Place, given: GcpParameters, fileMode: number): ProviderParameters {
  checkParameters(place, given, PARAMETERS, REFUSED);
  for (const [index, secret] of given.secrets.entries()) {
    const at = { ...place, at: `${place.at}.secrets[${index}]` };
    checkParameters(at, secret, SECRET, REFUSED_OF_SECRET);
    if (secret.extractJSONKey !== undefined && secret.extractYAMLKey !== undefined)
      throw parameterError(at, `"${at.at}" has extractJSONKey and extractYAMLKey: the provider takes one of the two`);
  }
  const files = given.secrets.map(({ path }) => path);
  checkFiles(place, files);
  return { provider: 'gcp', parameters: { secrets: objectsText(given.secrets.map((secret) => ({ ...secret, mode: fileMode }))) }, files };
}
