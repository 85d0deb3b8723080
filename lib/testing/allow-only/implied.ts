import type { Endpoint } from '../../reachability';
import { PROTOCOLS } from '../../reachability/endpoint';
import { LAST_PORT, type PortClass } from '../../reachability/ports';
import { isResolver } from './stated-end';

/** Which flows may be there and need not be stated. */
export interface Implied {
  /**
   * Whether DNS is stated: port 53 of the pods labelled `k8s-app=kube-dns` in `kube-system`, and of the cache of a node at 169.254.20.10.
   *
   * @default 'implied': whoever is let through to the resolver may be, and need not be
   */
  readonly dns?: 'implied' | 'stated';
  /**
   * Whether what a mesh needs is stated: istiod and Linkerd's control plane, the addresses from which an ambient node probes, and the port of
   * the tunnel (15008, 4143) wherever a flow is stated.
   *
   * @default 'stated'
   */
  readonly mesh?: 'implied' | 'stated';
}

const tcp = (...ports: readonly number[]): readonly PortClass[] => ports.map((port) => ({ protocol: 'TCP', first: port, last: port }));
const EVERY_PORT: readonly PortClass[] = PROTOCOLS.map((protocol) => ({ protocol, first: 1, last: LAST_PORT }));

/** Nobody speaks DNS over SCTP, but a rule of Cilium for any protocol lets it through. */
const DNS: readonly PortClass[] = PROTOCOLS.map((protocol) => ({ protocol, first: 53, last: 53 }));
/** NodeLocal DNSCache, by the address that its manifest has. */
const NODE_LOCAL = '169.254.20.10';

/** HBONE of Istio, and the inbound port of Linkerd's proxy. */
const TUNNELS = tcp(15_008, 4143);
const ISTIOD = tcp(15_012);
/** By the label `linkerd.io/control-plane-component`. */
const LINKERD = new Map([
  ['destination', tcp(8086, 8090)],
  ['identity', tcp(8080)],
]);
/** Of an ambient mesh: https://istio.io/latest/docs/ambient/usage/networkpolicy/ */
const PROBES = ['169.254.7.127', 'fd16:9254:7127:1337:ffff:ffff:ffff:ffff'];

/** The ports of a flow that are implied; `isStated`: others of it are stated. */
export function impliedPorts(
  from: Endpoint,
  to: Endpoint,
  isStated: boolean,
  { dns = 'implied', mesh = 'stated' }: Implied,
): readonly PortClass[] {
  const all: PortClass[] = [];
  if (dns === 'implied' && (isResolver(to) || to.name === NODE_LOCAL)) all.push(...DNS);
  if (mesh === 'stated') return all;
  if (isStated) all.push(...TUNNELS);
  if (to.kind === 'pod') {
    if (to.labels.app === 'istiod') all.push(...ISTIOD);
    all.push(...(LINKERD.get(to.labels['linkerd.io/control-plane-component'] ?? '') ?? []));
  }
  if (PROBES.includes(from.name)) all.push(...EVERY_PORT);
  return all;
}
