import type { Json } from '../../lib/controls/requirement';
import { type Resource, resource } from '../../lib/engine/resource';
import { type Flow, portsText, type Reachability } from '../../lib/reachability';

export const NAMESPACE = 'shop';

export interface PodFacts {
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly ports?: readonly object[];
  readonly spec?: object;
}

/** A pod that listens on TCP/8080, which it calls `http`. */
export function pod(name: string, { namespace = NAMESPACE, labels = { app: name }, ports, spec }: PodFacts = {}): Resource {
  return resource({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: { containers: [{ name: 'main', image: 'main', ports: ports ?? [{ name: 'http', containerPort: 8080 }] }], ...spec },
  });
}

export function namespace(name: string, labels: Readonly<Record<string, string>> = {}): Resource {
  return resource({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
}

function object(apiVersion: string, kind: string, namespaced: boolean) {
  return (spec: object, name = 'p', facts: Json = {}): Resource =>
    resource({ apiVersion, kind, metadata: { name, ...(namespaced && { namespace: NAMESPACE }), ...facts }, spec });
}

export const policy = object('networking.k8s.io/v1', 'NetworkPolicy', true);
export const cilium = object('cilium.io/v2', 'CiliumNetworkPolicy', true);
export const ciliumClusterwide = object('cilium.io/v2', 'CiliumClusterwideNetworkPolicy', false);
export const calico = object('projectcalico.org/v3', 'NetworkPolicy', true);
export const calicoGlobal = object('projectcalico.org/v3', 'GlobalNetworkPolicy', false);
export const clusterPolicy = object('policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy', false);

export const app = (name: string) => ({ matchLabels: { app: name } });

/** Flows as they read: `web -> api TCP/8080`. */
export function read(flows: readonly Flow[]): readonly string[] {
  const short = (name: string): string => name.replace(/^shop\/Pod\//, '');
  return flows.map(({ from, to, ports }) => `${short(from.name)} -> ${short(to.name)} ${portsText(ports)}`);
}

/** Of these ends alone. */
export function among(reach: Reachability, ...ends: readonly string[]): readonly string[] {
  return read(reach.flows()).filter((each) => ends.some((from) => ends.some((to) => each.startsWith(`${from} -> ${to} `))));
}
