import { isAnonymous } from '../mesh/anonymous';
import { hasTcp, tcpPorts } from '../mesh/tcp-ports';
import { hasMeshed } from '../mesh/underneath';
import { unknownNamespace } from '../mesh/unknown-namespace';
import { objectName } from '../object-name';
import type { Flow, HttpRequest, PodsPeer, PolicyObject, StatedNetwork } from '../stated-network';
import { workloadLabels } from './refusals';

/** Who may come in, as `source` of a rule. */
type Source = Readonly<Record<string, readonly string[]>>;

/** Who is known by what. */
export interface KnownIdentities {
  /** Namespaces where workloads that nobody isolates let in nothing either. */
  readonly wholeNamespaces: readonly string[];
  readonly trustDomain: string;
  /** Blocks of the API server; undefined: unknown. */
  readonly apiServer: readonly string[] | undefined;
  /** Blocks of the nodes; undefined: unknown. */
  readonly nodes: readonly string[] | undefined;
  readonly unmeshed: ReadonlySet<string>;
}

const API_VERSION = 'security.istio.io/v1';
const ALLOW_NOTHING = 'allow-nothing';

/**
 * An AuthorizationPolicy for each workload, which allows its flows and, having none, nothing; and, where
 * namespaces are closed as a whole, one that allows nothing for each.
 *
 * Policies that allow add up, and no rule here is empty: an empty one would let in everybody. Nothing denies: of a connection that is
 * no HTTP a rule with methods or paths never holds when it allows, and always when it denies. So a flow with `http` needs a port that
 * Istio takes for HTTP, by the name of the Service's port (`http-web`) or its `appProtocol`; else nothing comes through.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export function authorizationPolicies(
  stated: readonly StatedNetwork[],
  scopeName: string,
  known: KnownIdentities,
): readonly PolicyObject[] {
  return [
    ...known.wholeNamespaces.map((namespace) => ({
      id: `istio-${ALLOW_NOTHING}-${namespace}`,
      apiVersion: API_VERSION,
      kind: 'AuthorizationPolicy',
      metadata: { name: `${scopeName}-${ALLOW_NOTHING}`, namespace },
      spec: {},
    })),
    ...stated.map((workload) => {
      const { name, namespace, path, pods, ingress } = workload;
      const rules = ingress.flatMap((flow) => ruleOf(flow, workload, known));
      return {
        id: `istio-authorization-${name}`,
        apiVersion: API_VERSION,
        kind: 'AuthorizationPolicy',
        metadata: { name: objectName(name, 'network'), ...(namespace !== undefined && { namespace }) },
        workload: path,
        spec: { selector: { matchLabels: workloadLabels(pods, path) }, action: 'ALLOW', ...(rules.length > 0 && { rules }) },
      };
    }),
  ];
}

/** One rule a flow: a request of HTTP in a rule takes all of it out of a connection that is none. */
function ruleOf(flow: Flow, workload: StatedNetwork, known: KnownIdentities): readonly object[] {
  if (!hasTcp(flow.ports)) return [];
  const ports = tcpPorts(flow.ports)?.map(String);
  const operations = flow.http?.map((request) => requestTo(ports, request)) ?? (ports === undefined ? undefined : [{ ports }]);
  return [
    {
      from: sources(flow, workload, known).map((source) => ({ source })),
      ...(operations !== undefined && { to: operations.map((operation) => ({ operation })) }),
    },
  ];
}

/** Any request, but nothing that is no HTTP: it has a method, whichever. */
function requestTo(ports: readonly string[] | undefined, { method, path }: HttpRequest): object {
  return {
    ...(ports !== undefined && { ports }),
    ...((method !== undefined || path === undefined) && { methods: [method ?? '*'] }),
    ...(path !== undefined && { paths: [path] }),
  };
}

/** Whoever has no identity is known by address, or told apart by the network plugin alone. */
const ANONYMOUS: Source = { notPrincipals: ['*'] };

function sources(flow: Flow, workload: StatedNetwork, { trustDomain, apiServer, nodes, unmeshed }: KnownIdentities): readonly Source[] {
  const { peer } = flow;
  if (peer.kind === 'cidr') return [{ ipBlocks: [peer.cidr], ...(peer.except.length > 0 && { notIpBlocks: peer.except }) }];
  if (peer.kind !== 'pods') {
    const blocks = peer.kind === 'nodes' ? nodes : apiServer;
    return [blocks === undefined ? ANONYMOUS : { ipBlocks: blocks }];
  }
  return [
    ...(isAnonymous(flow, unmeshed) ? [ANONYMOUS] : []),
    ...(hasMeshed(peer, unmeshed)
      ? [identities({ ...peer, namespaceNames: peer.namespaceNames?.filter((name) => !unmeshed.has(name)) }, workload, trustDomain)]
      : []),
  ];
}

/**
 * By account where the peer is one workload, else by namespace: labels of a pod are no part of its identity, so that the network plugin
 * tells apart the pods of a namespace.
 *
 * `serviceAccounts` knows an account of the policy's own namespace, whichever that turns out to be, and is there since Istio 1.25. It is
 * not taken otherwise: until 1.29.1 a dot in it stood for any character (CVE-2026-39350).
 */
function identities(peer: PodsPeer, { namespace, path }: StatedNetwork, trustDomain: string): Source {
  const { serviceAccount, namespaces } = peer;
  const names = peer.namespaceNames ?? (namespaces === 'own' && namespace !== undefined ? [namespace] : undefined);
  if (names !== undefined)
    return serviceAccount === undefined
      ? { namespaces: names }
      : { principals: names.map((name) => `${trustDomain}/ns/${name}/sa/${serviceAccount}`) };
  if (serviceAccount === undefined || namespaces !== 'own' || serviceAccount.includes('.')) throw unknownNamespace(path, peer, 'from');
  return { serviceAccounts: [serviceAccount] };
}
