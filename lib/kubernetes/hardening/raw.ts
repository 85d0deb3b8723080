import type { ApiObject } from 'cdk8s';
import { podsOf } from '../../controls/requirement/pods';
import { isKubernetesObject, resource } from '../../engine/resource';
import { leaveOutAssumedResources } from '../pod/default-resources';
import { leaveOutAssumedProbes } from './init-probes';
import { writePodFields } from './pod-fields';
import { withoutRepeatedTerms } from './spread';

const originals = new WeakMap<ApiObject, () => unknown>();

/** Keeps how the object renders by itself. */
export function rememberOriginal(object: ApiObject, toJson: () => unknown): void {
  originals.set(object, toJson);
}

/** What the object renders before hardening, with the fields that cdk8s-plus has no options for. */
export function renderRaw(object: ApiObject): unknown {
  const original = originals.get(object);
  const json: unknown = original === undefined ? object.toJson() : original.call(object);
  if (!isKubernetesObject(json)) return json;
  const given = resource(json);
  writePodFields(object, given);
  const workload = object.node.scope;
  if (workload === undefined) return json;
  const spreads = 'spread' in workload && workload.spread === true;
  for (const { spec } of podsOf(given.group, given.kind, json).pods) {
    leaveOutAssumedResources(workload, spec);
    if ('initContainers' in workload) leaveOutAssumedProbes(spec);
    if (spreads) withoutRepeatedTerms(spec);
  }
  return json;
}
