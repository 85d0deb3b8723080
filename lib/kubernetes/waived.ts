import type { WaiverProps } from './waive';

/**
 * An insecure value, taken on purpose.
 *
 * Props that tempered adds accept their secure values plainly and the insecure ones only in this form, so that the reason stands
 * beside the value, and what nobody gave a reason for does not compile. (Props of cdk8s-plus keep their types, so that programs
 * keep compiling; there an insecure value needs an entry in `waivers`, or a call of `waive()`, or synthesis fails.)
 *
 * @example
 * ```ts
 * new Deployment(this, 'profiler', {
 *   containers: [{ image }],
 *   shareProcessNamespace: { value: true, reason: 'attaches to the program beside it', expires: '2027-03-31' },
 * });
 * ```
 */
export interface Waived<T> extends Pick<WaiverProps, 'reason' | 'expires' | 'ticket'> {
  /** The value. */
  readonly value: T;
}

export function isWaived<T, S>(value: S | Waived<T>): value is Waived<T> {
  return typeof value === 'object' && value !== null && 'value' in value && 'reason' in value;
}
