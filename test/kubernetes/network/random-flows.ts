import { ApiObject, Chart } from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import fc from 'fast-check';
import {
  App,
  apiServer,
  cidr,
  connectionsOf,
  Deployment,
  type Dialect,
  type FlowPort,
  fqdn,
  inNamespaces,
  isolate,
  monitoring,
  Protocol,
} from 'tempered/kubernetes';
import type { Json } from '../../../lib/controls/requirement';
import { type Resource, resource } from '../../../lib/engine/resource';
import { reachability } from '../../../lib/reachability';
import { IMAGE } from '../rendered';

const NAMESPACES = ['red', 'blue'] as const;
const PORTS = [
  { name: 'http', number: 8080, protocol: Protocol.TCP },
  { name: 'metrics', number: 9090, protocol: Protocol.TCP },
  { name: 'events', number: 8080, protocol: Protocol.UDP },
] as const;
/** Ports that are tried at each pair, whether anybody listens there or not. */
export const PROBES = ['TCP/8080', 'TCP/9090', 'UDP/8080', 'TCP/443', 'UDP/53', 'TCP/6443'] as const;

const FQDN = 'api.example.com';
export const API_SERVER = '203.0.113.250';
/** Inside of the block that flows may name, outside of it, and what is always closed. */
export const ADDRESSES = { inside: '198.51.100.7', excepted: '198.51.100.200', outside: '192.0.2.7', metadata: '169.254.169.254' } as const;
const BLOCK = '198.51.100.0/24';

/** What a dialect can say, to leave the rest out of what it is asked for. */
export interface Expressible {
  readonly fqdn?: boolean;
  readonly apiServer?: boolean;
  readonly ranges?: boolean;
  /** Every port of pods whose ports nobody declares. Default: true. */
  readonly everyPort?: boolean;
  /** Workloads that are none of our constructs, and have no ServiceAccount of their own. */
  readonly foreign?: boolean;
}

interface Workload {
  readonly namespace: (typeof NAMESPACES)[number];
  /** Whose it is: one of our constructs, one of cdk8s-plus, or an object of anybody. */
  readonly of: 'ours' | 'plus' | 'others';
  /** Indices of the ports that it declares; never empty. */
  readonly ports: readonly number[];
}

type Peer = { readonly workload: number } | { readonly namespace: string } | 'block' | 'fqdn' | 'api-server' | 'monitoring';

interface RandomFlow {
  readonly workload: number;
  readonly direction: 'to' | 'from';
  readonly peer: Peer;
  /** Which of the declared ports; undefined: not said. */
  readonly port: number | 'name' | 'range' | undefined;
}

export interface Scenario {
  readonly workloads: readonly Workload[];
  readonly flows: readonly RandomFlow[];
}

/** A few workloads in two namespaces, and flows between them and with what is outside. */
export function scenarios({
  fqdn: names = false,
  apiServer: server = false,
  ranges = true,
  everyPort = true,
  foreign = false,
}: Expressible): fc.Arbitrary<Scenario> {
  const workload: fc.Arbitrary<Workload> = fc.record({
    namespace: fc.constantFrom(...NAMESPACES),
    of: fc.constantFrom(...(foreign ? (['ours', 'plus', 'others'] as const) : (['ours'] as const))),
    ports: fc.subarray([0, 1, 2], { minLength: 1 }),
  });
  return fc.array(workload, { minLength: 2, maxLength: 4 }).chain((workloads) => {
    const index = fc.nat(workloads.length - 1);
    const inside: fc.Arbitrary<Peer> = fc.oneof(
      { weight: 4, arbitrary: fc.record({ workload: index }) },
      { weight: 1, arbitrary: fc.record({ namespace: fc.constantFrom(...NAMESPACES) }) },
    );
    const port = fc.constantFrom(undefined, 0, 1, 2, 'name' as const, ...(ranges ? ['range' as const] : []));
    const flow = (direction: 'to' | 'from', outside: readonly Peer[]): fc.Arbitrary<RandomFlow> =>
      fc
        .record({
          workload: index,
          direction: fc.constant(direction),
          peer: fc.oneof({ weight: 3, arbitrary: inside }, { weight: 1, arbitrary: fc.constantFrom<Peer>(...outside) }),
          port,
        })
        .map((each) =>
          everyPort || direction === 'from' || typeof each.port === 'number' || isWorkload(each.peer) ? each : { ...each, port: 0 },
        );
    const to = flow('to', ['block', ...(names ? ['fqdn' as const] : []), ...(server ? ['api-server' as const] : [])]);
    const from = flow('from', ['block', 'monitoring', ...(server ? ['api-server' as const] : [])]);
    return fc.record({ workloads: fc.constant(workloads), flows: fc.array(fc.oneof(to, from), { maxLength: 7 }) });
  });
}

const isWorkload = (peer: Peer): peer is { readonly workload: number } => typeof peer === 'object' && 'workload' in peer;

