import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ChartObjects, type ObjectRange, overlap } from './chart-objects';

/** Something a construct comes after: another construct, or all members of a group. */
export type Successor = IConstruct | SuccessorGroup;

/**
 * Many successors behind one vertex of the graph.
 *
 * "Chart A depends on chart B" means that each of A's n objects comes after each of B's m objects. cdk8s writes down n × m
 * edges; a group in the middle says the same with n + m. A depth-first walk meets the members where it would have met the
 * edges, in the same order, and a second visit finds them all visited: the resulting order cannot differ.
 */
export class SuccessorGroup {
  public constructor(public readonly members: readonly Successor[]) {}
}

/**
 * What follows from the dependencies that a program states: that charts depend on the charts nested in them, charts on charts
 * when any of their constructs do, and objects on objects when any constructs above them do.
 *
 * The same rules as `resolveDependencies` of cdk8s, in the same order. Chart dependencies are added to the charts' nodes, as
 * there; those of objects, which would be n × m, stay in here. Like there, what was inferred once stays, so that inferring
 * again (objects may have been added) appends to what the first time gave and leaves its order alone.
 */
export class InferredDependencies {
  /** Per object: what was inferred, and how many dependencies the node had of its own when that came behind them. */
  private readonly links = new Map<IConstruct, Map<Successor, number>>();
  private readonly targetGroups = new Map<IConstruct, SuccessorGroup>();
  private readonly sourceGroups = new Map<IConstruct, SuccessorGroup>();

  /**
   * Infers from the dependencies of `sources`, which is the app's tree or what it was before validations added to it.
   *
   * @returns whether any chart depends on another
   * @throws when a construct outside of all charts has a dependency or is one
   */
  public infer(app: IConstruct, sources: readonly IConstruct[]): boolean {
    const dependent = this.inferCharts(sources);
    this.inferObjects(app, sources);
    return dependent;
  }

  /** What a construct comes after: stated and inferred, in the order in which cdk8s has them. */
  public successorsOf(construct: IConstruct): readonly Successor[] {
    const stated = construct.node.dependencies;
    const links = this.links.get(construct);
    if (!links) return stated;
    const merged: Successor[] = [];
    let taken = 0;
    for (const [successor, before] of links) {
      for (const construct of stated.slice(taken, before)) merged.push(construct);
      taken = Math.max(taken, before);
      merged.push(successor);
    }
    for (const construct of stated.slice(taken)) merged.push(construct);
    return merged;
  }

  private inferCharts(sources: readonly IConstruct[]): boolean {
    let dependent = false;
    for (const parent of sources) {
      if (!Chart.isChart(parent)) continue;
      for (const child of parent.node.children) {
        if (!Chart.isChart(child)) continue;
        parent.node.addDependency(child);
        dependent = true;
      }
    }
    for (const source of sources) {
      for (const target of source.node.dependencies) {
        const sourceChart = Chart.of(source);
        const targetChart = Chart.of(target);
        if (sourceChart === targetChart) continue;
        sourceChart.node.addDependency(targetChart);
        dependent = true;
      }
    }
    return dependent;
  }

  private inferObjects(app: IConstruct, sources: readonly IConstruct[]): void {
    const dependents = sources.filter((source) => source.node.dependencies.length > 0);
    if (dependents.length === 0) return;
    const objects = new ChartObjects(app);
    for (const source of dependents) this.inferObjectsOf(source, objects);
  }

  private inferObjectsOf(source: IConstruct, objects: ChartObjects): void {
    const dependents = objects.below(source);
    if (dependents.from === dependents.to) return;
    let members: SuccessorGroup[] = [];
    const linkAll = () => {
      if (members.length === 0) return;
      const group = sharedGroup(this.sourceGroups, source, members);
      for (let i = dependents.from; i < dependents.to; i++) this.link(dependents.objects[i], group);
      members = [];
    };
    for (const target of source.node.dependencies) {
      const targets = objects.below(target);
      if (targets.from === targets.to) continue;
      const group = sharedGroup(this.targetGroups, target, targets.objects.slice(targets.from, targets.to));
      if (overlap(dependents, targets)) {
        linkAll();
        this.linkOverlapping(dependents, targets, group);
      } else {
        members.push(group);
      }
    }
    linkAll();
  }

  /**
   * A construct that depends on its own ancestor or descendant. An object never depends on itself, so those on both sides
   * cannot share the group, which contains them. Two of them depend on each other, a cycle that will be reported: two are
   * enough to find it, and it keeps this from being quadratic.
   */
  private linkOverlapping(dependents: ObjectRange, targets: ObjectRange, group: SuccessorGroup): void {
    let both = 0;
    for (let i = dependents.from; i < dependents.to; i++) {
      const dependent = dependents.objects[i];
      if (i < targets.from || i >= targets.to) {
        this.link(dependent, group);
      } else if (++both <= 2) {
        for (const target of group.members) if (target !== dependent) this.link(dependent, target);
      }
    }
  }

  private link(source: IConstruct | undefined, successor: Successor): void {
    if (!source) return;
    let links = this.links.get(source);
    if (!links) {
      links = new Map();
      this.links.set(source, links);
    }
    if (!links.has(successor)) links.set(successor, source.node.dependencies.length);
  }
}

/** The group that was made for the same members before, so that inferring twice adds nothing. */
function sharedGroup(groups: Map<IConstruct, SuccessorGroup>, key: IConstruct, members: readonly Successor[]): SuccessorGroup {
  const known = groups.get(key);
  if (known && known.members.length === members.length && known.members.every((member, i) => member === members[i])) return known;
  const group = new SuccessorGroup(members);
  groups.set(key, group);
  return group;
}
