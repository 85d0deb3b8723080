import { createHash } from 'node:crypto';
import { TemperedError } from '../../../errors';
import { type ClusterNetwork, resolverPods } from '../cluster';
import { hasTcp, tcpPorts } from '../mesh/tcp-ports';
import { objectName } from '../object-name';
import type { Flow, PodsPeer, PolicyObject, StatedNetwork } from '../stated-network';
import { workloadLabels } from './refusals';

const API_VERSION = 'networking.istio.io/v1';

/** What the proxies must reach beside the flows. */
export interface EgressSettings extends Pick<ClusterNetwork, 'resolver'> {
  readonly controlPlane: string;
  readonly clusterDomain: string;
  /** Ports of names outside that speak plain HTTP. */
  readonly httpPorts: ReadonlySet<number>;
  /** Ports of names outside on which no name can be told. */
  readonly opaquePorts: ReadonlySet<number>;
}

/**
 * Holds each proxy to what is stated: a Sidecar that knows the Services of the namespaces in question and lets nothing else out
 * (REGISTRY_ONLY), and a ServiceEntry for each destination outside, so that the proxies know that too.
 *
 * It keeps honest software in its lanes. A process that avoids its proxy is held by the network plugin alone.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/
 */
export function egressObjects(stated: readonly StatedNetwork[], scopeName: string, settings: EgressSettings): readonly PolicyObject[] {
  for (const workload of stated) refuseAmbiguous(workload, stated, settings);
  return [...stated.map((workload) => sidecar(workload, settings)), ...serviceEntries(stated, scopeName, settings)];
}

function sidecar({ name, namespace, path, pods, egress }: StatedNetwork, settings: EgressSettings): PolicyObject {
  return {
    id: `istio-sidecar-${name}`,
    apiVersion: API_VERSION,
    kind: 'Sidecar',
    metadata: { name: objectName(name, 'network'), ...(namespace !== undefined && { namespace }) },
    workload: path,
    spec: {
      workloadSelector: { labels: workloadLabels(pods, path) },
      egress: [{ hosts: hosts(egress, namespace, settings) }],
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    },
  };
}

/** Names are asked for over TCP too, and the proxy sees that. */
function hosts(
  egress: readonly Flow[],
  namespace: string | undefined,
  { resolver, controlPlane, clusterDomain }: EgressSettings,
): readonly string[] {
  const whole = new Set([controlPlane, ...(resolverPods(resolver).namespaceNames ?? [])]);
  const single = new Set<string>();
  for (const { peer, ports } of egress) {
    if (!hasTcp(ports)) continue;
    if (peer.kind === 'pods') for (const name of namespacesOf(peer, namespace)) whole.add(name);
    else if (peer.kind === 'api-server') {
      if (!whole.has('default')) single.add(`default/kubernetes.default.svc.${clusterDomain}`);
    } else if (peer.kind !== 'nodes') single.add(`./${outsideHost(peer)}`);
  }
  if (whole.has('*')) return ['*/*'];
  const own = whole.has('.') || (namespace !== undefined && whole.has(namespace));
  const others = [...whole].filter((name) => name !== '.' && name !== namespace);
  return [
    ...(own ? ['./*'] : [...single].filter((host) => host.startsWith('./'))),
    ...[...single].filter((host) => !host.startsWith('./') && !whole.has('default')),
    ...others.map((name) => `${name}/*`),
  ];
}

/** `.` is the own namespace, whichever that is, `*` all of them. */
function namespacesOf({ namespaces, namespaceNames }: PodsPeer, own: string | undefined): readonly string[] {
  return namespaces === 'own' ? [own ?? '.'] : (namespaceNames ?? ['*']);
}

/**
 * Of two names on a port that tells no names, the proxy would send everything to one. A workload with a flow within its namespace sees what
 * others there reach, too.
 *
 * @throws a TemperedError `inexpressible-flow`
 */
