import { CATALOGUE } from '../../../lib/controls/catalogue';
import type { DockerContainer } from '../../../lib/controls/docker/container';
import { exampleObject } from '../../../lib/controls/example-object';
import type { Json, Observation } from '../../../lib/controls/requirement';
import { evaluate } from '../../../lib/engine/evaluate';
import { type Hardened, harden } from '../../../lib/engine/harden';
import { Inventory } from '../../../lib/engine/inventory';
import { LATEST_MINOR, planOf } from '../../../lib/engine/plan';
import { resource } from '../../../lib/engine/resource';
import { defineProfile, type Profile } from '../../../lib/profiles/profile';

/** The fields of a container, of whatever shape. */
export type Fields = { readonly [field in keyof DockerContainer]?: unknown };

/** A container named `web` with an image that passes every image control. */
export function container(fields: Fields): Json {
  return { ...exampleObject({ because: '', docker: {} }), ...fields };
}

/** A network named `back`. */
export function network(fields: Json): Json {
  return { apiVersion: 'docker/v1', kind: 'Network', metadata: { name: 'back' }, declaredBy: 'compose', ...fields };
}

/** What a daemon.json says. */
export function daemon(fields: Json, name = 'daemon.json'): Json {
  return { apiVersion: 'docker/v1', kind: 'Daemon', metadata: { name }, declaredBy: 'file', ...fields };
}

/** A profile that asks these controls; all of them where none is named. */
export function profileOf(...ids: readonly string[]): Profile {
  const asked = ids.length === 0 ? CATALOGUE.map(({ id }) => id) : ids;
  return defineProfile({ name: 'some', controls: Object.fromEntries(asked.map((id) => [id, 'fail'])) });
}

export interface Judgement {
  readonly verdict: string;
  readonly observations: readonly Observation[];
  readonly malformed: readonly Observation[];
}

/** What one control says of an object that is read together with others. */
export function judge(id: string, object: Json, ...others: readonly Json[]): Judgement {
  const subject = resource(object);
  const { verdicts, observations, malformed } = evaluate(
    planOf(profileOf(id), LATEST_MINOR),
    subject,
    new Inventory([subject, ...others.map((each) => resource(each))]),
  );
  return {
    verdict: verdicts[0]?.verdict ?? 'not-applicable',
    observations: observations.map(({ observation }) => observation),
    malformed,
  };
}

/** What hardening makes of an object under these controls. */
export function hardened(object: Json, ids: readonly string[], override = false): Hardened {
  return harden(resource(object), { profile: profileOf(...ids), override });
}
