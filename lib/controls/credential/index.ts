export { CREDENTIAL_FORMATS, credentialFormat } from './credential-format';
export { holdsCredential } from './credential-lines';
export { isCredentialName } from './credential-name';
export type { CredentialFormat } from './format';
export { literalCredential } from './literal-credential';
