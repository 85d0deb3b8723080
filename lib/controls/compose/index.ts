export { composeBuildSecrets } from './compose-build-secrets';
export { composeIgnoredSetting } from './compose-ignored-setting';
export { composeInlineSecret } from './compose-inline-secret';
export { composeInternalNetwork } from './compose-internal-network';
export { composePublishedDatabase } from './compose-published-database';
export { composeSharedDefaultNetwork } from './compose-shared-default-network';
