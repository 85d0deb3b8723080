import type { ApiObject } from 'cdk8s';
import type { Finding } from '../../engine/finding';

const decided = new WeakMap<ApiObject, ReadonlySet<string>>();

/**
 * Synthesis does not advise on these controls for an object that a construct of ours writes, since the props of the construct are the
 * decision that they ask for. What a profile fails still fails; an audit of what was written, which knows no construct, still says it.
 */
export function decidedByProps(object: ApiObject, controls: readonly string[]): void {
  decided.set(object, new Set(controls));
}

/** The advice that is left for a reader to decide. */
export function undecided(object: ApiObject, advice: readonly Finding[]): readonly Finding[] {
  const controls = decided.get(object);
  return controls === undefined ? advice : advice.filter(({ control }) => !controls.has(control));
}
