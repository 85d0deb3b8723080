export { composeServiceCodecs } from './codecs';
export type { ComposeContext } from './limits';
export { composeServiceProblems } from './problems';
export type { RunBy } from './resource-fields';
export { composeService, normaliseComposeService, type ServiceHeading } from './service';
