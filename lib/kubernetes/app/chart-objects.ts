import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** A run of consecutive objects in the list of their chart. */
export interface ObjectRange {
  /** All objects of one chart, in tree order (depth first, parents before children). */
  readonly objects: readonly ApiObject[];
  /** Index of the first object of the run. */
  readonly from: number;
  /** Index after the last object of the run. */
  readonly to: number;
}

/**
 * Which objects of its own chart stand below each construct.
 *
 * A subtree is consecutive in tree order, so one walk of the app answers for every construct with two numbers. A lookup by
 * `node.findAll()` would walk the same subtree once per dependency.
 */
export class ChartObjects {
  private readonly objects = new Map<IConstruct, ApiObject[]>();
  private readonly ranges = new Map<IConstruct, ObjectRange>();

  public constructor(root: IConstruct) {
    this.visit(root, undefined);
  }

  /** The objects below a construct (itself included) whose nearest chart is the construct's nearest chart. */
  public below(construct: IConstruct): ObjectRange {
    const range = this.ranges.get(construct);
    if (range) return range;
    // Not in this tree: removed from it, or part of another app. Such a construct may still be a dependency.
    const chart = Chart.of(construct);
    const objects = construct.node.findAll().filter((c): c is ApiObject => ApiObject.isApiObject(c) && Chart.of(c) === chart);
    return { objects, from: 0, to: objects.length };
  }

  private visit(construct: IConstruct, parentChart: IConstruct | undefined): void {
    const chart = Chart.isChart(construct) ? construct : parentChart;
    const objects = chart && this.objectsOf(chart);
    const from = objects?.length ?? 0;
    if (ApiObject.isApiObject(construct)) objects?.push(construct);
    for (const child of construct.node.children) this.visit(child, chart);
    if (objects) this.ranges.set(construct, { objects, from, to: objects.length });
  }

  private objectsOf(chart: IConstruct): ApiObject[] {
    const known = this.objects.get(chart);
    if (known) return known;
    const objects: ApiObject[] = [];
    this.objects.set(chart, objects);
    return objects;
  }
}

/** Whether two runs share an object: one construct is an ancestor of the other, within one chart. */
export function overlap(a: ObjectRange, b: ObjectRange): boolean {
  return a.objects === b.objects && Math.max(a.from, b.from) < Math.min(a.to, b.to);
}
