import type { Path } from '../controls/requirement';
import type { Resource } from '../engine/resource';
import type { SettingName } from './assumptions';

/** Why an object cannot be judged as its author meant it. */
export interface ReachabilityProblem {
  readonly resource: Resource;
  /** From the root of the object. */
  readonly path: Path;
  /** Completes "… : ". */
  readonly message: string;
  /** The options that would settle it. */
  readonly options?: readonly SettingName[];
}
