import { TemperedError } from '../../../errors';
import { isAnonymous } from '../mesh/anonymous';
import { hasTcp } from '../mesh/tcp-ports';
import { hasMeshed } from '../mesh/underneath';
import { unknownNamespace } from '../mesh/unknown-namespace';
import { objectName } from '../object-name';
import type { Flow, FlowPort, PodsPeer, PolicyObject, Selector, StatedNetwork } from '../stated-network';

/** What Servers must know of the mesh. */
export interface LinkerdMesh {
  /** Blocks of the API server; undefined: unknown. */
  readonly apiServer: readonly string[] | undefined;
  /** Blocks of the nodes; undefined: unknown. */
  readonly nodes: readonly string[] | undefined;
  readonly controlPlane: string;
  readonly opaquePorts: ReadonlySet<number>;
  readonly trustDomain: string;
  readonly unmeshed: ReadonlySet<string>;
}

const GROUP = 'policy.linkerd.io';
const ALPHA = `${GROUP}/v1alpha1`;
/** What an object may have, less `-namespaces`. */
const LONGEST = 242;
const NETWORKS = 'NetworkAuthentication';
const IDENTITIES = 'MeshTLSAuthentication';

/**
 * A Server for each port that a workload declares or a flow names, which denies whoever is not authorized, and who is: identities of the
 * mesh and, for those without one, networks. They are alternatives, so each has an AuthorizationPolicy of its own: of one policy all
 * requirements must hold. Nor does a MeshTLSAuthentication take accounts and names of identities at once.
 *
 * The proxy finds out itself whether a port speaks HTTP (`unknown`), where it may: to say it wrongly would break the connections.
 *
 * @see https://linkerd.io/2/reference/authorization-policy/
 */
export function serversOf(workload: StatedNetwork, mesh: LinkerdMesh): readonly PolicyObject[] {
  const byPort = new Map<number, Flow[]>(declared(workload).map((port) => [port, []]));
  for (const flow of workload.ingress)
    for (const port of hasTcp(flow.ports) ? portsOf(flow, workload) : []) byPort.set(port, [...(byPort.get(port) ?? []), flow]);
  return [...byPort].sort(([a], [b]) => a - b).flatMap(([port, flows]) => server(workload, port, flows, mesh));
}

function declared({ ports }: StatedNetwork): readonly number[] {
  return ports.flatMap(({ protocol, port }) => (protocol === 'TCP' ? [port] : []));
}

/** Ranges and everything come to the ports that are declared: of others Linkerd has no Server. */
function portsOf({ ports, peer }: Flow, workload: StatedNetwork): readonly number[] {
  const own = declared(workload);
  const named = (ports ?? [{ protocol: 'TCP', port: 1, endPort: 65_535 }]).flatMap(({ protocol, port, endPort = port }: FlowPort) => {
    if (protocol !== 'TCP') return [];
    return port === endPort ? [port] : own.filter((each) => each >= port && each <= endPort);
  });
  if (named.length > 0) return [...new Set(named)];
  const from = peer.kind === 'pods' ? peer.name : peer.kind;
  throw new TemperedError('undeclared-port', `${workload.path}: a flow into it from ${from} names no port that its containers declare`, {
    hint: 'declare the ports of the container (ports, portNumber), or name single ports in the flow',
  });
}