function refuseAmbiguous(
  { path, namespace, egress }: StatedNetwork,
  stated: readonly StatedNetwork[],
  { opaquePorts }: EgressSettings,
): void {
  const seesAll = egress.some(
    ({ peer }) => peer.kind === 'pods' && namespacesOf(peer, namespace).some((each) => each === '*' || each === '.' || each === namespace),
  );
  const seen = seesAll ? stated.filter((each) => each.namespace === namespace).flatMap((each) => each.egress) : egress;
  const names = new Map<number, string>();
  for (const { peer, ports } of seen) {
    if (peer.kind !== 'fqdn') continue;
    for (const port of (tcpPorts(ports) ?? []).filter((each) => opaquePorts.has(each))) {
      const other = names.get(port);
      if (other !== undefined && other !== outsideHost(peer))
        throw new TemperedError(
          'inexpressible-flow',
          `${path}: its proxy sees ${other} and ${outsideHost(peer)} on ${port}, where it cannot tell names apart`,
          {
            hint: 'name one of them by its addresses with cidr(); if the port speaks TLS from the first byte, leave it out of istio({ opaquePorts: [...] })',
          },
        );
      names.set(port, outsideHost(peer));
    }
  }
}

interface Entry {
  readonly namespace: string | undefined;
  readonly peer: Outside;
  readonly ports: Set<number>;
}

type Outside = Extract<Flow['peer'], { readonly kind: 'cidr' | 'fqdn' }>;

function serviceEntries(stated: readonly StatedNetwork[], scopeName: string, settings: EgressSettings): readonly PolicyObject[] {
  const entries = new Map<string, Entry>();
  for (const { namespace, egress } of stated)
    for (const { peer, ports } of egress) {
      if (peer.kind !== 'cidr' && peer.kind !== 'fqdn') continue;
      const key = `${namespace ?? ''} ${outsideHost(peer)}`;
      const entry = entries.get(key) ?? { namespace, peer, ports: new Set() };
      for (const port of tcpPorts(ports) ?? []) entry.ports.add(port);
      entries.set(key, entry);
    }
  return [...entries.values()].flatMap((entry) => (entry.ports.size > 0 ? [serviceEntry(entry, scopeName, settings)] : []));
}

function serviceEntry({ namespace, peer, ports }: Entry, scopeName: string, settings: EgressSettings): PolicyObject {
  const host = outsideHost(peer);
  return {
    id: `istio-outside-${namespace ?? ''}-${host}`,
    apiVersion: API_VERSION,
    kind: 'ServiceEntry',
    metadata: { name: outsideName(scopeName, host), ...(namespace !== undefined && { namespace }) },
    spec: {
      hosts: [host],
      exportTo: ['.'],
      location: 'MESH_EXTERNAL',
      ...(peer.kind === 'cidr' && { addresses: [peer.cidr] }),
      // What stands behind a block or a pattern has no address of its own to look up.
      resolution: peer.kind === 'cidr' || peer.fqdn.startsWith('*') ? 'NONE' : 'DNS',
      ports: [...ports].sort((a, b) => a - b).map((port) => portOf(port, peer, settings)),
    },
  };
}

/**
 * Names are told apart by what a client says first: the SNI of TLS, or the host of HTTP. A bare TCP port takes every connection to it for
 * this destination, so there may be one (see `refuseAmbiguous`). Of a block the address tells.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
function portOf(number: number, { kind }: Outside, { httpPorts, opaquePorts }: EgressSettings): object {
  const protocol = kind === 'cidr' || opaquePorts.has(number) ? 'TCP' : httpPorts.has(number) ? 'HTTP' : 'TLS';
  return { number, name: `${protocol.toLowerCase()}-${number}`, protocol };
}

/** A name of an object has neither stars nor more than 253 characters. */
function outsideName(scopeName: string, host: string): string {
  const name = `${scopeName}-${host}`;
  return host.startsWith('*') || name.length > 253 ? `${scopeName}-${hashOf(host)}` : name;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** A block needs a name too. `invalid` is no domain of anybody (RFC 6761, section 6.4). */
function outsideHost(peer: Outside): string {
  if (peer.kind === 'fqdn') return peer.fqdn.toLowerCase().replace(/\.$/, '');
  return `block-${hashOf(peer.cidr)}.invalid`;
}
