import {
  awsRegion,
  checkFiles,
  checkParameters,
  fileBelow,
  flag,
  list,
  matching,
  object,
  oneOf,
  type ParameterTable,
  type Place,
  parameterError,
  text,
} from '../parameter-table';
import { objectsText } from './objects-text';
import type { ProviderParameters } from './provider-parameters';

/** One value of a secret that is JSON, as a file of its own. */
export interface JmesPath {
  /** Where the value is (https://jmespath.org). A name with a dash is quoted: `"api-key"`. */
  readonly path: string;
  /** Name of the file. */
  readonly objectAlias: string;
}

interface AwsObjectVersion {
  /**
   * Version.
   *
   * @default - the newest, so that rotation arrives
   */
  readonly objectVersion?: string;
  /**
   * Stage, or label, of the version.
   *
   * @default - the newest
   */
  readonly objectVersionLabel?: string;
}

type AwsObjectName =
  | {
      /** Name in the service. */
      readonly objectName: string;
      /** Secrets Manager, or Parameter Store. */
      readonly objectType: 'secretsmanager' | 'ssmparameter';
    }
  | {
      /** ARN of a secret; it says which service. */
      readonly objectName: `arn:${string}`;
      readonly objectType?: 'secretsmanager' | 'ssmparameter';
    };

type AwsFailover =
  | {
      /** What is read in the `failoverRegion`. The file is called as `objectAlias` says, wherever it comes from. */
      readonly failoverObject: AwsObjectVersion & { readonly objectName: string };
      /** Name of the file. */
      readonly objectAlias: string;
    }
  | {
      readonly failoverObject?: undefined;
      /**
       * Name of the file.
       *
       * @default - `objectName`, with `_` for each slash
       */
      readonly objectAlias?: string;
    };

/** One secret or parameter of AWS. */
export type AwsObject = AwsObjectName &
  AwsFailover &
  AwsObjectVersion & {
    /**
     * Values of a secret that is JSON, each as a file beside that of the whole.
     *
     * @default - only the whole
     */
    readonly jmesPath?: readonly [JmesPath, ...JmesPath[]];
  };

/**
 * Parameters of AWS Secrets Manager and Parameter Store, by their own names. The ServiceAccount of the pod logs in: by the role that
 * its annotation names ({@link WorkloadIdentity.aws}), or by an association of EKS Pod Identity.
 *
 * @see https://github.com/aws/secrets-store-csi-driver-provider-aws, README.md, "SecretProviderClass options"
 */
export interface AwsParameters {
  /**
   * Region: `eu-central-1`.
   *
   * @default - the node's; looking that up costs a call of the API server for each pod
   */
  readonly region?: string;
  /**
   * A second region, read as well; the first one wins.
   *
   * @default - none
   */
  readonly failoverRegion?: string;
  /**
   * What stands in the names of files for a slash: one character, or `False` for folders.
   *
   * @default - that of the provider: `_`
   */
  readonly pathTranslation?: string;
  /**
   * Whether the login is EKS Pod Identity, in place of a role that the ServiceAccount names.
   *
   * @default false
   */
  readonly usePodIdentity?: boolean;
  /**
   * At which address the agent of EKS Pod Identity is asked.
   *
   * @default - IPv4, then IPv6
   */
  readonly preferredAddressType?: 'ipv4' | 'ipv6';
  /** The files. */
  readonly objects: readonly [AwsObject, ...AwsObject[]];
}

const PARAMETERS: ParameterTable<AwsParameters> = {
  region: { check: awsRegion },
  failoverRegion: { check: awsRegion },
  pathTranslation: { check: matching(/^(?:False|[^/\s])$/, '"False" or one character that is no slash') },
  usePodIdentity: { check: flag },
  preferredAddressType: { check: oneOf('ipv4', 'ipv6') },
  objects: { required: true, check: list },
};

interface EveryField extends AwsObjectVersion {
  readonly objectName: string;
  readonly objectType?: string;
  readonly objectAlias?: string;
  readonly failoverObject?: object;
  readonly jmesPath?: readonly JmesPath[];
}

