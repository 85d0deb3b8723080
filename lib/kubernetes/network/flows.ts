import type { TemperedError } from '../../errors';
import { ambiguities, unlabelled } from './ambiguities';
import type { Dialect, FlowDirection } from './dialect';
import { errorOf } from './flow-error';
import { requestsOf } from './http-requests';
import { dialectOf } from './isolation-scope';
import type { Member } from './member';
import { hasTcp } from './mesh/tcp-ports';
import { portsOf } from './ports';
import { podsPeerOf, type ResolvedPeer, resolvePeer, type Surroundings } from './resolved-peer';
import type { Flow, FlowPeer, StatedNetwork } from './stated-network';
import { isPlainPeer, type Statement } from './statement';
import type { Wrong } from './wrong';

/** An isolated workload, with everything that is stated of it. */
export interface IsolatedMember {
  readonly member: Member;
  readonly dialect: Dialect;
  readonly network: StatedNetwork;
}

/** What statements come to. */
export interface StatedFlows {
  readonly isolated: readonly IsolatedMember[];
  /** Those of which neither end is isolated. */
  readonly elsewhere: ReadonlySet<Statement>;
  readonly errors: readonly TemperedError[];
}

/** One end of a flow that is isolated. */
interface End {
  readonly member: Member;
  readonly dialect: Dialect;
  readonly direction: FlowDirection;
  /** The other end, as this one sees it. */
  readonly peer: FlowPeer;
}

/** The flows of one workload, each once. */
type Halves = Readonly<Record<FlowDirection, Map<string, Flow>>>;

const OPPOSITE = { ingress: 'egress', egress: 'ingress' } as const;

/** Gives each isolated end of each statement its half of the flow. */
export function statedFlows(statements: readonly Statement[], around: Surroundings): StatedFlows {
  const halves = new Map<Member, Halves>();
  const dialects = new Map<Member, Dialect>();
  for (const member of around.members) {
    const dialect = dialectOf(member.construct);
    if (dialect === undefined) continue;
    dialects.set(member, dialect);
    halves.set(member, { ingress: new Map(), egress: new Map() });
  }
  const elsewhere = new Set<Statement>();
  const errors: TemperedError[] = [];
  for (const statement of statements) {
    const ends = endsWithFlows(statement, around, dialects);
    if ('wrong' in ends) errors.push(errorOf(statement, ends));
    else if (ends.length === 0) elsewhere.add(statement);
    else
      for (const { member, dialect, direction, flow } of ends) {
        const refusal = dialect.inexpressible(flow, direction);
        if (refusal !== undefined) errors.push(errorOf(statement, { code: 'inexpressible-flow', ...refusal }));
        halves.get(member)?.[direction].set(JSON.stringify(flow), flow);
      }
  }
  const stating = [...halves].flatMap(([member, { ingress, egress }]) => (ingress.size + egress.size > 0 ? [member] : []));
  errors.push(...unlabelled([...dialects.keys()]), ...ambiguities(stating, around.members));
  const nameOf = uniqueNames(around.members);
  const isolated = [...dialects].map(([member, dialect]) => ({
    member,
    dialect,
    network: networkOf(member, nameOf(member), halves.get(member)),
  }));
  return { isolated, elsewhere, errors };
}

/** The isolated ends of a statement, none where it is of no concern here, or what is wrong with it. */
function endsWithFlows(
  statement: Statement,
  around: Surroundings,
  dialects: ReadonlyMap<Member, Dialect>,
): readonly (End & { readonly flow: Flow })[] | Wrong {
  const { subject, direction, peer, options } = statement;
  const own = around.byConstruct.get(subject);
  if (own === undefined)
    return {
      code: 'empty-peer',
      wrong: 'is stated of what holds no pods, or those of several workloads',
      hint: 'state it of the workload whose pods are meant',
    };
  const resolved = resolvePeer(statement, own, around);
  if ('wrong' in resolved) {
    // cdk8s-plus makes of it what it makes.
    const isolated = dialects.has(own) || isPlainPeer(peer) || dialectOf(peer) !== undefined;
    return isolated ? resolved : [];
  }
  const ends = endsOf(statement, own, resolved, dialects);
  if (ends.length === 0) return [];
  const onNode = [own, resolved.workload].find((each) => each?.hostNetwork === true);
  if (onNode !== undefined)
    return {
      code: 'host-network',
      wrong: `is with the pods of ${onNode.construct.node.path}, which are in the network of their node: policies take them for it`,
      hint: 'give them a network of their own, or state the flow with nodes()',
    };
  const outward = direction === 'egress';
  const destination = outward ? resolved.workload : own;
  const proxyPorts = destination && dialects.get(destination)?.proxyPorts;
  const ports = portsOf(options, destination, outward ? resolved.peer : undefined, proxyPorts);
  if (ports !== undefined && 'wrong' in ports) return ports;
  const stranger = hasTcp(ports) ? strangerTo(outward ? resolved.covers : [own], outward ? [own] : resolved.covers, dialects) : undefined;
  if (stranger !== undefined) return stranger;
  const http = requestsOf(options.http);
  if (http !== undefined && 'wrong' in http) return http;
  const reading = http === undefined ? new Set<End>() : endsThatRead(ends, outward ? resolved.covers : [own]);
  if (reading === undefined) return noHttp(ends);
  return ends.map((end) => ({ ...end, flow: { peer: end.peer, ports, http: reading.has(end) ? http : undefined } }));
}

