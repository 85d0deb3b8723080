export type { AllowOnlyOptions } from './allow-only/compare';
export type { FlowText } from './allow-only/stated-flow';
export { type MatcherResult, temperedMatchers, toAllowOnly, toHoldControl, toPassProfile } from './matchers';
