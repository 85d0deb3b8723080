export { CREDENTIAL_FORMATS, credentialFormat } from './credential-format';
export { isCredentialName } from './credential-name';
export type { CredentialFormat } from './format';
export { literalCredential } from './literal-credential';