/** The ports of a flow as `allowTo` takes them, and as they must come out; undefined: every port. */
function portsOf(
  { workloads }: Scenario,
  flow: RandomFlow,
): {
  readonly options: { port?: number | string | { from: number; to: number }; protocol?: FlowPort['protocol'] };
  readonly expected: readonly string[] | undefined;
} {
  const destination =
    flow.direction === 'from' ? workloads[flow.workload] : isWorkload(flow.peer) ? workloads[flow.peer.workload] : undefined;
  const text = (index: number): string => `${PORTS[index]?.protocol}/${PORTS[index]?.number}`;
  if (destination === undefined) {
    if (typeof flow.port === 'number')
      return {
        options: { port: PORTS[flow.port]?.number ?? 0, protocol: PORTS[flow.port]?.protocol ?? 'TCP' },
        expected: [text(flow.port)],
      };
    if (flow.port === 'range') return { options: { port: { from: 8000, to: 9000 } }, expected: ['TCP/8080'] };
    return { options: {}, expected: flow.peer === 'api-server' ? ['TCP/443', 'TCP/6443'] : undefined };
  }
  const declared = destination.ports;
  const [first = 0] = declared;
  if (typeof flow.port === 'number') {
    const chosen = declared[flow.port % declared.length] ?? first;
    return { options: { port: PORTS[chosen]?.number ?? 0, protocol: PORTS[chosen]?.protocol ?? 'TCP' }, expected: [text(chosen)] };
  }
  if (flow.port === 'name') return { options: { port: PORTS[first]?.name ?? '' }, expected: [text(first)] };
  if (flow.port === 'range') {
    const spoken = new Set(declared.map((each) => PORTS[each]?.protocol));
    return {
      options: { port: { from: 8080, to: 9090 } },
      expected: PROBES.filter(
        (probe) => ['8080', '9090'].includes(probe.split('/')[1] ?? '') && [...spoken].some((each) => probe.startsWith(`${each}/`)),
      ),
    };
  }
  return { options: {}, expected: declared.map(text) };
}

function workloadOf(chart: Chart, name: string, { of, ports }: Workload): plus.Deployment | ApiObject {
  const listening = ports.flatMap((each) => PORTS[each] ?? []);
  const metadata = { name };
  if (of === 'others') {
    const declared = listening.map(({ number, name: port, protocol }) => ({ containerPort: number, name: port, protocol }));
    const template = { metadata: { labels: { app: name } }, spec: { containers: [{ name, image: IMAGE, ports: declared }] } };
    const spec = { selector: { matchLabels: { app: name } }, template };
    return new ApiObject(chart, name, { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec });
  }
  const containers = [{ image: IMAGE, ports: listening.map((each) => ({ ...each })) }];
  return of === 'ours' ? new Deployment(chart, name, { metadata, containers }) : new plus.Deployment(chart, name, { metadata, containers });
}

/** The manifest that a scenario makes: a chart a namespace, all of them isolated. */
export function manifestOf(scenario: Scenario, dialect: Dialect): readonly Json[] {
  const app = new App();
  isolate(app, { dialect });
  const charts = new Map(NAMESPACES.map((name) => [name, new Chart(app, name, { namespace: name })]));
  const made = scenario.workloads.map((each, index) => {
    const chart = charts.get(each.namespace);
    if (chart === undefined) throw new Error(`there is no chart ${each.namespace}`);
    return workloadOf(chart, `w${index}`, each);
  });
  const workload = (index: number): plus.Deployment | ApiObject => {
    const found = made[index];
    if (found === undefined) throw new Error(`there is no workload ${index}`);
    return found;
  };
  for (const flow of scenario.flows) {
    const connections = connectionsOf(workload(flow.workload));
    const { port, protocol } = portsOf(scenario, flow).options;
    const options = port === undefined ? {} : { port, ...(protocol !== undefined && { protocol }) };
    const peer = isWorkload(flow.peer)
      ? workload(flow.peer.workload)
      : typeof flow.peer === 'object'
        ? inNamespaces(flow.peer.namespace)
        : flow.peer === 'block'
          ? cidr(BLOCK, ['198.51.100.128/25'])
          : flow.peer === 'monitoring'
            ? monitoring()
            : flow.peer === 'api-server'
              ? apiServer()
              : fqdn(FQDN);
    if (flow.direction === 'to') connections.allowTo(peer, options);
    else if (!('fqdn' in peer)) connections.allowFrom(peer, options);
  }
  return app.charts.flatMap((chart) => chart.toJson());
}

const pod = (namespace: string, name: string, labels: Record<string, string>): Json => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels },
  spec: { containers: [{ name, image: IMAGE }] },
});
/** What runs in every cluster, and what does in none of the scenarios' business. */
export const OTHERS: readonly Json[] = [
  pod('kube-system', 'dns', { 'k8s-app': 'kube-dns' }),
  pod('monitoring', 'prometheus', { 'app.kubernetes.io/name': 'prometheus' }),
  pod('monitoring', 'grafana', { 'app.kubernetes.io/name': 'grafana' }),
];

