import type { Construct } from 'constructs';
import { givenOf } from '../exactly-one';
import {
  awsRegion,
  type Check,
  checkParameters,
  https,
  list,
  matching,
  object,
  oneOf,
  type ParameterTable,
  type Place,
  parameterError,
  text,
  uuid,
  vaultMount,
} from '../parameter-table';
import type { AwsStore, AzureKeyVaultStore, GcpStore, StoreProvider, StoreProviders } from './store-provider';
import type { CertificateSource, OperatorIdentity, StoreCredential, StoreIdentity } from './store-reference';
import type {
  OtherVaultLogins,
  VaultAppRoleLogin,
  VaultCertificateLogin,
  VaultJwtLogin,
  VaultKubernetesLogin,
  VaultServer,
} from './vault-store';

/** Something beside the store that it names. */
export interface StoreNeighbour {
  /** Where in the options it is named: `vault.serviceAccount`. */
  readonly at: string;
  readonly namespace: string | undefined;
}

const account: Check = (value) => (value === 'operator' ? undefined : object(value) && 'an object, or "operator"');
const certificates: Check = (value) =>
  typeof value === 'string' && value.includes('-----BEGIN CERTIFICATE-----') && !value.includes('PRIVATE KEY')
    ? undefined
    : 'certificates in PEM, and nothing else';

const SERVER: ParameterTable<VaultServer> = {
  server: { required: true, check: https },
  path: { required: true, check: vaultMount },
  version: { check: oneOf('v1', 'v2') },
  namespace: { check: text },
  caProvider: { check: object },
  caBundle: { check: certificates },
};
const OTHERS: ParameterTable<Partial<OtherVaultLogins>> = { jwt: { check: object }, appRole: { check: object }, cert: { check: object } };
const KUBERNETES: ParameterTable<VaultKubernetesLogin> = {
  role: { required: true, check: text },
  mountPath: { check: vaultMount },
  serviceAccount: { required: true, check: object },
};
const JWT: ParameterTable<VaultJwtLogin> = {
  role: { required: true, check: text },
  path: { check: vaultMount },
  serviceAccount: { check: object },
  secretRef: { check: object },
};
const APP_ROLE: ParameterTable<VaultAppRoleLogin> = {
  path: { check: vaultMount },
  secretRef: { required: true, check: object },
  roleId: { check: text },
  roleRef: { check: object },
};
const CERTIFICATE: ParameterTable<VaultCertificateLogin> = {
  path: { check: vaultMount },
  vaultRole: { check: text },
  clientCert: { required: true, check: object },
  secretRef: { required: true, check: object },
};
const AZURE: ParameterTable<AzureKeyVaultStore> = {
  vaultUrl: { required: true, check: https },
  tenantId: { check: uuid },
  environmentType: { check: oneOf('PublicCloud', 'USGovernmentCloud', 'ChinaCloud') },
  serviceAccount: { required: true, check: account },
};
const AWS: ParameterTable<AwsStore> = {
  service: { required: true, check: oneOf('SecretsManager', 'ParameterStore') },
  region: { required: true, check: awsRegion },
  role: { check: matching(/^arn:/, 'the ARN of a role') },
  externalID: { check: text },
  prefix: { check: text },
  serviceAccount: { required: true, check: account },
};
const GCP: ParameterTable<GcpStore> = {
  projectId: { required: true, check: text },
  location: { check: text },
  clusterLocation: { check: text },
  clusterName: { check: text },
  clusterProjectID: { check: text },
  serviceAccount: { required: true, check: account },
};
const IDENTITY: ParameterTable<StoreIdentity> = {
  name: { required: true, check: text },
  namespace: { check: text },
  audiences: { check: list },
};
const CREDENTIAL: ParameterTable<StoreCredential> = {
  name: { required: true, check: text },
  key: { required: true, check: text },
  namespace: { check: text },
};
const CERTIFICATES: ParameterTable<CertificateSource> = { type: { required: true, check: oneOf('ConfigMap', 'Secret') }, ...CREDENTIAL };

const PROVIDERS = ['vault', 'azureKeyVault', 'aws', 'gcp'] as const satisfies readonly (keyof StoreProviders)[];

/**
 * The types ask for all this; JavaScript, values that are made up at run time, and objects that were spread together do not.
 *
 * @returns what the store names beside it
 * @throws a TemperedError `invalid-secret-store`
 */