function server(workload: StatedNetwork, port: number, flows: readonly Flow[], mesh: LinkerdMesh): readonly PolicyObject[] {
  const { namespace } = workload;
  // Of the longest suffix below there must be room left.
  const name = objectName(workload.name, String(port), LONGEST);
  const object = (apiVersion: string, kind: string, suffix: string, spec: PolicyObject['spec']): PolicyObject => ({
    id: `linkerd-${kind}-${name}${suffix}`,
    apiVersion,
    kind,
    metadata: { name: `${name}${suffix}`, ...(namespace !== undefined && { namespace }) },
    workload: workload.path,
    spec,
  });
  const authorize = (kind: string, suffix: string, spec: PolicyObject['spec']): readonly PolicyObject[] => [
    object(ALPHA, kind, suffix, spec),
    object(ALPHA, 'AuthorizationPolicy', suffix, {
      targetRef: { group: GROUP, kind: 'Server', name },
      requiredAuthenticationRefs: [{ group: GROUP, kind, name: `${name}${suffix}` }],
    }),
  ];
  const { accounts, namespaces } = meshIdentities(flows, workload, mesh);
  const networks = flows.flatMap((flow) => (isAnonymous(flow, mesh.unmeshed) ? networksOf(flow, mesh) : []));
  return [
    object(`${GROUP}/v1beta3`, 'Server', '', {
      podSelector: podSelector(workload.pods),
      port,
      proxyProtocol: mesh.opaquePorts.has(port) ? 'opaque' : 'unknown',
      accessPolicy: 'deny',
    }),
    ...(accounts.length === 0 ? [] : authorize(IDENTITIES, '-accounts', { identityRefs: unique(accounts) })),
    ...(namespaces.length === 0 ? [] : authorize(IDENTITIES, '-namespaces', { identities: unique(namespaces) })),
    ...(networks.length === 0 ? [] : authorize(NETWORKS, '-networks', { networks: unique(networks) })),
  ];
}

/** An account by reference, whose namespace may be left to be that of the object itself; a namespace by what all its identities end in. */
function meshIdentities(
  flows: readonly Flow[],
  workload: StatedNetwork,
  { controlPlane, trustDomain, unmeshed }: LinkerdMesh,
): { readonly accounts: readonly object[]; readonly namespaces: readonly string[] } {
  const accounts: object[] = [];
  const whole: string[] = [];
  for (const { peer } of flows) {
    if (peer.kind !== 'pods' || !hasMeshed(peer, unmeshed)) continue;
    const { serviceAccount } = peer;
    const namespaces = namespacesOf(peer, workload)?.filter((each) => !unmeshed.has(each));
    if (serviceAccount === undefined) {
      if (namespaces === undefined) throw unknownNamespace(workload.path, peer, 'from');
      whole.push(...namespaces.map((each) => `*.${each}.serviceaccount.identity.${controlPlane}.${trustDomain}`));
    } else {
      if (namespaces === undefined && peer.namespaces !== 'own') throw unknownNamespace(workload.path, peer, 'from');
      const reference = { kind: 'ServiceAccount', name: serviceAccount };
      accounts.push(...(namespaces?.map((namespace) => ({ ...reference, namespace })) ?? [reference]));
    }
  }
  return { accounts, namespaces: whole };
}

function namespacesOf({ namespaceNames, namespaces }: PodsPeer, { namespace }: StatedNetwork): readonly string[] | undefined {
  return namespaceNames ?? (namespaces === 'own' && namespace !== undefined ? [namespace] : undefined);
}

/** Addresses of pods nobody knows here; the network plugin tells those without a proxy apart. */
function networksOf({ peer }: Flow, { apiServer, nodes }: LinkerdMesh): readonly object[] {
  if (peer.kind === 'cidr') return [{ cidr: peer.cidr, ...(peer.except.length > 0 && { except: peer.except }) }];
  const blocks = (peer.kind === 'api-server' ? apiServer : peer.kind === 'nodes' ? nodes : undefined) ?? ANYWHERE;
  return blocks.map((cidr) => ({ cidr }));
}

const ANYWHERE: readonly string[] = ['0.0.0.0/0', '::/0'];

/** Linkerd takes labels or expressions, not both. */
function podSelector({ labels, expressions }: Selector): object {
  if (expressions.length === 0) return { matchLabels: labels };
  return {
    matchExpressions: [
      ...Object.entries(labels).map(([key, value]) => ({ key, operator: 'In', values: [value] })),
      ...expressions.map(({ key, operator, values }) => ({ key, operator, ...(values.length > 0 && { values }) })),
    ],
  };
}

function unique<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
