import type { Path } from '../controls/requirement';
import { podsOf } from '../controls/requirement';
import type { Resource } from '../engine/resource';
import { TemperedError } from '../errors';
import { type Addresses, parseCidr } from './addresses';
import { exactly } from './blocks';
import { ciliumPolicies } from './cilium/policy';
import { isOutside } from './cilium/selectors';
import type { Endpoint, Outsider, PodEndpoint, Protocol, Traffic, Whereabouts } from './endpoint';
import { PROTOCOLS } from './endpoint';
import { networkPolicy } from './network-policy';
import { podEndpoints } from './pods';
import { isPortNumber, type Mentions, type Policy } from './policy';
import type { ReachabilityProblem } from './problem';
import { surroundingsOf } from './surroundings';
import { type Side, sideOf } from './verdict';

/** What is known of the cluster beside its objects. */
export interface ReachabilityOptions {
  /**
   * The blocks that pods have their addresses from.
   *
   * @default - unknown: a block matches a pod where it covers the whole of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16
   */
  readonly podCidrs?: readonly string[];
  /**
   * The addresses of an API server outside of the cluster.
   *
   * @default - unknown: as of pods, and Cilium takes it for a node
   */
  readonly apiServer?: readonly string[];
}

/** Whether one end reaches another, and why. */
export interface Answer {
  readonly allowed: boolean;
  /** What the source's policies say. */
  readonly egress: Side;
  /** What the destination's policies say. */
  readonly ingress: Side;
}

