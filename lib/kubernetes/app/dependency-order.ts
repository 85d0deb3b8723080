import type { IConstruct } from 'constructs';
import { dependencyCycleError } from './dependency-cycle';
import { type InferredDependencies, type Successor, SuccessorGroup } from './inferred-dependencies';

/** The vertices that a vertex comes after, in order. */
export type Successors = (vertex: Successor) => readonly Successor[];

const NONE: readonly Successor[] = [];

/** Keys that JavaScript orders before all others: array indices. */
const INTEGER_KEY = /^(0|[1-9]\d{0,9})$/;
const MAX_INTEGER_KEY = 2 ** 32 - 1;

/**
 * A construct and everything below it, each after what it depends on.
 *
 * The order of `new DependencyGraph(scope.node).topology()` of cdk8s, which searches all paths anew for each edge and walks all
 * of them to sort: exponential on diamonds. This looks at each edge twice. Dependencies that lead out of the scope do not count.
 *
 * @throws `Dependency cycle detected: …`, as cdk8s
 */
export function inDependencyOrder(scope: IConstruct, dependencies: InferredDependencies): IConstruct[] {
  const vertices = scope.node.findAll();
  const successors = successorsWithin(vertices, dependencies);
  const order = postOrder(roots(vertices, successors), successors);
  // A cycle that nothing else depends on has no root: its members were never met.
  if (!order || order.length < vertices.length) throw dependencyCycleError(vertices, successors);
  return order;
}

/**
 * Depth first, a vertex after all its successors, each once; without recursion, since chains may be long.
 *
 * @returns the constructs in that order, or undefined if a vertex comes after itself
 */
export function postOrder(starts: readonly IConstruct[], successors: Successors): IConstruct[] | undefined {
  const order: IConstruct[] = [];
  const finished = new Set<Successor>();
  const path: { readonly vertex: Successor; readonly successors: readonly Successor[]; next: number }[] = [];
  const onPath = new Set<Successor>();
  const enter = (vertex: Successor) => {
    onPath.add(vertex);
    path.push({ vertex, successors: successors(vertex), next: 0 });
  };
  for (const start of starts) {
    if (finished.has(start)) continue;
    enter(start);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const successor = top.successors[top.next++];
      if (successor) {
        if (onPath.has(successor)) return undefined;
        if (!finished.has(successor)) enter(successor);
      } else {
        path.pop();
        onPath.delete(top.vertex);
        finished.add(top.vertex);
        if (!(top.vertex instanceof SuccessorGroup)) order.push(top.vertex);
      }
    }
  }
  return order;
}

/**
 * Successors that are vertices themselves. Like cdk8s, by path: a construct that was removed and made anew under the same id
 * takes the place of the old one.
 */
function successorsWithin(vertices: readonly IConstruct[], dependencies: InferredDependencies): Successors {
  const byPath = new Map(vertices.map((vertex) => [vertex.node.path, vertex]));
  const known = new Map<Successor, readonly Successor[]>();
  const within = (all: readonly Successor[]): readonly Successor[] => {
    if (all.length === 0) return NONE;
    const inside: Successor[] = [];
    for (const successor of all) {
      if (!(successor instanceof SuccessorGroup)) {
        const vertex = byPath.get(successor.node.path);
        if (vertex) inside.push(vertex);
      } else if (reaches(successor, byPath)) {
        inside.push(successor);
      }
    }
    return inside;
  };
  return (vertex) => {
    let inside = known.get(vertex);
    if (!inside) {
      inside = within(vertex instanceof SuccessorGroup ? vertex.members : dependencies.successorsOf(vertex));
      known.set(vertex, inside);
    }
    return inside;
  };
}

/**
 * Whether a group may lead to a vertex. Objects in a group are of one chart, so either all or none of them are within a scope
 * that is a chart or an app: looking at the first spares each chart the walk through the objects of all others.
 */
function reaches(group: SuccessorGroup, byPath: ReadonlyMap<string, IConstruct>): boolean {
  const first = group.members[0];
  return first instanceof SuccessorGroup || (first !== undefined && byPath.has(first.node.path));
}

/**
 * The vertices that no other comes after, in the order in which cdk8s walks them: it keeps them in a plain object, keyed by path,
 * and such an object has its integer keys first. (Only charts directly in the app have such a path, and constructs keeps children
 * in a plain object, too, so they are ascending already.)
 */
function roots(vertices: readonly IConstruct[], successors: Successors): IConstruct[] {
  const dependedOn = new Set<Successor>();
  const pending: Successor[] = [...vertices];
  for (let vertex = pending.pop(); vertex; vertex = pending.pop()) {
    for (const successor of successors(vertex)) {
      if (dependedOn.has(successor)) continue;
      dependedOn.add(successor);
      if (successor instanceof SuccessorGroup) pending.push(successor);
    }
  }
  const free = vertices.filter((vertex) => !dependedOn.has(vertex));
  const isInteger = (vertex: IConstruct) => INTEGER_KEY.test(vertex.node.path) && Number(vertex.node.path) < MAX_INTEGER_KEY;
  return free.some(isInteger) ? [...free.filter(isInteger), ...free.filter((vertex) => !isInteger(vertex))] : free;
}