/** Answers whether a connection is let through: `red/Deployment/w0` to `198.51.100.7` on `TCP/8080`. */
export type Judge = (from: string, to: string, port: string) => boolean;

/** By the evaluator of NetworkPolicy and Cilium. */
export function byReachability(resources: readonly Resource[]): Judge {
  const reach = reachability(resources, { apiServer: [`${API_SERVER}/32`] });
  expect(reach.problems).toEqual([]);
  return (from, to, port) => reach.allows(from, to, port).allowed;
}

/** All ends that are tried, by the name that a judge knows them by. */
function endsOf({ workloads }: Scenario): readonly { readonly name: string; readonly peer: Peer | 'nobody' | 'dns' }[] {
  return [
    ...workloads.map(({ namespace }, index) => ({ name: `${namespace}/Deployment/w${index}`, peer: { workload: index } })),
    { name: ADDRESSES.inside, peer: 'block' },
    { name: ADDRESSES.excepted, peer: 'nobody' },
    { name: ADDRESSES.outside, peer: 'nobody' },
    { name: ADDRESSES.metadata, peer: 'nobody' },
    { name: 'kube-system/Pod/dns', peer: 'dns' },
    { name: 'monitoring/Pod/prometheus', peer: 'monitoring' },
    { name: 'monitoring/Pod/grafana', peer: 'nobody' },
  ];
}

/** Every connection that must be let through: `from > to port`. */
export function expectedOf(scenario: Scenario, { fqdn: names = false, apiServer: server = false }: Expressible): ReadonlySet<string> {
  const ends = [
    ...endsOf(scenario),
    ...(names ? [{ name: `fqdn:${FQDN}`, peer: 'fqdn' as const }] : []),
    ...(server ? [{ name: 'kube-apiserver', peer: 'api-server' as const }] : []),
  ];
  const nameOf = (index: number): string => ends[index]?.name ?? '';
  const expected = new Set<string>();
  for (const [index] of scenario.workloads.entries()) expected.add(`${nameOf(index)} > kube-system/Pod/dns UDP/53`);
  for (const flow of scenario.flows) {
    const ports = portsOf(scenario, flow).expected ?? PROBES;
    const { peer } = flow;
    const matched = ends.filter((end) => {
      if (isWorkload(peer)) return typeof end.peer === 'object' && isWorkload(end.peer) && end.peer.workload === peer.workload;
      if (typeof peer === 'object') return end.name.startsWith(`${peer.namespace}/`);
      // A name may resolve to an address of the block.
      return end.peer === peer || (peer === 'block' && end.peer === 'fqdn' && flow.direction === 'to');
    });
    for (const { name } of matched)
      for (const port of ports) {
        const [from, to] = flow.direction === 'to' ? [nameOf(flow.workload), name] : [name, nameOf(flow.workload)];
        expected.add(`${from} > ${to} ${port}`);
      }
  }
  return expected;
}

/** Every connection of a workload that is let through, in both directions. */
function allowedOf(scenario: Scenario, judge: Judge, { fqdn: names = false, apiServer: server = false }: Expressible): ReadonlySet<string> {
  const ends = [...endsOf(scenario).map(({ name }) => name), ...(server ? ['kube-apiserver'] : [])];
  const workloads = ends.slice(0, scenario.workloads.length);
  const allowed = new Set<string>();
  const attempt = (from: string, to: string): void => {
    for (const port of PROBES) if (judge(from, to, port)) allowed.add(`${from} > ${to} ${port}`);
  };
  for (const own of workloads) {
    for (const other of [...ends, ...(names ? [`fqdn:${FQDN}`] : [])]) attempt(own, other);
    for (const other of ends) attempt(other, own);
  }
  return allowed;
}

/**
 * Asks a dialect for random flows, and fails unless its policies allow exactly those: every pair, both directions, several ports.
 *
 * @param judge how policies of the dialect are read; it must not be how they are written
 */
export function exactlyTheStatedFlows(
  dialect: Dialect,
  expressible: Expressible,
  {
    judge = byReachability,
    valid = () => {},
    runs = 40,
  }: { readonly judge?: (resources: readonly Resource[]) => Judge; readonly valid?: (object: Json) => void; readonly runs?: number } = {},
): void {
  fc.assert(
    fc.property(scenarios(expressible), (scenario) => {
      const manifest = manifestOf(scenario, dialect);
      for (const each of manifest) valid(each);
      const answers = judge([...manifest, ...OTHERS].map((each) => resource(each)));
      expect([...allowedOf(scenario, answers, expressible)].sort()).toEqual([...expectedOf(scenario, expressible)].sort());
    }),
    { numRuns: runs },
  );
}