/** Who reaches whom. */
export interface Reachability {
  readonly pods: readonly PodEndpoint[];
  /** What cannot be judged as its author meant it. A policy with a problem is left out: an API server would refuse it. */
  readonly problems: readonly ReachabilityProblem[];
  /**
   * Whether a connection is let through.
   *
   * @param from a workload (`shop/Deployment/web`, or less where that is clear), an address, `fqdn:NAME`, or `kube-apiserver`, `host`, `remote-node`, `world`
   * @param to the same
   * @param port `TCP/8080`
   * @throws a TemperedError `unknown-endpoint` or `invalid-port`
   */
  allows(from: string, to: string, port: string): Answer;
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
const POLICY_KINDS = new Set(['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy']);
/** Policies of dialects that are not read: whoever has them must not take the answer for the whole. */
const NOT_READ = new Set(['projectcalico.org', 'crd.projectcalico.org', 'policy.networking.k8s.io']);

/**
 * Who reaches whom under NetworkPolicies and Cilium's policies, by the specification of each. Both ends must let a connection through.
 *
 * Where the field leaves it open: an ipBlock of a NetworkPolicy matches pods by their address, as far as it may be inside; where there are
 * policies of Cilium, Cilium is the enforcer, for which a block never matches a pod or a node. A node always reaches its own pods, so that
 * what runs in a node's network reaches every pod. What is only possible counts as allowed.
 */
export function reachability(resources: readonly Resource[], options: ReachabilityOptions = {}): Reachability {
  const assumed: Whereabouts = { candidates: PRIVATE.map((each) => rangesOf([each])), knowledge: 'assumed' };
  const pods = podEndpoints(
    resources,
    options.podCidrs === undefined ? assumed : { candidates: [rangesOf(options.podCidrs)], knowledge: 'within' },
    assumed,
  );
  const problems: ReachabilityProblem[] = [];
  const cilium = resources.some(({ group, kind }) => group === 'cilium.io' && POLICY_KINDS.has(kind));
  const around = surroundingsOf(resources);
  const mentions: Mentions = { ports: [], blocks: new Map(), fqdns: new Set() };
  const policies: Policy[] = [];
  for (const resource of resources) {
    const before = problems.length;
    const complain = (path: Path, message: string): void => void problems.push({ resource, path, message });
    const { group, kind, namespace = 'default', object } = resource;
    let read: readonly Policy[] = [];
    if (group === 'networking.k8s.io' && kind === 'NetworkPolicy')
      read = [networkPolicy(resource, namespace, { byAddress: (peer) => !cilium || isOutside(peer) }, mentions, complain)];
    else if (group === 'cilium.io' && POLICY_KINDS.has(kind))
      read = ciliumPolicies(resource, kind === 'CiliumNetworkPolicy' ? namespace : undefined, around, mentions, complain);
    else if (NOT_READ.has(group) && kind.endsWith('NetworkPolicy')) complain(['kind'], 'is a policy that reachability does not read');
    for (const { path, expected } of podsOf(group, kind, object).malformed) complain(path, `must be ${expected}`);
    if (problems.length === before) policies.push(...read);
  }
  const find = (name: string): Endpoint => endpointNamed(name, pods, options, assumed);
  return {
    pods,
    problems,
    allows(from, to, port) {
      const traffic = parseTraffic(port);
      const source = find(from);
      const destination = find(to);
      const egress = source.kind === 'pod' ? sideOf('egress', policies, source, destination, traffic) : open(source);
      const ingress = destination.kind === 'pod' ? ingressOf(policies, destination, source, traffic) : open(destination);
      return { allowed: egress.allowed && ingress.allowed, egress, ingress };
    },
  };
}

function ingressOf(policies: readonly Policy[], subject: PodEndpoint, source: Endpoint, traffic: Traffic): Side {
  const host = source.kind === 'pod' ? source.hostNetwork : source.entity === 'host';
  if (host) return { allowed: true, reasons: ['a node always reaches its own pods'] };
  return sideOf('ingress', policies, subject, source, traffic);
}

function open({ name }: Endpoint): Side {
  return { allowed: true, reasons: [`${name} is no pod: policies for pods do not select it`] };
}

function rangesOf(blocks: readonly string[]): Addresses {
  return blocks.map((each) => {
    const range = parseCidr(each);
    if (range === undefined) throw new TemperedError('invalid-cidr', `${each} is no CIDR block`, { hint: 'write it like 10.244.0.0/16' });
    return range;
  });
}

function parseTraffic(text: string): Traffic {
  const [word, number] = text.split('/');
  const protocol: Protocol | undefined = PROTOCOLS.find((each) => each === word);
  const port = Number(number);
  if (protocol === undefined || !isPortNumber(port))
    throw new TemperedError('invalid-port', `${text} is no port`, { hint: 'write it like TCP/8080' });
  return { protocol, port };
}

function endpointNamed(name: string, pods: readonly PodEndpoint[], { apiServer }: ReachabilityOptions, assumed: Whereabouts): Endpoint {
  const outsider = (entity: Outsider['entity'], whereabouts: Whereabouts, fqdn?: string): Outsider => ({
    kind: 'outsider',
    name,
    entity,
    whereabouts,
    fqdn,
  });
  const found = pods.filter((pod) => isNamed(pod, name));
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  if (found.length > 1)
    throw new TemperedError('unknown-endpoint', `${name} may be ${found.map((each) => each.name).join(' or ')}`, {
      hint: 'write the whole of it: NAMESPACE/KIND/NAME',
    });
  const address = parseCidr(name);
  if (address !== undefined) return outsider('world', exactly([address]));
  const everywhere: Whereabouts = { candidates: [rangesOf(['0.0.0.0/0'])], knowledge: 'within' };
  if (name.startsWith('fqdn:')) return outsider('world', everywhere, name.slice('fqdn:'.length));
  if (name === 'world') return outsider('world', everywhere);
  if (name === 'host' || name === 'remote-node') return outsider(name, assumed);
  if (name === 'kube-apiserver')
    return outsider(name, apiServer === undefined ? assumed : { candidates: [rangesOf(apiServer)], knowledge: 'within' });
  throw new TemperedError('unknown-endpoint', `there is no workload ${name}`, {
    hint: `there are ${pods.map((each) => each.name).join(', ') || 'none'}`,
  });
}

function isNamed(pod: PodEndpoint, name: string): boolean {
  const [namespace, kind, ...rest] = pod.name.split('/');
  const last = rest.join('/');
  return [pod.name, last, `${namespace}/${last}`, `${kind}/${last}`].includes(name);
}
