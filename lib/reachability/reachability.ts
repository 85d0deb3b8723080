import type { Resource } from '../engine/resource';
import { TemperedError } from '../errors';
import { ASSUMED } from './assumed-addresses';
import { type Assumption, assumptionsOf } from './assumptions';
import { Court } from './court';
import type { Endpoint, PodEndpoint, Protocol, Traffic, Whereabouts } from './endpoint';
import { PROTOCOLS } from './endpoint';
import { endNamed, otherNamed, rangesOf, type Setting } from './ends';
import type { Flow } from './flows';
import { flowsAmong, sidesOf } from './follow';
import { worldOf } from './outsiders';
import { PodNames } from './pod-names';
import { namespaceLabels, podEndpoints } from './pods';
import { type Enforcer, isPortNumber, type Mentions } from './policy';
import type { ReachabilityProblem } from './problem';
import { readPolicies } from './read-policies';
import { strangersIn } from './strangers';
import { surroundingsOf } from './surroundings';
import type { Side } from './verdict';

/** What is known of the cluster beside its objects. */
export interface ReachabilityOptions {
  /**
   * The blocks that pods have their addresses from.
   *
   * @default - unknown: any private address (RFC 1918), and 100.64.0.0/10 and fc00::/7 where a policy names a block of them. A block may hold
   * pods as far as it overlaps these by what one node has for its pods: 256 addresses, of IPv6 a /64. A smaller one is taken for hosts outside
   */
  readonly podCidrs?: readonly string[];
  /**
   * The addresses of the API server, where a policy names it by them.
   *
   * @default - unknown: it may be where pods may, and Cilium takes it for a node
   */
  readonly apiServer?: readonly string[];
  /**
   * Who carries policies out; those of others say nothing.
   *
   * @default - Cilium where one of its policies is among the objects, else Calico where one of its is, else whoever reads NetworkPolicies
   */
  readonly enforcer?: Enforcer;
  /**
   * What the workloads of an object are called beside their own names, shortest first.
   *
   * @default - nothing else
   */
  readonly aliases?: (resource: Resource) => readonly string[];
}

/** Whether one end reaches another, and why. */
export interface Answer {
  readonly allowed: boolean;
  /** What the source's policies say. */
  readonly egress: Side;
  /** What the destination's policies say. */
  readonly ingress: Side;
}

/** Whether policies close a workload; where none does, everybody reaches it, or it reaches everybody. */
export interface Isolation {
  readonly pod: PodEndpoint;
  readonly ingress: boolean;
  readonly egress: boolean;
}

/** What of the flows is asked for. */
export interface FlowOptions {
  /**
   * Ends beside those that objects and policies name, as `allows` takes them.
   *
   * @default - none
   */
  readonly also?: readonly string[];
}

/** Who reaches whom. */
export interface Reachability {
  readonly pods: readonly PodEndpoint[];
  /** What cannot be judged as its author meant it. A policy with a problem is left out: an API server would refuse it. */
  readonly problems: readonly ReachabilityProblem[];
  /** How many policies were read; those with a problem are not among them. */
  readonly policies: number;
  /** What the answer takes for granted, since neither the objects nor the options say it. */
  readonly assumptions: readonly Assumption[];
  /** Which workloads policies close, in the order of `pods`. */
  readonly isolation: readonly Isolation[];
  /**
   * The end that a name stands for, as `allows` takes it.
   *
   * @throws a TemperedError `unknown-endpoint`
   */
  end(name: string): Endpoint;
  /** The workloads that a name may mean: none, one, or several where it is not clear. */
  workloads(name: string): readonly PodEndpoint[];
  /** The shortest name by which `end` finds this one. */
  nameOf(end: Endpoint): string;
  /**
   * Whether a connection is let through.
   *
   * @param from a workload (`shop/Deployment/web`, or less where that is clear), an address or block, `fqdn:NAME`, `kube-apiserver`, `host`,
   * `remote-node`, `world`, or a pod that is not among the objects: `namespace NAME`, `namespace NAME pod KEY=VALUE`
   * @param to the same
   * @param port `TCP/8080`
   * @throws a TemperedError `unknown-endpoint` or `invalid-port`
   */
  allows(from: string, to: string, port: string): Answer;
  /**
   * Everything that is let through between workloads, and between them and the rest of the world: the addresses outside as policies divide
   * them, the metadata address, names, the API server, and strangers, which stand for pods that are not among the objects.
   * Of pairs that are not listed, nothing is let through. A workload is listed to itself too: its pods talk over the network.
   *
   * @throws a TemperedError `unknown-endpoint` for an end in `also` that is none
   */
  flows(options?: FlowOptions): readonly Flow[];
}

