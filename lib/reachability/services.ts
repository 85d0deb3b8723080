import { type Match, matchOf } from './certainty';
import type { Endpoint } from './endpoint';
import type { Mentions } from './policy';
import type { PortTest } from './ports';
import type { ServiceReference } from './surroundings';

/** What a rule means by a Service. */
export interface ServicePeer {
  readonly matches: (end: Endpoint) => Match;
  /** The ports of its pods that it leads to; undefined: any. */
  readonly ports?: readonly PortTest[];
  /** What a match depends on, where it is not an address. */
  readonly doubt?: string;
}

/** The Service of the API server, which every cluster has and no manifest. */
const API_SERVER = { name: 'kubernetes', namespace: 'default' } as const;
/** The ports behind it: of managed clusters, and of those that kubeadm makes. */
const API_SERVER_PORTS = [443, 6443].map((port): PortTest => ({ protocols: ['TCP'], port: { first: port, last: port } }));
const API_SERVER_PEER: ServicePeer = {
  matches: (end) => matchOf(end.kind === 'outsider' && end.entity === 'kube-apiserver'),
  ports: API_SERVER_PORTS,
};

/** Who is behind a Service: its pods, the API server, or what somebody put there. */
export function servicePeer({ name, namespace, selects, ports }: ServiceReference): ServicePeer {
  if (selects === undefined)
    return isApiServer(name, namespace) ? API_SERVER_PEER : { matches: (end) => (end.kind === 'pod' ? 'no' : 'maybe') };
  const asked = Object.entries(selects);
  return {
    matches: (end) =>
      matchOf(
        end.kind === 'pod' && !end.hostNetwork && end.namespace === namespace && asked.every(([key, value]) => end.labels[key] === value),
      ),
    ports,
  };
}

/**
 * A Service that is not among the objects: the API server, or whichever pods of its namespace.
 *
 * @param name undefined: one that is not named
 * @param namespace undefined: of any
 */
export function absentService(name: string | undefined, namespace: string | undefined, mentions: Mentions): ServicePeer {
  if (isApiServer(name, namespace)) return API_SERVER_PEER;
  const called = name === undefined ? undefined : `${namespace ?? '*'}/${name}`;
  if (called !== undefined) mentions.absentServices.add(called);
  mentions.pods.push({ namespace, namespaces: [], pods: [] });
  return {
    matches: (end) => (end.kind === 'pod' && !end.hostNetwork && (namespace === undefined || end.namespace === namespace) ? 'maybe' : 'no'),
    doubt: `where ${called === undefined ? 'a Service' : `the Service ${called}`}, which is not among the objects, leads to it`,
  };
}

function isApiServer(name: string | undefined, namespace: string | undefined): boolean {
  return name === API_SERVER.name && namespace === API_SERVER.namespace;
}
