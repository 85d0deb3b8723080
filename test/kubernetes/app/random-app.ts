import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type App, type AppProps, Chart, YamlOutputType } from 'cdk8s';
import { Construct, DependencyGroup, type IConstruct } from 'constructs';
import * as fc from 'fast-check';
import { configMap } from './config-map';

/** A class that is used like the App of cdk8s. */
export type AppClass = new (props: AppProps) => App;

/** A program, as data: the same one can be run with either App. */
export interface Program {
  readonly nodes: readonly ProgramNode[];
  /** What depends on what, by index into `nodes`. */
  readonly dependencies: readonly (readonly [source: number, target: number])[];
  /** Whether dependencies go by way of a `DependencyGroup`. */
  readonly grouped: boolean;
  /** What validations do when they run for the first time. */
  readonly late: readonly LateAddition[];
  /** Which nodes are invalid. */
  readonly invalid: readonly number[];
}

export interface ProgramNode {
  readonly kind: 'chart' | 'construct' | 'object' | 'overriding-chart';
  /** An earlier node, or -1 for the app. */
  readonly parent: number;
  readonly numericId: boolean;
}

export interface LateAddition {
  /** The node that has the validation. */
  readonly validated: number;
  /** Where an object is added. */
  readonly parent: number;
  /** What the new object depends on. */
  readonly dependsOn: number;
  /** A node that starts to depend on the new object, or -1. */
  readonly dependent: number;
}

const index = (count: number) => fc.nat({ max: Math.max(0, count - 1) });

/** Small programs: cdk8s takes exponential time on larger ones. */
export function programs(
  options: {
    /** Whether validations add objects and dependencies. Default: no. */
    readonly late?: boolean;
    /** Whether nodes may depend on themselves. Default: no. */
    readonly onItself?: boolean;
  } = {},
): fc.Arbitrary<Program> {
  const kinds = ['chart', 'construct', 'object', 'object', 'object', 'overriding-chart'] as const;
  return fc.integer({ min: 1, max: 18 }).chain((count) => {
    const anywhere = (i: number) =>
      fc.record({
        kind: fc.constantFrom(...kinds),
        parent: fc.oneof({ weight: 1, arbitrary: fc.constant(-1) }, { weight: 30, arbitrary: index(i) }),
        numericId: fc.boolean(),
      });
    const chartOfApp = fc.record({ kind: fc.constant('chart' as const), parent: fc.constant(-1), numericId: fc.boolean() });
    const node = (i: number) =>
      i === 0 ? chartOfApp : fc.oneof({ weight: 1, arbitrary: chartOfApp }, { weight: 4, arbitrary: anywhere(i) });
    const pair = fc.tuple(index(count), index(count)).filter(([a, b]) => options.onItself || a !== b);
    // Cycles become likely soon; without this, few programs would show the order of many dependencies.
    const forward = pair.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    return fc.record({
      nodes: fc.tuple(...Array.from({ length: count }, (_, i) => node(i))),
      dependencies: count < 2 ? fc.constant([]) : fc.oneof(fc.array(pair, { maxLength: 9 }), fc.array(forward, { maxLength: 9 })),
      grouped: fc.boolean(),
      late: options.late
        ? fc.array(
            fc.record({
              validated: index(count),
              parent: index(count),
              dependsOn: fc.oneof(fc.constant(-1), index(count)),
              dependent: fc.oneof(fc.constant(-1), index(count)),
            }),
            { minLength: 1, maxLength: 3 },
          )
        : fc.constant([]),
      invalid: fc.oneof({ weight: 9, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(index(count), { maxLength: 2 }) }),
    });
  });
}

/** A chart that renders something else than its objects, as charts may. */
class OverridingChart extends Chart {
  public override toJson(): unknown[] {
    return [...super.toJson(), undefined, { kind: 'Extra', metadata: { name: this.node.id } }];
  }
}

/** Makes the constructs of a program. */
export function define(program: Program, app: App): void {
  const constructs: IConstruct[] = [];
  const at = (i: number): IConstruct => constructs[i] ?? app;
  program.nodes.forEach(({ kind, parent, numericId }, i) => {
    const id = numericId ? `${40 - i}` : `${i % 3 === 0 ? 'Node' : 'node'}-${i}`;
    // A parent may be an object itself: constructs under objects are legal.
    const scope = at(parent) as Construct;
    if (kind === 'chart') constructs.push(new Chart(scope, id));
    else if (kind === 'overriding-chart') constructs.push(new OverridingChart(scope, id));
    else if (kind === 'construct' || !isInChart(scope)) constructs.push(new Construct(scope, id));
    else constructs.push(configMap(scope, id));
  });
  for (const [source, target] of program.dependencies) {
    at(source).node.addDependency(program.grouped ? new DependencyGroup(at(target), at(target)) : at(target));
  }
  for (const i of program.invalid) at(i).node.addValidation({ validate: () => [`node ${i} is invalid`] });
  for (const [i, late] of program.late.entries()) addLater(late, i, at);
}

function addLater(late: LateAddition, i: number, at: (i: number) => IConstruct): void {
  const parent = at(late.parent) as Construct;
  if (!isInChart(parent)) return;
  at(late.validated).node.addValidation({
    validate: () => {
      if (parent.node.tryFindChild(`late-${i}`)) return [];
      const object = configMap(parent, `late-${i}`);
      if (late.dependsOn >= 0) object.addDependency(at(late.dependsOn));
      if (late.dependent >= 0) at(late.dependent).node.addDependency(object);
      return [];
    },
  });
}

function isInChart(construct: IConstruct): boolean {
  return construct.node.scopes.some((scope) => Chart.isChart(scope));
}

/** What came of running a program: the files, or why there are none. */
export type Outcome = { readonly error: string } | { readonly files: Readonly<Record<string, string>>; readonly yaml?: string };

export const OUTPUT_TYPES = [
  YamlOutputType.FILE_PER_APP,
  YamlOutputType.FILE_PER_CHART,
  YamlOutputType.FILE_PER_RESOURCE,
  YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
];

/** Runs something with an app whose output goes to a directory of its own. */
export function run(AppType: AppClass, props: AppProps, body: (app: App) => void): Outcome {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'tempered-app-'));
  try {
    body(new AppType({ outdir, ...props }));
    return { files: readTree(outdir) };
  } catch (error) {
    return { error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

/** All files below a directory, and directories that are empty. */
export function readTree(directory: string): Record<string, string> {
  const tree: Record<string, string> = {};
  for (const entry of fs.readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const name = path.join(entry.parentPath, entry.name);
    tree[path.relative(directory, name)] = entry.isFile() ? fs.readFileSync(name, 'utf8') : '(directory)';
  }
  return tree;
}
