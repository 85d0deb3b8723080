import { holdsBlock } from '../address-block';
import { METADATA_BLOCKS } from '../cluster';
import type { Dialect } from '../dialect';
import { underneathOf } from '../mesh/over';
import { checkSettings } from '../mesh/settings';
import { nameOver, onTheWire, underneath, type Wire } from '../mesh/underneath';
import type { Flow, StatedNetwork } from '../stated-network';
import { authorizationPolicies } from './authorization-policy';
import { destinationRules } from './destination-rule';
import { egressObjects } from './egress';
import { peerAuthentications } from './peer-authentication';
import type { IstioProps, OutsideBlock } from './props';
import { type Reach, refusal } from './refusals';

/**
 * The port of istiod from which a sidecar gets its certificate and configuration; without it the pod does not become ready.
 *
 * @see https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio
 */
const ISTIOD = 15012;

/**
 * What a sidecar itself listens on: merged metrics, health, metrics of Envoy. Connections to these pass by the proxy, so the network plugin
 * alone says who comes in.
 *
 * @see https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio
 */
const SIDECAR_PORTS = [15020, 15021, 15090];

/** What says neither a name in TLS nor a host in HTTP first: see `opaquePorts`. */
const OPAQUE = [22, 25, 389, 587, 1433, 1521, 3306, 5432, 5672, 6379, 9092, 11211];

/** HBONE: between pods of an ambient mesh every connection goes to this port, whatever the application listens on. */
const HBONE = 15008;

/**
 * The addresses that an ambient node puts on the probes of its kubelet.
 *
 * @see https://istio.io/latest/docs/ambient/usage/networkpolicy/
 */
const AMBIENT_PROBES = ['169.254.7.127/32', 'fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128'];

/**
 * Istio over a network plugin: strict mTLS, an AuthorizationPolicy by account for each workload, and proxies that reach only what is
 * stated; underneath, the policies of the plugin with what the mesh needs beside: istiod for a sidecar, the tunnel and the probes'
 * address for ambient.
 *
 * The proxies carry TCP: UDP and SCTP are held by the plugin alone. Whether a pod is in the mesh is not decided here: label its
 * namespace `istio-injection: enabled`, or `istio.io/dataplane-mode: ambient`. Probes are answered without an identity in both modes.
 *
 * @see https://istio.io/latest/docs/concepts/security/
 * @throws a TemperedError `invalid-mesh`, `invalid-cidr` or `invalid-resolver` for settings that no cluster can have
 *
 * @example
 * ```ts
 * isolate(chart, { dialect: istio({ over: cilium(), unmeshed: ['monitoring'], plaintextPorts: [9090] }) });
 * ```
 */
