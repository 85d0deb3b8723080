import type { Json } from '../../../../lib/controls/requirement';
import type {
  Flow,
  FlowPeer,
  FlowPort,
  HttpRequest,
  PodsPeer,
  PolicyObject,
  Selector,
  StatedNetwork,
} from '../../../../lib/kubernetes/network/stated-network';

export const labels = (all: Record<string, string>): Selector => ({ labels: all, expressions: [] });
export const tcp = (port: number, endPort?: number): FlowPort => ({ protocol: 'TCP', port, ...(endPort !== undefined && { endPort }) });

/** Every namespace of a scope: what is closed as a whole where all of it is isolated. */
export function namespacesOf(stated: readonly StatedNetwork[]): readonly string[] {
  return [...new Set(stated.flatMap(({ namespace: own }) => own ?? []))];
}

/** The pods of a workload of the namespace `shop`, as a peer. */
export function pods(app: string, more: Partial<PodsPeer> = {}): PodsPeer {
  return {
    kind: 'pods',
    name: `shop/${app}`,
    namespaces: 'own',
    namespaceNames: ['shop'],
    pods: labels({ app }),
    serviceAccount: app,
    ...more,
  };
}

/** Every pod of a namespace, by its name. */
export function namespace(name: string): PodsPeer {
  return {
    kind: 'pods',
    name: `namespace ${name}`,
    namespaces: labels({ 'kubernetes.io/metadata.name': name }),
    namespaceNames: [name],
    pods: labels({}),
    serviceAccount: undefined,
  };
}

export function flow(peer: FlowPeer, ports?: readonly FlowPort[], http?: readonly HttpRequest[]): Flow {
  return { peer, ports, http };
}

/** A workload of `shop`. */
export function workload(app: string, more: Partial<StatedNetwork> = {}): StatedNetwork {
  return {
    name: app,
    path: `shop/${app}`,
    namespace: 'shop',
    pods: labels({ app }),
    serviceAccount: app,
    ports: [tcp(8080)],
    ingress: [],
    egress: [],
    ...more,
  };
}

export const metadataBlock = '169.254.169.254/32';

/** A shop: the world to web, web to api, api to the database and to the API server; monitoring looks at all. */
export const shop: readonly StatedNetwork[] = [
  workload('web', {
    ingress: [flow({ kind: 'cidr', cidr: '0.0.0.0/0', except: [metadataBlock] }, [tcp(8080)]), flow(namespace('monitoring'), [tcp(9090)])],
    egress: [flow(pods('api'), [tcp(8080)])],
    ports: [tcp(8080), tcp(9090)],
  }),
  workload('api', {
    ingress: [flow(pods('web'), [tcp(8080)]), flow(namespace('monitoring'), [tcp(8080)])],
    egress: [flow(pods('database'), [tcp(5432)]), flow({ kind: 'api-server' }, undefined)],
  }),
  workload('database', { ingress: [flow(pods('api'), [tcp(5432)])], ports: [tcp(5432)] }),
];

/** What an API server gets to see of a policy. */
export function manifest({ apiVersion, kind, metadata, spec }: PolicyObject): Json {
  return { apiVersion, kind, metadata, spec };
}
