import { type Endpoint, portsText } from '../../reachability';
import { printable } from '../../reporters/text';
import { type FlowsResult, isWorkload, namesOf } from './result';

/**
 * The flows as a flowchart that Markdown viewers draw: namespaces with their workloads, everybody else around them, the ports on the arrows.
 * An end that no policy closes has one arrow, with everybody, in place of one with each. What runs in its node's network has none.
 */
export function* mermaidFlows({ reach, flows, assumptions }: FlowsResult): Generator<string> {
  const ids = new Map<string, string>();
  const id = (name: string): string => {
    const known = ids.get(name) ?? `n${ids.size}`;
    ids.set(name, known);
    return known;
  };
  yield 'flowchart LR\n';
  for (const each of assumptions) yield `%% taken for granted: ${printable(each)}\n`;
  const namespaces = new Map<string, string[]>();
  for (const { name, namespace, hostNetwork } of reach.pods) {
    const label = `${name.split('/').slice(2).join('/')}${hostNetwork ? ', in the network of its node' : ''}`;
    namespaces.set(namespace, [...(namespaces.get(namespace) ?? []), `    ${id(name)}["${escaped(label)}"]\n`]);
  }
  for (const [namespace, workloads] of namespaces)
    yield `  subgraph ${id(`in ${namespace}`)}["${escaped(namespace)}"]\n${workloads.join('')}  end\n`;
  const arrows = [...arrowsOf({ reach, flows })];
  const others = new Set(arrows.flatMap(({ from, to }) => [from, to]).filter((name) => !ids.has(name)));
  for (const name of others) yield `  ${id(name)}(["${escaped(name)}"])\n`;
  for (const { from, to, text, line } of arrows) yield `  ${id(from)} ${line}|"${escaped(text)}"| ${id(to)}\n`;
}

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly line: '-->' | '-.->';
}

function* arrowsOf({ reach, flows }: Pick<FlowsResult, 'reach' | 'flows'>): Generator<Arrow> {
  for (const { pod, ingress, egress } of reach.isolation.filter((each) => !each.pod.hostNetwork)) {
    const own = flows.filter(({ from, to }) => !isInNode(from) && !isInNode(to));
    const inside = (direction: 'from' | 'to') => own.filter((flow) => flow[direction] === pod);
    if (!ingress) yield { from: 'everybody else', to: pod.name, text: 'no policy', line: '-.->' };
    if (!egress) yield { from: pod.name, to: 'everybody else', text: 'no policy', line: '-.->' };
    // Between workloads once, from the source; of an open one only what its destination narrows down.
    for (const { to, ports } of inside('from'))
      if (isWorkload(to) && (egress || isClosed(reach, to))) yield { from: pod.name, to: to.name, text: portsText(ports), line: '-->' };
    if (egress)
      for (const [text, ends] of byPorts(inside('from').map(({ to, ports }) => [to, portsText(ports)])))
        for (const name of namesOf(ends)) yield { from: pod.name, to: name, text, line: '-->' };
    if (ingress)
      for (const [text, ends] of byPorts(inside('to').map(({ from, ports }) => [from, portsText(ports)])))
        for (const name of namesOf(ends)) yield { from: name, to: pod.name, text, line: '-->' };
  }
}

function byPorts(all: readonly (readonly [Endpoint, string])[]): ReadonlyMap<string, readonly Endpoint[]> {
  const groups = new Map<string, Endpoint[]>();
  for (const [end, text] of all) if (!isWorkload(end)) groups.set(text, [...(groups.get(text) ?? []), end]);
  return groups;
}

function isClosed(reach: FlowsResult['reach'], end: Endpoint): boolean {
  return reach.isolation.some(({ pod, ingress }) => pod === end && ingress);
}

function isInNode(end: Endpoint): boolean {
  return end.kind === 'pod' && end.hostNetwork;
}

/** Text of a manifest in a label: quotes would end it, and a line break would begin a statement. */
function escaped(text: string): string {
  return text.replace(/["&<>#;\\`\n\r]/g, (character) => `#${character.charCodeAt(0)};`);
}