export function checkStore(scope: Construct, id: string, props: StoreProvider): readonly StoreNeighbour[] {
  const place = (at: string): Place => ({ scope, id, at, code: 'invalid-secret-store' });
  const neighbours: StoreNeighbour[] = [];
  const neighbour = <Kind extends { readonly namespace?: string }>(
    at: string,
    named: Kind | undefined,
    table: ParameterTable<Kind>,
  ): void => {
    if (named === undefined) return;
    checkParameters(place(at), named, table);
    neighbours.push({ at, namespace: named.namespace });
  };
  const given = givenOf(props, PROVIDERS);
  if (given.length !== 1) {
    const wrong = given.length === 0 ? '' : `, and not ${given.map((each) => `"${each}"`).join(' and ')}`;
    throw parameterError(
      place(''),
      `a store has one of "vault", "azureKeyVault", "aws" and "gcp"${wrong}`,
      given.length > 1 ? ONE_EACH : undefined,
    );
  }
  if (props.vault !== undefined) checkVault(place, neighbour, props.vault);
  const check = <Store extends { readonly serviceAccount: StoreIdentity | OperatorIdentity }>(
    at: string,
    store: Store | undefined,
    table: ParameterTable<Store>,
  ): void => {
    if (store === undefined) return;
    checkParameters(place(at), store, table);
    if (store.serviceAccount !== 'operator') neighbour(`${at}.serviceAccount`, store.serviceAccount, IDENTITY);
  };
  check('azureKeyVault', props.azureKeyVault, AZURE);
  check('aws', props.aws, AWS);
  check('gcp', props.gcp, GCP);
  return neighbours;
}
const ONE_EACH = 'Make a store for each.';

type Neighbour = <Kind extends { readonly namespace?: string }>(at: string, named: Kind | undefined, table: ParameterTable<Kind>) => void;

function checkVault(place: (at: string) => Place, neighbour: Neighbour, store: StoreProviders['vault']): void {
  const others = givenOf(store, ['jwt', 'appRole', 'cert']);
  if (others.length > 1)
    throw parameterError(place('vault'), `"vault" has one login, and not ${others.map((each) => `"${each}"`).join(' and ')}`);
  const [other] = others;
  if (other === undefined) checkParameters(place('vault'), store, { ...SERVER, ...KUBERNETES, ...OTHERS });
  else {
    const because = `it belongs to the Kubernetes login, and "vault.${other}" is another`;
    checkParameters(place('vault'), store, { ...SERVER, ...OTHERS }, { role: because, mountPath: because, serviceAccount: because });
  }
  neighbour('vault.caProvider', store.caProvider, CERTIFICATES);
  if (store.caProvider !== undefined && store.caBundle !== undefined)
    throw parameterError(place('vault'), '"vault" has one of "caProvider" and "caBundle"');
  neighbour('vault.serviceAccount', store.serviceAccount, IDENTITY);
  const { jwt, appRole, cert } = store;
  if (jwt !== undefined) {
    checkParameters(place('vault.jwt'), jwt, JWT);
    oneOfTwo(place('vault.jwt'), jwt, ['serviceAccount', 'secretRef']);
    neighbour('vault.jwt.serviceAccount', jwt.serviceAccount, IDENTITY);
    neighbour('vault.jwt.secretRef', jwt.secretRef, CREDENTIAL);
  }
  if (appRole !== undefined) {
    checkParameters(place('vault.appRole'), appRole, APP_ROLE);
    oneOfTwo(place('vault.appRole'), appRole, ['roleId', 'roleRef']);
    neighbour('vault.appRole.roleRef', appRole.roleRef, CREDENTIAL);
    neighbour('vault.appRole.secretRef', appRole.secretRef, CREDENTIAL);
  }
  if (cert !== undefined) {
    checkParameters(place('vault.cert'), cert, CERTIFICATE);
    neighbour('vault.cert.clientCert', cert.clientCert, CREDENTIAL);
    neighbour('vault.cert.secretRef', cert.secretRef, CREDENTIAL);
  }
}

function oneOfTwo(place: Place, given: object, names: readonly [string, string]): void {
  if (givenOf(given, names).length !== 1) throw parameterError(place, `"${place.at}" has one of "${names[0]}" and "${names[1]}"`);
}
