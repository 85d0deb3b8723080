import type { PlannedFix } from './planned-fixes';

/** The changes that are not made, each with the reason. */
export type Withheld = Map<PlannedFix, string>;
