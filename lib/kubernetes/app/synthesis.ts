import { ApiObject, type App, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { withChartsRenderedBy } from './chart-rendering';
import { inDependencyOrder } from './dependency-order';
import { FindingsCollector } from './findings';
import type { InferredDependencies } from './inferred-dependencies';
import { validate } from './validation';

/** What a synthesis needs from its app. */
export interface SynthesisOptions {
  /** The app to synthesize. */
  readonly app: App;
  /** Where what follows from dependencies is kept, from one synthesis of the app to the next. */
  readonly dependencies: InferredDependencies;
  /** Called with each object immediately before it is rendered. */
  readonly beforeRender: (object: ApiObject) => void;
}

/**
 * One pass over an app: each construct is validated once, dependencies are inferred once, each object is rendered once.
 *
 * Validations may add constructs. cdk8s sees them where it happens to walk the tree again; here they are validated too, and
 * whatever they add in turn, before anything is rendered.
 */
export class Synthesis {
  private readonly app: App;
  private readonly dependencies: InferredDependencies;
  private readonly beforeRender: (object: ApiObject) => void;
  /** The tree as it was at the beginning. */
  private readonly declared: readonly IConstruct[];
  private readonly known: Set<IConstruct>;
  private readonly findings = new FindingsCollector();

  public constructor(options: SynthesisOptions) {
    this.app = options.app;
    this.dependencies = options.dependencies;
    this.beforeRender = options.beforeRender;
    this.declared = options.app.node.findAll();
    this.known = new Set(this.declared);
  }

  /** Validates all constructs and those which that adds. */
  public validate(): void {
    validate(this.declared);
    this.admitLate(this.app);
  }

  /**
   * Infers dependencies from those that were stated when the synthesis began.
   *
   * @returns whether any chart depends on another
   */
  public inferDependencies(): boolean {
    return this.dependencies.infer(this.app, this.declared);
  }

  /** Infers dependencies from all that are stated by now, which changes nothing unless validations added some. */
  public inferLateDependencies(): void {
    this.dependencies.infer(this.app, this.app.node.findAll());
  }

  /** Whether validations added constructs. */
  public get hasLateConstructs(): boolean {
    return this.known.size > this.declared.length;
  }

  /** The objects of a chart, without those of charts nested in it, each after what it depends on. */
  public objectsOf(chart: Chart): ApiObject[] {
    return inDependencyOrder(chart, this.dependencies).filter(
      (construct): construct is ApiObject => ApiObject.isApiObject(construct) && Chart.of(construct) === chart,
    );
  }

  /**
   * Renders a chart as it wants to be rendered: `toJson` may be overridden.
   *
   * @returns its objects, none if one of them has findings
   */
  public renderChart(chart: Chart): unknown[] {
    return this.findings.attempt(() => Object.values(chart.toJson())) ?? [];
  }

  /** @returns the rendered object, or undefined if it has findings */
  public renderObject(object: ApiObject): unknown {
    return this.findings.attempt(() => this.toJson(object));
  }

  /**
   * Runs `layout`, in which charts and objects are rendered.
   *
   * @throws all findings of all objects in one error
   */
  public render<T>(layout: () => T): T {
    const result = withChartsRenderedBy(this.app, (chart) => this.renderOwnObjects(chart), layout);
    this.findings.throwIfAny();
    return result;
  }

  /** What `Chart.toJson` does by default. It throws the chart's findings rather than leave objects out of an override's sight. */
  private renderOwnObjects(chart: Chart): unknown[] {
    if (this.admitLate(chart)) this.inferLateDependencies();
    const findings = new FindingsCollector();
    const rendered = this.objectsOf(chart).map((object) => findings.attempt(() => this.toJson(object)));
    findings.throwIfAny();
    return rendered;
  }

  private toJson(object: ApiObject): unknown {
    this.beforeRender(object);
    return object.toJson();
  }

  /** Validates the constructs that have been added to a scope, until validating adds no more. */
  private admitLate(scope: IConstruct): boolean {
    let admitted = false;
    for (;;) {
      const late = scope.node.findAll().filter((construct) => !this.known.has(construct));
      if (late.length === 0) return admitted;
      admitted = true;
      for (const construct of late) this.known.add(construct);
      validate(late);
    }
  }
}
