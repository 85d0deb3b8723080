import { Size } from 'cdk8s';
import { type AbstractPod, type Container, type ContainerResources, Cpu } from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import { isObject, type Json, listOf } from '../../controls/requirement';
import { harden } from '../../engine/harden';
import { resource } from '../../engine/resource';
import type { Profile } from '../../profiles/profile';
import { containersOf } from '../hardening/containers';
import { profileOf } from '../hardening/profile-scope';

/** Metadata of this type holds the resources of containers in a subtree. */
const RESOURCES = 'tempered:resources';

/**
 * Sets the resources of all containers below a scope, an App or a Chart, that state none of their own. The nearest scope wins.
 *
 * @example
 * ```ts
 * setDefaultResources(app, {
 *   cpu: { request: Cpu.millis(50) },
 *   memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
 * });
 * ```
 */
export function setDefaultResources(scope: IConstruct, resources: ContainerResources): void {
  scope.node.addMetadata(RESOURCES, resources);
}

/** Containers that state no resources of their own. */
const unstated = new WeakSet<object>();

/**
 * Makes the container, which states no resources, have those of its scope. They are looked up when they are asked for: scopes and
 * profiles may be set after the container is made.
 */
export function useDefaultResources(pod: AbstractPod, container: Container): void {
  const upstream = container.resources;
  unstated.add(container);
  Object.defineProperty(container, 'resources', {
    configurable: true,
    enumerable: true,
    get: () => resourcesOf(pod) ?? resourcesUnder(profileOf(pod)) ?? upstream,
  });
}

/**
 * Takes out of a rendered pod spec what cdk8s-plus assumes for containers that state no resources, where neither the scope nor the
 * profile has any: such a profile leaves them to the cluster. The containers themselves keep it, since a HorizontalPodAutoscaler
 * insists on some.
 */
export function leaveOutAssumedResources(workload: IConstruct, spec: Json): void {
  const assumed = containersOf(workload).filter((container) => unstated.has(container));
  if (assumed.length === 0 || resourcesOf(workload) !== undefined || resourcesUnder(profileOf(workload)) !== undefined) return;
  const names = new Set(assumed.map((container) => ('name' in container ? container.name : undefined)));
  for (const container of [...listOf(spec.containers), ...listOf(spec.initContainers)]) {
    if (names.has(container.name)) Reflect.deleteProperty(container, 'resources');
  }
}

function resourcesOf(construct: IConstruct): ContainerResources | undefined {
  for (let scope: IConstruct | undefined = construct; scope !== undefined; scope = scope.node.scope) {
    const entry = scope.node.metadata.findLast(({ type }) => type === RESOURCES);
    if (entry !== undefined) return entry.data;
  }
  return undefined;
}

const known = new WeakMap<Profile, { readonly resources: ContainerResources | undefined }>();

/**
 * What the profile fills in for a container without resources; undefined where it has no opinion.
 *
 * Hardening would fill in the same at the end. A HorizontalPodAutoscaler asks before, and only the controls know: so they are asked.
 */
function resourcesUnder(profile: Profile): ContainerResources | undefined {
  let entry = known.get(profile);
  if (entry === undefined) {
    const pod = { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'main' }] } };
    const { object } = harden(resource(pod), { profile }).resource;
    const filledIn: unknown = object.spec.containers[0].resources;
    entry = { resources: isObject(filledIn) ? readResources(filledIn.requests, filledIn.limits) : undefined };
    known.set(profile, entry);
  }
  return entry.resources;
}

/** CPU and memory; ephemeral storage has no place in an autoscaler, and cdk8s-plus would render it in whole Gi only. */
function readResources(requests: unknown, limits: unknown): ContainerResources {
  return {
    cpu: { request: cpu(text(requests, 'cpu')), limit: cpu(text(limits, 'cpu')) },
    memory: { request: memory(text(requests, 'memory')), limit: memory(text(limits, 'memory')) },
  };
}

function text(quantities: unknown, name: string): string | undefined {
  return isObject(quantities) && quantities[name] !== undefined ? String(quantities[name]) : undefined;
}

function cpu(quantity: string | undefined): Cpu | undefined {
  if (quantity === undefined) return undefined;
  return quantity.endsWith('m') ? Cpu.millis(Number(quantity.slice(0, -1))) : Cpu.units(Number(quantity));
}

/** Written in another unit it is left to hardening. */
function memory(quantity: string | undefined): Size | undefined {
  const [, amount, unit] = /^(\d+)(Mi|Gi)$/.exec(quantity ?? '') ?? [];
  if (amount === undefined) return undefined;
  return unit === 'Gi' ? Size.gibibytes(Number(amount)) : Size.mebibytes(Number(amount));
}
