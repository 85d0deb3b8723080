import type { IConstruct } from 'constructs';
import { postOrder, type Successors } from './dependency-order';
import { type Successor, SuccessorGroup } from './inferred-dependencies';

/** How many steps the search that cdk8s would make may take, about half a second, before a shorter one is made instead. */
const ROUTE_STEPS = 5_000_000;

/**
 * The error with which cdk8s refuses a cyclic app, word for word.
 *
 * cdk8s adds edge after edge and stops at the first that closes a cycle, so the message depends on which edge that is and on
 * the way its search takes. Both are reproduced: the edge by bisection, since "has a cycle" is cheap to ask of the first k
 * edges, the way by the same search. Where that search would not end in reasonable time, the shortest cycle is named.
 *
 * One cycle goes unnoticed in cdk8s: a construct that depends on itself is silently left out of the output, or overflows the
 * stack. Here it is an error like the others, if there are no others.
 */
export function dependencyCycleError(vertices: readonly IConstruct[], allSuccessors: Successors): Error {
  const successors: Successors = (vertex) => allSuccessors(vertex).filter((successor) => successor !== vertex);
  const firstEdgesOf = (count: number, last: readonly Successor[]): Successors => {
    const complete = new Set<Successor>(vertices.slice(0, count));
    const partial = vertices[count];
    return (vertex) => {
      if (vertex === partial) return last;
      return vertex instanceof SuccessorGroup || complete.has(vertex) ? successors(vertex) : [];
    };
  };
  const cyclic = (graph: Successors) => postOrder(vertices, graph) === undefined;

  const sourceIndex = firstWhere(vertices.length, (k) => cyclic(firstEdgesOf(k + 1, [])));
  const source = vertices[sourceIndex];
  if (!source) {
    const itself = vertices.filter((vertex) => allSuccessors(vertex).includes(vertex)).slice(0, 1);
    return cycleError([...itself, ...itself]);
  }
  const targets = expand(source, successors);
  const targetIndex = firstWhere(targets.length, (k) => cyclic(firstEdgesOf(sourceIndex, targets.slice(0, k + 1))));
  const target = targets[targetIndex] ?? source;

  const before = firstEdgesOf(sourceIndex, targets.slice(0, targetIndex));
  const outbound = (vertex: IConstruct) => expand(vertex, before);
  return cycleError([...(exhaustiveRoute(target, source, outbound) ?? shortestRoute(target, source, outbound)), target]);
}

/** A plain Error with nothing added: programs written for cdk8s compare this text. */
function cycleError(cycle: readonly IConstruct[]): Error {
  return new Error(`Dependency cycle detected: ${cycle.map((construct) => construct.node.path).join(' => ')}`);
}

/** The least index below `length` for which a monotone test holds, or `length`. */
function firstWhere(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The constructs that a vertex comes after, groups dissolved, each once. */
function expand(vertex: Successor, successors: Successors): IConstruct[] {
  const found = new Set<IConstruct>();
  const visit = (from: Successor) => {
    for (const successor of successors(from)) {
      if (successor instanceof SuccessorGroup) visit(successor);
      else found.add(successor);
    }
  };
  visit(vertex);
  return [...found];
}

/**
 * `DependencyVertex.findRoute` of cdk8s, without recursion. It goes on searching after it has found the way, and then takes
 * back a step for each branch that leads nowhere; what it returns is the route that users of cdk8s see.
 */
function exhaustiveRoute(
  from: IConstruct,
  to: IConstruct,
  outbound: (vertex: IConstruct) => readonly IConstruct[],
): IConstruct[] | undefined {
  const route: IConstruct[] = [];
  const path: { readonly outbound: readonly IConstruct[]; next: number; found: boolean }[] = [];
  const known = new Map<IConstruct, readonly IConstruct[]>();
  const enter = (vertex: IConstruct) => {
    route.push(vertex);
    const next = known.get(vertex) ?? outbound(vertex);
    known.set(vertex, next);
    path.push({ outbound: next, next: 0, found: false });
  };
  enter(from);
  let steps = 0;
  for (let top = path.at(-1); top; top = path.at(-1)) {
    if (++steps > ROUTE_STEPS) return undefined;
    const vertex = top.outbound[top.next++];
    if (vertex && vertex !== to) {
      enter(vertex);
      continue;
    }
    if (vertex) {
      route.push(vertex);
      top.found = true;
    } else if (!top.found) {
      route.pop();
    }
    path.pop();
    const parent = path.at(-1);
    if (parent) parent.found = top.found;
  }
  return route;
}

function shortestRoute(from: IConstruct, to: IConstruct, outbound: (vertex: IConstruct) => readonly IConstruct[]): IConstruct[] {
  const cameFrom = new Map<IConstruct, IConstruct | undefined>([[from, undefined]]);
  // A Map iterates over what is added while it is iterated: this is the queue of a breadth-first search.
  for (const [vertex] of cameFrom) {
    if (vertex === to) break;
    for (const next of outbound(vertex)) if (!cameFrom.has(next)) cameFrom.set(next, vertex);
  }
  const route: IConstruct[] = [];
  for (let vertex: IConstruct | undefined = to; vertex; vertex = cameFrom.get(vertex)) route.unshift(vertex);
  return route;
}
