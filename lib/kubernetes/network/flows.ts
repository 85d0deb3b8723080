import type { TemperedError } from '../../errors';
import { constructError } from '../secrets/construct-error';
import { ambiguities } from './ambiguities';
import type { Dialect, FlowDirection } from './dialect';
import type { HttpRequests } from './flow-options';
import { dialectOf } from './isolation-scope';
import type { Member } from './member';
import { portsOf, type Wrong } from './ports';
import { podsPeerOf, type ResolvedPeer, resolvePeer, type Surroundings } from './resolved-peer';
import type { Flow, FlowPeer, HttpRequest, StatedNetwork } from './stated-network';
import type { Statement } from './statement';

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

const OPPOSITE = { ingress: 'egress', egress: 'ingress' } as const;

/** Gives each isolated end of each statement its half of the flow. */
export function statedFlows(statements: readonly Statement[], around: Surroundings): StatedFlows {
  const halves = new Map<Member, Record<FlowDirection, Map<string, Flow>>>();
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
    const complain = ({ code, wrong, hint }: Wrong): void => void errors.push(errorOf(statement, code, wrong, hint));
    const own = around.byConstruct.get(statement.subject);
    if (own === undefined) {
      complain({ code: 'empty-peer', wrong: 'is stated of what holds no pods', hint: 'state it of the workload whose pods are meant' });
      continue;
    }
    const resolved = resolvePeer(statement, own, around);
    if ('wrong' in resolved) {
      complain(resolved);
      continue;
    }
    const ends = endsOf(statement, own, resolved, dialects);
    if (ends.length === 0) {
      elsewhere.add(statement);
      continue;
    }
    const outward = statement.direction === 'egress';
    const ports = portsOf(statement.options, outward ? resolved.workload : own, outward ? resolved.peer : undefined);
    if (ports !== undefined && 'wrong' in ports) {
      complain(ports);
      continue;
    }
    const http = requestsOf(statement.options.http);
    const path = http?.find(({ path: each = '/' }) => !/^(\*$|\/[^?#]*$)/.test(each))?.path;
    if (path !== undefined) {
      complain({ code: 'invalid-path', wrong: `names the path ${path}`, hint: 'paths begin with / and have no query: /items, /items/*' });
      continue;
    }
    const placed = http === undefined ? new Set<End>() : endsThatRead(ends, outward ? resolved.covers : [own]);
    if (placed === undefined) {
      complain(noHttp(ends));
      continue;
    }
    for (const end of ends) {
      const flow: Flow = { peer: end.peer, ports, http: placed.has(end) ? http : undefined };
      const refusal = end.dialect.inexpressible(flow, end.direction);
      if (refusal !== undefined) complain({ code: 'inexpressible-flow', ...refusal });
      halves.get(end.member)?.[end.direction].set(JSON.stringify(flow), flow);
    }
  }
  const stating = [...halves].flatMap(([member, { ingress, egress }]) => (ingress.size + egress.size > 0 ? [member] : []));
  errors.push(...ambiguities(stating, around.members));
  const nameOf = uniqueNames(around.members);
  const isolated = [...halves].flatMap(([member, { ingress, egress }]) => {
    const dialect = dialects.get(member);
    return dialect === undefined
      ? []
      : [{ member, dialect, network: networkOf(member, nameOf(member), [...ingress.values()], [...egress.values()]) }];
  });
  return { isolated, elsewhere, errors };
}

/** Names the flow: `the flow to shop/api …`. */
export function errorOf({ subject, direction }: Statement, code: string, wrong: string, hint: string): TemperedError {
  return constructError(code, subject, '', `a flow ${direction === 'egress' ? 'out of' : 'into'} it ${wrong}`, hint);
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

function requestsOf(http: HttpRequests | readonly HttpRequests[] | undefined): readonly HttpRequest[] | undefined {
  if (http === undefined) return undefined;
  return (isList(http) ? http : [http]).flatMap(({ methods = [undefined], paths = [undefined] }) =>
    methods.flatMap((method) => paths.map((path) => ({ ...(method !== undefined && { method }), ...(path !== undefined && { path }) }))),
  );
}

function isList(http: HttpRequests | readonly HttpRequests[]): http is readonly HttpRequests[] {
  return Array.isArray(http);
}

function networkOf(member: Member, name: string, ingress: readonly Flow[], egress: readonly Flow[]): StatedNetwork {
  const { construct, namespace, pods, serviceAccount, ports } = member;
  return {
    name,
    path: construct.node.path,
    namespace,
    pods,
    serviceAccount,
    ports: ports.map(({ protocol, port }) => ({ protocol, port })),
    ingress,
    egress,
  };
}

/** Objects of two kinds may have one name; their policies may not. */
function uniqueNames(members: readonly Member[]): (member: Member) => string {
  const count = new Map<string, number>();
  const key = ({ namespace = '', name }: Member): string => `${namespace}/${name}`;
  for (const each of members) count.set(key(each), (count.get(key(each)) ?? 0) + 1);
  return (member) => ((count.get(key(member)) ?? 0) > 1 ? `${member.name}-${member.kind.toLowerCase()}` : member.name);
}
