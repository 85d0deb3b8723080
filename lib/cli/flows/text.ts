import { createColors } from 'picocolors';
import { type Endpoint, type Flow, type PodEndpoint, portsText, type Side } from '../../reachability';
import { count } from '../../reporters/scorecard';
import { placeText, printable } from '../../reporters/text';
import { type FlowsResult, inOneLine, namesOf, placesOf } from './result';

type Direction = 'ingress' | 'egress';
const TITLES = { ingress: 'is reached by', egress: 'reaches' } as const;
const OPEN = {
  ingress: 'is reached by everybody: no policy closes it for ingress',
  egress: 'reaches everybody who lets it in: no policy closes it for egress',
} as const;

/** Workload by workload: who reaches it and whom it reaches, on which ports, by which policy and rule. */
export function* textFlows(result: FlowsResult, color: boolean): Generator<string> {
  const colors = createColors(color);
  const { reach, flows, open, policies, assumptions, errors } = result;
  for (const isolation of reach.isolation) {
    const { pod } = isolation;
    yield `${colors.bold(printable(pod.name))}\n`;
    for (const direction of ['ingress', 'egress'] as const) {
      if (!isolation[direction]) yield `  ${pod.hostNetwork ? inNode(direction) : colors.yellow(OPEN[direction])}\n`;
      else yield* sideText(direction, pod, flows, result, colors.cyan);
    }
    yield '\n';
  }
  for (const each of assumptions) yield `taken for granted: ${printable(each)}\n`;
  const closed = reach.isolation.filter(({ ingress, egress }) => ingress && egress).length;
  const inNodes = reach.pods.filter(({ hostNetwork }) => hostNetwork).length;
  yield [
    `${count(reach.pods.length, 'workload')}, ${policies} ${policies === 1 ? 'policy' : 'policies'}; ${closed} closed both ways, ${open.length} open`,
    inNodes === 0 ? '' : `, ${inNodes} in the network of ${inNodes === 1 ? 'its node' : 'their nodes'}`,
    errors.length === 0 ? '' : `; ${count(errors.length, 'error')}`,
    '\n',
  ].join('');
}

function inNode(direction: Direction): string {
  return direction === 'ingress'
    ? 'is reached as its node is: it runs in its network, and policies for pods do not select it'
    : 'reaches every pod: it runs in the network of its node';
}

function* sideText(
  direction: Direction,
  pod: PodEndpoint,
  flows: readonly Flow[],
  { placeOf }: FlowsResult,
  highlight: (text: string) => string,
): Generator<string> {
  const own = flows.filter(({ from, to }) => (direction === 'ingress' ? to : from) === pod);
  if (own.length === 0) yield `  ${TITLES[direction]} nobody\n`;
  else yield `  ${TITLES[direction]}\n`;
  for (const { ends, ports, side } of grouped(direction, own)) {
    yield `    ${inOneLine(namesOf(ends).map(printable))}  ${highlight(ports)}\n`;
    const places = placesOf(side, placeOf);
    for (const [index, reason] of side.reasons.entries()) {
      const place = places[index];
      yield `      ${place === undefined ? '' : `${placeText(place)}  `}${printable(reason)}\n`;
    }
  }
}

interface Group {
  readonly ends: Endpoint[];
  readonly ports: string;
  readonly side: Side;
}

/** Other ends of the same ports and reasons together. */
function grouped(direction: Direction, flows: readonly Flow[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const { from, to, ports } of flows) {
    const end = direction === 'ingress' ? from : to;
    const byReason = new Map<string, typeof ports>();
    for (const each of ports) {
      const why = each[direction].reasons.join('\n');
      byReason.set(why, [...(byReason.get(why) ?? []), each]);
    }
    for (const [why, all] of byReason) {
      const text = portsText(all);
      const key = `${text}\n${why}`;
      const [first] = all;
      if (first === undefined) continue;
      const group = groups.get(key) ?? { ends: [], ports: text, side: first[direction] };
      group.ends.push(end);
      groups.set(key, group);
    }
  }
  return [...groups.values()];
}