/** A source that by its own dialect is in no mesh, or in another, has no identity where the destination asks for one. */
function strangerTo(
  destinations: readonly Member[],
  sources: readonly Member[],
  dialects: ReadonlyMap<Member, Dialect>,
): Wrong | undefined {
  for (const destination of destinations)
    for (const source of sources) {
      const [asking, own] = [dialects.get(destination), dialects.get(source)];
      if (asking?.mesh === undefined || own === undefined || own.mesh?.name === asking.mesh.name) continue;
      if (source.namespace !== undefined && asking.mesh.unmeshed.has(source.namespace)) continue;
      return {
        code: 'inexpressible-flow',
        wrong: `is from ${source.construct.node.path} (${own.name}) to ${destination.construct.node.path} (${asking.name}), where it has no identity`,
        hint: 'isolate both with the same mesh, or name the namespace of the one in `unmeshed` of the other, and the ports in `plaintextPorts`',
      };
    }
  return undefined;
}

function endsOf(
  { direction, options }: Statement,
  own: Member,
  { peer, covers }: ResolvedPeer,
  dialects: ReadonlyMap<Member, Dialect>,
): readonly End[] {
  const ends: End[] = [];
  const ownDialect = dialects.get(own);
  if (ownDialect !== undefined && options.isolation !== 'PEER') ends.push({ member: own, dialect: ownDialect, direction, peer });
  if (options.isolation === 'POD') return ends;
  for (const member of covers) {
    const dialect = dialects.get(member);
    if (dialect !== undefined) ends.push({ member, dialect, direction: OPPOSITE[direction], peer: podsPeerOf(own, member) });
  }
  return ends;
}

/**
 * The ends that tell requests apart: the destinations where all of them do, else the sources; undefined where neither can.
 *
 * @param destinations the workloads of the tree among the destinations
 */
function endsThatRead(ends: readonly End[], destinations: readonly Member[]): ReadonlySet<End> | undefined {
  const reading = ends.filter(({ dialect, direction }) => dialect.http.includes(direction));
  const into = reading.filter(({ direction }) => direction === 'ingress');
  if (destinations.length > 0 && destinations.every((each) => into.some(({ member }) => member === each))) return new Set(into);
  const outOf = ends.filter(({ direction }) => direction === 'egress');
  return outOf.length > 0 && outOf.every((each) => reading.includes(each)) ? new Set(reading) : undefined;
}

function noHttp(ends: readonly End[]): Wrong {
  const names = [...new Set(ends.map(({ dialect }) => dialect.name))].join(' and ');
  return {
    code: 'inexpressible-flow',
    wrong: `is of HTTP, and ${names} cannot tell its requests apart at the ends that it isolates`,
    hint: 'isolate the destination with a dialect that reads HTTP, or leave `http` out',
  };
}

function networkOf(member: Member, name: string, halves: Halves | undefined): StatedNetwork {
  const { construct, namespace, pods, serviceAccount, ports } = member;
  return {
    name,
    path: construct.node.path,
    namespace,
    pods,
    serviceAccount,
    ports: ports.map(({ protocol, port }) => ({ protocol, port })),
    ingress: [...(halves?.ingress.values() ?? [])],
    egress: [...(halves?.egress.values() ?? [])],
  };
}

/** Objects of two kinds may have one name; their policies may not. */
function uniqueNames(members: readonly Member[]): (member: Member) => string {
  const count = new Map<string, number>();
  const key = ({ namespace = '', name }: Member): string => `${namespace}/${name}`;
  for (const each of members) count.set(key(each), (count.get(key(each)) ?? 0) + 1);
  return (member) => ((count.get(key(member)) ?? 0) > 1 ? `${member.name}-${member.kind.toLowerCase()}` : member.name);
}
