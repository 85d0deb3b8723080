import { type Endpoint, portsText } from '../../reachability';
import { type FlowsResult, isWorkload } from './result';

/**
 * The flows as a flowchart that Markdown viewers draw: namespaces with their workloads, everybody else around them, the ports on the arrows.
 * An end that no policy closes has one arrow, with everybody, in place of one with each.
 */
export function* mermaidFlows({ reach, flows }: FlowsResult): Generator<string> {
  const ids = new Map<string, string>();
  const id = (name: string): string => {
    const known = ids.get(name) ?? `n${ids.size}`;
    ids.set(name, known);
    return known;
  };
  const open = { ingress: new Set<Endpoint>(), egress: new Set<Endpoint>() };
  for (const { pod, ingress, egress } of reach.isolation) {
    if (!ingress) open.ingress.add(pod);
    if (!egress) open.egress.add(pod);
  }
  yield 'flowchart LR\n';
  const namespaces = new Map<string, string[]>();
  for (const { name, namespace } of reach.pods) {
    const [, , ...rest] = name.split('/');
    namespaces.set(namespace, [...(namespaces.get(namespace) ?? []), `    ${id(name)}["${escaped(rest.join('/'))}"]\n`]);
  }
  for (const [namespace, workloads] of namespaces)
    yield `  subgraph ${id(`namespace of ${namespace}`)}["${escaped(namespace)}"]\n${workloads.join('')}  end\n`;
  const drawn = flows.filter(({ from, to }) => !open.ingress.has(to) && !open.egress.has(from));
  // What an open workload reaches is closed there: worth its arrow, where it is a workload.
  const ofOpen = flows.filter(({ from, to }) => open.egress.has(from) && !open.ingress.has(to) && isWorkload(to));
  const others = new Set([...drawn, ...ofOpen].flatMap(({ from, to }) => [from, to]).filter((end) => !isWorkload(end)));
  for (const { name } of others) yield `  ${id(name)}(["${escaped(name)}"])\n`;
  const everybody = open.ingress.size + open.egress.size > 0 ? id('everybody') : '';
  if (everybody !== '') yield `  ${everybody}(["everybody"])\n`;
  for (const { from, to, ports } of [...drawn, ...ofOpen]) yield `  ${id(from.name)} -->|"${escaped(portsText(ports))}"| ${id(to.name)}\n`;
  for (const { name } of open.ingress) yield `  ${everybody} -.->|"no policy"| ${id(name)}\n`;
  for (const { name } of open.egress) yield `  ${id(name)} -.->|"no policy"| ${everybody}\n`;
}

/** Text of a manifest in a label: quotes would end it, and a line break would begin a statement. */
function escaped(text: string): string {
  return text.replace(/["&<>#;\\`\n\r]/g, (character) => `#${character.charCodeAt(0)};`);
}
