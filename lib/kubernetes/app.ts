import * as path from 'node:path';
import { type ApiObject, App as Cdk8sApp, type AppProps as Cdk8sAppProps, Chart, YamlOutputType } from 'cdk8s';
import { inDependencyOrder } from './app/dependency-order';
import { InferredDependencies } from './app/inferred-dependencies';
import { writeFiles } from './app/output-files';
import { renderFiles, toYaml } from './app/output-layout';
import { Synthesis } from './app/synthesis';
import { forgetNeighbours } from './hardening/neighbours';
import { hardenIfInScope } from './hardening/scopes';

/** Options of an {@link App}: those of cdk8s. */
export interface AppProps extends Cdk8sAppProps {}

/**
 * An app that synthesizes in one pass.
 *
 * The output is that of the cdk8s App, byte for byte, in all four output types. What differs:
 *
 * - The time it takes is proportional to charts, objects and dependencies. cdk8s validates and links the whole app anew for each
 *   chart, and its sorting is exponential where dependencies form diamonds or chains.
 * - Nothing is written unless everything renders, and no file is ever half-written.
 * - Objects that are insecure are reported together, in one error.
 * - Constructs that validations add are validated too. A construct that depends on itself is an error; cdk8s leaves it out.
 *
 * @example
 * ```ts
 * const app = new App();
 * new Storefront(app, 'storefront');
 * app.synth();
 * ```
 */
export class App extends Cdk8sApp {
  private readonly dependencies = new InferredDependencies();
  private readonly recordsConstructMetadata: boolean;

  public constructor(props: AppProps = {}) {
    super(props);
    // The same field of cdk8s is private.
    this.recordsConstructMetadata = props.recordConstructMetadata ?? process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true';
  }

  /** All charts, each after those it depends on. */
  public override get charts(): Chart[] {
    return inDependencyOrder(this, this.dependencies).filter((construct) => Chart.isChart(construct));
  }

  /**
   * Writes all manifests to the output directory.
   *
   * @throws when a validation fails, dependencies form a cycle or an object cannot be rendered; nothing has been written then
   */
  public override synth(): void {
    const synthesis = this.startSynthesis();
    synthesis.validate();
    const numbered = synthesis.inferDependencies();
    const { charts } = this;
    // In this one layout cdk8s does not infer again, and thus not from what validations added.
    const infersOnce = this.yamlOutputType === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE;
    if (synthesis.hasLateConstructs && !infersOnce) synthesis.inferLateDependencies();

    const files = synthesis.render(() =>
      renderFiles({
        type: this.yamlOutputType,
        outdir: this.outdir,
        extension: this.outputFileExtension,
        charts,
        numbered,
        renderChart: (chart) => synthesis.renderChart(chart),
        objectsOf: (chart) => synthesis.objectsOf(chart),
        renderObject: (object) => synthesis.renderObject(object),
      }),
    );
    if (this.recordsConstructMetadata) {
      const objects = this.charts.flatMap((chart) => synthesis.objectsOf(chart));
      files.texts.set(path.join(this.outdir, 'construct-metadata.json'), constructMetadata(objects));
    }
    writeFiles(files);
  }

  /**
   * All manifests as one YAML text.
   *
   * @throws as `synth`
   */
  public override synthYaml(): string {
    const synthesis = this.startSynthesis();
    // The other way round than in `synth`, as in cdk8s: it decides which error is seen, and the order of what validations add.
    synthesis.inferDependencies();
    synthesis.validate();
    const { charts } = this;
    synthesis.inferLateDependencies();
    return synthesis.render(() => toYaml(charts.flatMap((chart) => synthesis.renderChart(chart))));
  }

  /**
   * Called with each object immediately before its `toJson`, in the order of the output; the last chance to wrap it. Whatever
   * created the object, and however late, it comes by here.
   *
   * If `toJson` then throws an error that carries findings (see `app/findings.ts`), the other objects are rendered all the same
   * and all findings are thrown as one error. Any other error ends the synthesis.
   */
  protected beforeRender(object: ApiObject): void {
    hardenIfInScope(object);
  }

  private startSynthesis(): Synthesis {
    forgetNeighbours(this);
    return new Synthesis({ app: this, dependencies: this.dependencies, beforeRender: (object) => this.beforeRender(object) });
  }
}

/** Which construct made which object, for `cdk8s synth --validate` and its plugins. */
function constructMetadata(objects: readonly ApiObject[]): string {
  const resources: Record<string, { readonly path: string }> = {};
  for (const object of objects) resources[object.name] = { path: object.node.path };
  return JSON.stringify({ version: '1.0.0', resources });
}