export function istio({
  resolver,
  apiServer,
  nodes,
  over: plugin,
  mode = 'sidecar',
  wholeNamespaces = true,
  trustDomain = 'cluster.local',
  controlPlane = 'istio-system',
  unmeshed = [],
  plaintextPorts = [],
  registryOnly = true,
  outside = [],
  httpPorts = [80, 8080],
  opaquePorts = OPAQUE,
  autoMtls = true,
  clusterDomain = 'cluster.local',
}: IstioProps = {}): Dialect {
  const { over, cluster } = underneathOf('istio', plugin, { resolver, apiServer, nodes });
  const blocks = [...outside.flatMap(({ cidr, except = [] }) => [cidr, ...except])];
  checkSettings('istio', {
    over,
    trustDomain,
    controlPlane,
    unmeshed,
    plaintextPorts: [...plaintextPorts, ...httpPorts, ...opaquePorts],
    blocks,
  });
  const outsiders = new Set(unmeshed);
  const wire: Wire = {
    tunnel: mode === 'ambient' ? HBONE : undefined,
    controlPlane: mode === 'ambient' ? [] : [{ namespace: controlPlane, labels: { app: 'istiod' }, ports: [ISTIOD] }],
    ingress:
      mode === 'ambient'
        ? AMBIENT_PROBES.map((cidr) => ({ peer: { kind: 'cidr', cidr, except: [] }, ports: undefined, http: undefined }))
        : [],
    unmeshed: outsiders,
  };
  const opaque = new Set(opaquePorts);
  const reach: Reach = {
    mode,
    unmeshed: outsiders,
    plaintextPorts: new Set(plaintextPorts),
    registryOnly,
    opaquePorts: opaque,
    nodes: cluster.nodes,
  };
  const holdsProxies = registryOnly && mode === 'sidecar';
  const proxyPorts = mode === 'sidecar' ? SIDECAR_PORTS : [];
  const below = (flow: Flow): readonly Flow[] => resolved(flow, over, holdsProxies ? outside : []);
  return {
    name: nameOver('Istio', over),
    cluster,
    http: mode === 'sidecar' ? ['ingress'] : [],
    proxyPorts,
    mesh: { name: `Istio in the mode ${mode}`, unmeshed: outsiders },
    ...(over.podAnnotations !== undefined && { podAnnotations: over.podAnnotations }),
    inexpressible: (flow, direction) =>
      throughProxy(flow, proxyPorts)
        .map((each) => refusal(each, direction, reach))
        .find((each) => each !== undefined) ??
      below(flow)
        .map((each) => over.inexpressible(onTheWire(each, wire), direction))
        .map((each) => (each !== undefined && flow.peer.kind === 'fqdn' && holdsProxies ? { ...each, hint: OUTSIDE } : each))
        .find((each) => each !== undefined),
    policies: (stated, scopeName, namespaces) => {
      const whole = wholeNamespaces ? namespaces : [];
      const meshed = stated.map((each) => ({ ...each, ingress: each.ingress.flatMap((flow) => throughProxy(flow, proxyPorts)) }));
      const plugin = underneath(stated, wire).map((workload): StatedNetwork => ({ ...workload, egress: workload.egress.flatMap(below) }));
      return [
        ...over.policies(plugin, scopeName, namespaces),
        ...peerAuthentications(meshed, scopeName, { wholeNamespaces: whole, unmeshed: outsiders }),
        ...authorizationPolicies(meshed, scopeName, {
          wholeNamespaces: whole,
          trustDomain,
          apiServer: cluster.apiServer,
          nodes: cluster.nodes,
          unmeshed: outsiders,
        }),
        ...(holdsProxies
          ? egressObjects(byAddress(stated, cluster.nodes), scopeName, {
              ...(cluster.resolver !== undefined && { resolver: cluster.resolver }),
              controlPlane,
              clusterDomain,
              httpPorts: new Set(httpPorts),
              opaquePorts: opaque,
            })
          : []),
        ...(autoMtls ? [] : destinationRules(stated, scopeName, { clusterDomain, unmeshed: outsiders })),
      ];
    },
  };
}

const OUTSIDE = 'say where the addresses of names may be, istio({ outside: [...] }), or stand over cilium(), which follows names';

/** What is left of a flow without the ports that no proxy is before; nothing, where it names only these. */
function throughProxy(flow: Flow, proxyPorts: readonly number[]): readonly Flow[] {
  const ports = flow.ports?.filter(
    ({ protocol, port, endPort = port }) => protocol !== 'TCP' || port !== endPort || !proxyPorts.includes(port),
  );
  return ports?.length === 0 ? [] : [{ ...flow, ports }];
}

/** Flows to the nodes, by the addresses that a ServiceEntry needs. */
function byAddress(stated: readonly StatedNetwork[], nodes: readonly string[] = []): readonly StatedNetwork[] {
  const named = (flow: Flow): readonly Flow[] =>
    flow.peer.kind === 'nodes' ? nodes.map((cidr) => ({ ...flow, peer: { kind: 'cidr', cidr, except: [] } })) : [flow];
  return stated.map((each) => ({ ...each, egress: each.egress.flatMap(named) }));
}

/** A flow to a name, for a plugin that follows none: the blocks where it may be. */
function resolved(flow: Flow, over: Dialect, outside: readonly OutsideBlock[]): readonly Flow[] {
  if (flow.peer.kind !== 'fqdn' || outside.length === 0 || over.inexpressible({ ...flow, http: undefined }, 'egress') === undefined)
    return [flow];
  return outside.map(({ cidr, except = [] }) => ({ ...flow, peer: { kind: 'cidr', cidr, except: withMetadata(cidr, except) } }));
}

/** A block as wide as the internet holds the address of the cloud's credentials, and an exception must lie in its block. */
function withMetadata(cidr: string, except: readonly string[]): readonly string[] {
  const open = METADATA_BLOCKS.filter((block) => holdsBlock(cidr, block) && !except.some((each) => holdsBlock(each, block)));
  return [...except, ...open];
}
