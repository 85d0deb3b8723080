import { type ControlId, controlById } from '../../../lib/controls/catalogue';
import type { Json } from '../../../lib/controls/requirement';
import { audit } from '../../../lib/engine/audit';
import type { Finding } from '../../../lib/engine/finding';
import { LATEST_MINOR } from '../../../lib/engine/plan';
import { resource } from '../../../lib/engine/resource';
import { defineProfile, type Profile } from '../../../lib/profiles/profile';

/** A profile that asks one control only. */
export function only(control: ControlId, parameters: object = {}): Profile {
  return defineProfile({ name: 'only', controls: { [controlById(control).id]: { level: 'fail', ...parameters } } });
}

interface Asked {
  readonly parameters?: object;
  readonly minor?: number;
}

/** What one control finds in objects that are read together. */
export function findingsIn(
  control: ControlId,
  objects: readonly Json[],
  { parameters, minor = LATEST_MINOR }: Asked = {},
): readonly Finding[] {
  return audit(
    objects.map((each) => resource(each)),
    { profile: only(control, parameters), minor },
  ).findings;
}

/** The places of findings, as people write them: `Deployment web spec.replicas`. */
export function placesOf(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ resource: { kind, name }, path }) => `${kind} ${name} ${path.join('.')}`);
}
