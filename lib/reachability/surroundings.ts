import { isObject, type Json, listOf } from '../controls/requirement';
import { labelsOf } from '../controls/workload/label-selector';
import type { Resource } from '../engine/resource';
import { type Labels, PROTOCOLS } from './endpoint';
import { isPortNumber } from './policy';
import type { PortTest } from './ports';

/** A set of addresses with a name, to which policies refer. */
export interface AddressSet {
  readonly name: string;
  /** Undefined where it is for the whole cluster. */
  readonly namespace: string | undefined;
  readonly labels: Labels;
  /** As written. */
  readonly nets: readonly string[];
}

/** A Service, as policies refer to it. */
export interface ServiceReference {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  /** Its `spec.selector`; undefined where it has none. */
  readonly selects: Json | undefined;
  /** The ports of its pods that it leads to. */
  readonly ports: readonly PortTest[];
}

/** What policies refer to, beside pods. */
export interface Surroundings {
  readonly services: readonly ServiceReference[];
  readonly cidrGroups: readonly AddressSet[];
  /** The labels of each, by `namespace/name`. */
  readonly serviceAccounts: ReadonlyMap<string, Labels>;
}

/** Labels as a map without anything inherited, strings only. */
export function plainLabels(labels: Json): Labels {
  const plain: Record<string, string> = Object.create(null);
  for (const [key, value] of Object.entries(labels)) if (typeof value === 'string') plain[key] = value;
  return plain;
}

export function surroundingsOf(resources: readonly Resource[]): Surroundings {
  const services: ServiceReference[] = [];
  const cidrGroups: AddressSet[] = [];
  const serviceAccounts = new Map<string, Labels>();
  for (const { group, kind, name, namespace = 'default', object } of resources) {
    const labels = plainLabels(labelsOf(object));
    const spec: Json = isObject(object.spec) ? object.spec : {};
    if (group === '' && kind === 'Service')
      services.push({
        name,
        namespace,
        labels,
        selects: isObject(spec.selector) && Object.keys(spec.selector).length > 0 ? spec.selector : undefined,
        ports: listOf(spec.ports).flatMap(targetOf),
      });
    if (group === '' && kind === 'ServiceAccount') serviceAccounts.set(`${namespace}/${name}`, labels);
    if (group === 'cilium.io' && kind === 'CiliumCIDRGroup')
      cidrGroups.push({ name, namespace: undefined, labels, nets: textsIn(spec.externalCIDRs) });
  }
  return { services, cidrGroups, serviceAccounts };
}

function targetOf({ port, targetPort = port, protocol = 'TCP' }: Json): readonly PortTest[] {
  const protocols = PROTOCOLS.filter((each) => each === protocol);
  if (typeof targetPort === 'string') return [{ protocols, port: targetPort }];
  return isPortNumber(targetPort) ? [{ protocols, port: { first: targetPort, last: targetPort } }] : [];
}

export function textsIn(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string') : [];
}
