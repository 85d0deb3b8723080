import { isObject, type Json, listOf, podsOf } from '../controls/requirement';
import { labelsOf } from '../controls/workload/label-selector';
import type { Resource } from '../engine/resource';

const HASH = 'pod-template-hash';

/**
 * Those of the workloads that no other one among the objects has made: what a cluster lists are Deployments, their ReplicaSets and their pods.
 * One whose labels are no longer those of its owner's template is left by itself, since policies select it by its own; so is one in the network of its
 * node whose owner's pods are not.
 */
export function withoutOwned(resources: readonly Resource[]): readonly Resource[] {
  if (!resources.some(({ object }) => ownersOf(object).length > 0)) return resources;
  const known = new Map(resources.map((each) => [keyOf(each.group, each.kind, each.namespace, each.name), each]));
  const makers = new Map(resources.map((each) => [each, makerOf(each, known)]));
  return resources.filter((each) => {
    const before = new Set([each]);
    let top = each;
    for (let maker = makers.get(top); maker !== undefined; maker = makers.get(top)) {
      if (before.has(maker)) return true; // each made by the other: somebody wrote that by hand
      before.add(maker);
      top = maker;
    }
    return top === each;
  });
}

function makerOf(made: Resource, known: ReadonlyMap<string, Resource>): Resource | undefined {
  return ownersOf(made.object)
    .flatMap((reference) => {
      const { apiVersion, kind, name } = reference;
      return known.get(keyOf(groupOf(apiVersion), kind, made.namespace, name)) ?? behind(made, reference, known);
    })
    .find((owner) => isMadeBy(made, owner));
}

/** The Deployment of a ReplicaSet that is not among the objects: it adds a hash to its name. */
function behind(of: Resource, { kind, name }: Json, known: ReadonlyMap<string, Resource>): readonly Resource[] {
  const hash = labelsOf(of.object)[HASH];
  if (kind !== 'ReplicaSet' || typeof name !== 'string' || typeof hash !== 'string' || !name.endsWith(`-${hash}`)) return [];
  const deployment = known.get(keyOf('apps', 'Deployment', of.namespace, name.slice(0, -hash.length - 1)));
  return deployment === undefined ? [] : [deployment];
}

function isMadeBy(made: Resource, owner: Resource): boolean {
  const [pods, templates] = [made, owner].map(({ group, kind, object }) => podsOf(group, kind, object).pods) as [Pods, Pods];
  return (
    pods.length > 0 &&
    pods.every((pod) => {
      const labels = labelsOf({ metadata: pod.metadata });
      return templates.some(
        ({ metadata, spec }) =>
          (spec.hostNetwork === true) === (pod.spec.hostNetwork === true) &&
          Object.entries(labelsOf({ metadata })).every(([key, value]) => labels[key] === value),
      );
    })
  );
}

type Pods = ReturnType<typeof podsOf>['pods'];

function ownersOf({ metadata }: Json): readonly Json[] {
  return isObject(metadata) ? listOf(metadata.ownerReferences) : [];
}

function groupOf(apiVersion: unknown): string {
  const [group = '', version] = String(apiVersion).split('/');
  return version === undefined ? '' : group;
}

function keyOf(group: string, kind: unknown, namespace: string | undefined, name: unknown): string {
  return JSON.stringify([group, kind, namespace ?? 'default', name]);
}
