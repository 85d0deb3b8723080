import type { Dialect, Inexpressible } from '../dialect';
import { anonymousRefusal, isAnonymous, nobodyRefusal } from '../mesh/anonymous';
import { underneathOf } from '../mesh/over';
import { checkSettings } from '../mesh/settings';
import { hasTcp } from '../mesh/tcp-ports';
import { nameOver, onTheWire, underneath, type Wire } from '../mesh/underneath';
import type { Flow } from '../stated-network';
import type { LinkerdProps } from './props';
import { type LinkerdMesh, serversOf } from './servers';

/**
 * Between two proxies every connection goes to this port, whatever the application listens on.
 *
 * @see https://linkerd.io/2/common-errors/network-policy/
 */
const INBOUND = 4143;

/** Of the control plane (charts/partials/templates/_proxy.tpl of linkerd2): without them a proxy does not become ready. */
const DESTINATION = 8086;
const POLICY = 8090;
const IDENTITY = 8080;

/** Metrics of a proxy, which its policies hold for: without a Server it would be closed by the default that is set below. */
const ADMIN = 4191;

/** `proxy.opaquePorts` of its chart: SMTP, MySQL, Galera, PostgreSQL, Redis, Elasticsearch and Memcached. */
const OPAQUE = [25, 587, 3306, 4444, 5432, 6379, 9300, 11211];

/** The label of the pods of the control plane. */
const COMPONENT = 'linkerd.io/control-plane-component';

/**
 * What becomes of a port without a Server. Fixed when a pod is made, and else whatever Linkerd was installed with, which by default lets
 * in everybody. Set here, since the port of the tunnel is open to every peer of a workload.
 *
 * @see https://linkerd.io/2/reference/authorization-policy/#default-policies
 */
const DEFAULT_POLICY = 'config.linkerd.io/default-inbound-policy';

/**
 * Linkerd over a network plugin: a Server for each port, which lets in the identities that are stated and nobody else, and pods whose
 * other ports are closed; underneath, the policies of the plugin with the ports of the proxies and the control plane.
 *
 * Whether a pod is in the mesh is not decided here: annotate its namespace `linkerd.io/inject: enabled`. The probes of the kubelet come
 * without an identity, and Linkerd lets them in by itself, on the paths that the pod declares. It stops doing so on a port that has an
 * HTTPRoute, so none is made: requests of HTTP are not told apart.
 *
 * @see https://linkerd.io/2/features/server-policy/
 * @throws a TemperedError `invalid-mesh`, `invalid-cidr` or `invalid-resolver` for settings that no cluster can have
 *
 * @example
 * ```ts
 * isolate(chart, { dialect: linkerd({ over: calico(), unmeshed: ['traefik'], plaintextPorts: [8080] }) });
 * ```
 */
export function linkerd({
  resolver,
  apiServer,
  nodes,
  over: plugin,
  controlPlane = 'linkerd',
  trustDomain = 'cluster.local',
  unmeshed = [],
  plaintextPorts = [],
  opaquePorts = OPAQUE,
}: LinkerdProps = {}): Dialect {
  const { over, cluster } = underneathOf('linkerd', plugin, { resolver, apiServer, nodes });
  checkSettings('linkerd', {
    over,
    trustDomain,
    controlPlane,
    unmeshed,
    plaintextPorts: [...plaintextPorts, ...opaquePorts],
    blocks: [],
  });
  const outsiders = new Set(unmeshed);
  const plaintext = new Set(plaintextPorts);
  const mesh: LinkerdMesh = {
    controlPlane,
    trustDomain,
    apiServer: cluster.apiServer,
    nodes: cluster.nodes,
    unmeshed: outsiders,
    opaquePorts: new Set(opaquePorts),
  };
  const component = (name: string, ports: readonly number[]) => ({ namespace: controlPlane, labels: { [COMPONENT]: name }, ports });
  const wire: Wire = {
    tunnel: INBOUND,
    controlPlane: [component('destination', [DESTINATION, POLICY]), component('identity', [IDENTITY])],
    ingress: [],
    unmeshed: outsiders,
  };
  const refusedIngress = (flow: Flow): Inexpressible | undefined =>
    isAnonymous(flow, outsiders)
      ? anonymousRefusal('linkerd', flow, { unmeshed: outsiders, plaintextPorts: plaintext })
      : nobodyRefusal('Linkerd', flow);
  return {
    name: nameOver('Linkerd', over),
    cluster,
    http: [],
    proxyPorts: [ADMIN],
    mesh: { name: 'Linkerd', unmeshed: outsiders },
    podAnnotations: { ...over.podAnnotations, [DEFAULT_POLICY]: 'deny' },
    inexpressible: (flow, direction) =>
      (direction === 'ingress' && hasTcp(flow.ports) ? refusedIngress(flow) : undefined) ??
      over.inexpressible(onTheWire(flow, wire), direction),
    policies: (stated, scopeName, namespaces) => [
      ...over.policies(underneath(stated, wire), scopeName, namespaces),
      ...stated.flatMap((workload) => serversOf(workload, mesh)),
    ],
  };
}
