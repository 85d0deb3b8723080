import type { SeccompRule } from './seccomp-profile';

/** When a rule of the engine's default profile holds. */
export interface RuleCondition {
  /** Capabilities of the container, every one of them. */
  readonly caps?: readonly string[];
  /** Architectures of the host, one of them. */
  readonly arches?: readonly string[];
  /** The oldest version of the kernel. */
  readonly minKernel?: string;
}

/** A rule as the engine's default profile has it. */
export interface ConditionalRule extends SeccompRule {
  /** Where it holds. Default: everywhere. */
  readonly includes?: RuleCondition;
  /** Where it does not, though `includes` holds. */
  readonly excludes?: RuleCondition;
}

/**
 * The rules that hold for a container without capabilities on hosts of these architectures, without their conditions. A kernel is
 * taken to be new enough: the only one that the profile asks for is 4.8, of 2016.
 */
export function unconditional(rules: readonly ConditionalRule[], architectures: readonly string[]): readonly SeccompRule[] {
  const isOn = (arches: readonly string[]) => arches.some((each) => architectures.includes(each));
  return rules
    .filter(({ includes, excludes }) => {
      if (includes?.caps !== undefined) return false;
      if (includes?.arches !== undefined && !isOn(includes.arches)) return false;
      return !(excludes?.arches !== undefined && isOn(excludes.arches));
    })
    .map(({ includes, excludes, ...rule }) => rule);
}
