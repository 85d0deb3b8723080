import type { Construct } from 'constructs';
import { isObject } from '../../../controls/requirement';
import {
  awsRegion,
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
import type { AwsStore, AzureKeyVaultStore, GcpStore, StoreIdentity, StoreProvider, VaultStore } from './store-provider';

const serviceAccount = { required: true, check: object } as const;

const VAULT: ParameterTable<VaultStore> = {
  server: { required: true, check: https },
  path: { required: true, check: vaultMount },
  version: { check: oneOf('v1', 'v2') },
  namespace: { check: text },
  role: { required: true, check: text },
  mountPath: { check: vaultMount },
  serviceAccount,
};
const AZURE: ParameterTable<AzureKeyVaultStore> = { vaultUrl: { required: true, check: https }, tenantId: { check: uuid }, serviceAccount };
const AWS: ParameterTable<AwsStore> = {
  service: { required: true, check: oneOf('SecretsManager', 'ParameterStore') },
  region: { required: true, check: awsRegion },
  role: { check: matching(/^arn:/, 'the ARN of a role') },
  serviceAccount,
};
const GCP: ParameterTable<GcpStore> = {
  projectId: { required: true, check: text },
  clusterLocation: { required: true, check: text },
  clusterName: { required: true, check: text },
  serviceAccount,
};
const IDENTITY: ParameterTable<StoreIdentity> = {
  name: { required: true, check: text },
  namespace: { check: text },
  audiences: { check: list },
};

/**
 * The types ask for all this; JavaScript, values that are made up at run time, and objects that were spread together do not.
 *
 * @returns who logs in
 * @throws a TemperedError `invalid-secret-store`
 */
export function checkStore(scope: Construct, id: string, props: StoreProvider): StoreIdentity {
  const place = (at: string): Place => ({ scope, id, at, code: 'invalid-secret-store' });
  const identityOf = (at: string, identity: StoreIdentity): StoreIdentity => {
    checkParameters(place(`${at}.serviceAccount`), identity, IDENTITY);
    return identity;
  };
  if ('vault' in props) {
    checkParameters(place('vault'), props.vault, VAULT);
    return identityOf('vault', props.vault.serviceAccount);
  }
  if ('azureKeyVault' in props) {
    checkParameters(place('azureKeyVault'), props.azureKeyVault, AZURE);
    return identityOf('azureKeyVault', props.azureKeyVault.serviceAccount);
  }
  if ('aws' in props) {
    checkParameters(place('aws'), props.aws, AWS);
    return identityOf('aws', props.aws.serviceAccount);
  }
  if (isObject(props) && 'gcp' in props) {
    checkParameters(place('gcp'), props.gcp, GCP);
    return identityOf('gcp', props.gcp.serviceAccount);
  }
  throw parameterError(place(''), 'a store has one of "vault", "azureKeyVault", "aws" and "gcp"');
}
