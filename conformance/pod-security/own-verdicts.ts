import type { Json } from '../../lib/controls/requirement';
import { evaluate } from '../../lib/engine/evaluate';
import { Inventory } from '../../lib/engine/inventory';
import { planOf } from '../../lib/engine/plan';
import { type Resource, resource } from '../../lib/engine/resource';
import { podSecurityBaseline, podSecurityRestricted } from '../../lib/profiles/pod-security';
import { minorOfVersion, type PodSecurityLevel } from '../judges/pod-security-library';

const PROFILES = { baseline: podSecurityBaseline, restricted: podSecurityRestricted };
const nothingElse = new Inventory();

/** What our audit says of one object at a level in a version. */
export function isAllowed(object: Json | Resource, level: PodSecurityLevel, version: string): boolean {
  const subject = 'origin' in object ? (object as Resource) : resource(object);
  const { verdicts, malformed } = evaluate(planOf(PROFILES[level], minorOfVersion(version)), subject, nothingElse);
  if (malformed.length > 0) throw new Error(`${subject.name} is malformed at ${malformed.map(({ path }) => path.join('.')).join(', ')}`);
  if (verdicts.length === 0) throw new Error(`nothing was asked of ${subject.name}`);
  return verdicts.every(({ verdict }) => verdict === 'pass' || verdict === 'not-applicable');
}