const VERSION: ParameterTable<AwsObjectVersion> = { objectVersion: { check: text }, objectVersionLabel: { check: text } };
const OBJECT: ParameterTable<EveryField> = {
  objectName: { required: true, check: text },
  objectType: { check: oneOf('secretsmanager', 'ssmparameter') },
  objectAlias: { check: fileBelow },
  failoverObject: { check: object },
  jmesPath: { check: list },
  ...VERSION,
};
const FAILOVER: ParameterTable<AwsObjectVersion & { objectName: string }> = { objectName: { required: true, check: text }, ...VERSION };
const JMES: ParameterTable<JmesPath> = { path: { required: true, check: text }, objectAlias: { required: true, check: fileBelow } };
const MODE = { filePermission: 'it is `fileMode` of the SecretProviderClass, for all files' };

export function awsParameters(place: Place, given: AwsParameters, fileMode: number): ProviderParameters {
  checkParameters(place, given, PARAMETERS);
  const { objects, usePodIdentity, ...rest } = given;
  for (const [index, object] of objects.entries()) checkObject({ ...place, at: `${place.at}.objects[${index}]` }, object, given);
  const files = objects.flatMap(({ objectName, objectAlias = objectName, jmesPath = [] }) =>
    [objectAlias, ...jmesPath.map((each) => each.objectAlias)].map((name) => fileName(name, given.pathTranslation)),
  );
  checkFiles(place, files);
  // Here it must be text of four digits; a number would be read as a decimal one.
  const filePermission = `0${fileMode.toString(8)}`;
  const text = objectsText(objects.map((object) => ({ ...object, filePermission })));
  const identity = usePodIdentity === undefined ? {} : { usePodIdentity: String(usePodIdentity) };
  return { provider: 'aws', parameters: { ...rest, ...identity, objects: text }, files };
}

/** What the provider itself refuses (provider/secret_descriptor.go), said before a pod waits for it. */
function checkObject(place: Place, object: AwsObject, { region: first, failoverRegion: second }: AwsParameters): void {
  checkParameters(place, object, OBJECT, MODE);
  const { objectName, objectType, failoverObject, jmesPath = [] } = object;
  const isArn = objectName.startsWith('arn:');
  if (!isArn && objectType === undefined)
    throw parameterError(place, `"${place.at}.objectType" is missing: a name does not say which service it is of`);
  checkRegion({ ...place, at: `${place.at}.objectName` }, objectName, first);
  if (object.objectAlias === undefined && fileBelow(fileName(objectName, undefined)) !== undefined)
    throw parameterError(place, `"${place.at}.objectAlias" is missing: objectName cannot be the name of a file`);
  const both = object.objectVersion !== undefined && object.objectVersionLabel !== undefined;
  if (both && serviceOf(objectName, objectType) === 'ssmparameter')
    throw parameterError(place, `"${place.at}" has objectVersion and objectVersionLabel: Parameter Store takes one of the two`);
  for (const [index, each] of jmesPath.entries()) {
    const at = { ...place, at: `${place.at}.jmesPath[${index}]` };
    checkParameters(at, each, JMES, MODE);
    if (each.path.replace(/"[^"]*"/g, '').includes('-'))
      throw parameterError(at, `"${at.at}.path" has a dash that is not quoted: JMESPath reads it as something else`, `Write '"api-key"'.`);
  }
  if (failoverObject === undefined) return;
  checkParameters({ ...place, at: `${place.at}.failoverObject` }, failoverObject, FAILOVER);
  if (object.objectAlias === undefined)
    throw parameterError(place, `"${place.at}.objectAlias" is missing: the file has one name in both regions`);
  if (second === undefined) throw parameterError(place, `"${place.at}.failoverObject" needs "failoverRegion"`);
  if (failoverObject.objectVersion !== object.objectVersion)
    throw parameterError(place, `"${place.at}.failoverObject.objectVersion" must be that of the object`);
  checkRegion({ ...place, at: `${place.at}.failoverObject.objectName` }, failoverObject.objectName, second);
}

function checkRegion(place: Place, name: string, region: string | undefined): void {
  if (!name.startsWith('arn:') || region === undefined || name.split(':')[3] === region) return;
  throw parameterError(place, `"${place.at}" is an ARN of another region than it is read in`, 'Name both alike; the provider refuses it.');
}

function serviceOf(name: string, type: string | undefined): string | undefined {
  return type ?? (name.split(':')[2] === 'ssm' ? 'ssmparameter' : name.split(':')[2]);
}

function fileName(name: string, translation = '_'): string {
  return translation === 'False' ? name.replace(/^\/+/, '') : name.replaceAll('/', translation);
}