/**
 * Who reaches whom under NetworkPolicies and the policies of Cilium and Calico, by the specification of each. Both ends must let a connection
 * through.
 *
 * Where the field leaves it open: an ipBlock of a NetworkPolicy matches pods by their address, as far as it may be inside (`podCidrs`); where there are
 * policies of Cilium, Cilium is the enforcer, for which a block never matches a pod or a node. A node always reaches its own pods, so that
 * what runs in a node's network reaches every pod. What is only possible counts as allowed.
 */
export function reachability(resources: readonly Resource[], options: ReachabilityOptions = {}): Reachability {
  const setting = settingOf(resources, options);
  const pods = podEndpoints(resources, setting.pods, setting.nodes);
  const { enforcer, policies, problems, mentions } = readPolicies(resources, {
    enforcer: options.enforcer,
    around: surroundingsOf(resources),
    namespaceLabels: setting.namespaceLabels,
  });
  const court = new Court(policies, enforcer);
  const names = new PodNames(pods, options.aliases);
  const find = (name: string): Endpoint => endNamed(name, names, setting);
  return {
    pods,
    problems,
    policies: new Set(policies.map(({ resource }) => resource)).size,
    assumptions: assumptionsOf(mentions, {
      enforcer,
      podCidrs: options.podCidrs !== undefined,
      apiServer: options.apiServer !== undefined,
    }),
    get isolation() {
      return pods.map((pod) => ({ pod, ingress: court.isolates('ingress', pod), egress: court.isolates('egress', pod) }));
    },
    end: find,
    workloads: (name) => names.named(name),
    nameOf: (end) => (end.kind === 'pod' && end.resource !== undefined ? names.shortest(end) : end.name),
    allows(from, to, port) {
      const traffic = parseTraffic(port);
      const sides = sidesOf(court, find(from), find(to), traffic);
      return { allowed: sides.egress.allowed && sides.ingress.allowed, ...sides };
    },
    flows({ also = [] } = {}) {
      const others = new Map(othersIn(mentions, pods, setting).map((each) => [each.name, each]));
      for (const name of also) {
        const end = find(name);
        if (!pods.some((pod) => pod === end) && !others.has(name)) others.set(name, end);
      }
      return [...flowsAmong(court, pods, [...others.values()])];
    },
  };
}

function settingOf(resources: readonly Resource[], { podCidrs, apiServer }: ReachabilityOptions): Setting {
  const within = (blocks: readonly string[]): Whereabouts => ({ candidates: [rangesOf(blocks)], knowledge: 'within' });
  const labels = namespaceLabels(resources);
  return {
    pods: podCidrs === undefined ? ASSUMED : within(podCidrs),
    nodes: ASSUMED,
    apiServer: apiServer === undefined ? ASSUMED : within(apiServer),
    namespaceLabels: (name) => labels.get(name) ?? {},
  };
}

/** Everybody who is no workload and whom policies tell apart. */
function othersIn(mentions: Mentions, pods: readonly PodEndpoint[], setting: Setting): readonly Endpoint[] {
  const named = [
    ...strangersIn(mentions.pods, pods),
    'kube-apiserver',
    ...mentions.entities,
    ...[...mentions.fqdns].map((name) => `fqdn:${name}`),
  ];
  return [...named.flatMap((name) => otherNamed(name, setting) ?? []), ...worldOf(mentions.blocks, setting.apiServer)];
}

function parseTraffic(text: string): Traffic {
  const [word, number] = text.split('/');
  const protocol: Protocol | undefined = PROTOCOLS.find((each) => each === word);
  const port = Number(number);
  if (protocol === undefined || !isPortNumber(port))
    throw new TemperedError('invalid-port', `${text} is no port`, { hint: 'write it like TCP/8080' });
  return { protocol, port };
}
