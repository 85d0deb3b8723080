export { type MatcherResult, temperedMatchers, toHoldControl, toPassProfile } from './matchers';
