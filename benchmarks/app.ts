import * as fs from 'node:fs';
import * as path from 'node:path';
import { ApiObject, App as Cdk8sApp, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { App } from '../lib/kubernetes/app';
import { OUTPUT_FOLDER } from './output-folder';

type AppClass = typeof Cdk8sApp;

/** A program of some size, for either App. */
type Define = (app: Cdk8sApp, size: number) => void;

const range = (length: number) => Array.from({ length }, (_, i) => i);

/** Three plain objects: what a chart costs, with little inside. */
function plainChart(app: Cdk8sApp, id: string): Chart {
  const chart = new Chart(app, id);
  for (const kind of ['ConfigMap', 'Secret', 'ServiceAccount']) {
    const props = { apiVersion: 'v1', kind, data: { id, list: 'a,b,c' } };
    new ApiObject(chart, kind.toLowerCase(), props);
  }
  return chart;
}

/** A deployment with its service, as users write them. */
function workloadChart(app: Cdk8sApp, id: string): Chart {
  const chart = new Chart(app, id);
  const web = new kplus.Deployment(chart, 'web', { replicas: 2 });
  web.addContainer({ image: 'registry.example/web:1.0', portNumber: 8080 });
  web.exposeViaService();
  return chart;
}

const independent =
  (chart: typeof plainChart): Define =>
  (app, size) => {
    for (const i of range(size)) chart(app, `chart-${i}`);
  };

/** Each chart depends on the next. */
const chain: Define = (app, size) => {
  const charts = range(size).map((i) => plainChart(app, `chart-${i}`));
  charts.slice(1).forEach((chart, i) => {
    charts[i]?.addDependency(chart);
  });
};

/** Two charts a rung, each of which depends on both of the next rung. */
const ladder: Define = (app, size) => {
  const rungs = range(size).map((i) => [plainChart(app, `left-${i}`), plainChart(app, `right-${i}`)] as const);
  rungs.slice(1).forEach((next, i) => {
    for (const chart of rungs[i] ?? []) chart.addDependency(...next);
  });
};

interface Measurement {
  readonly milliseconds: number;
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Defines a program, and measures the synth alone: processor time, since other processes come and go.
 *
 * @param keep whether to read back what was written, to compare it
 */
function measure(AppType: AppClass, define: Define, size: number, keep: boolean): Measurement {
  const outdir = fs.mkdtempSync(path.join(OUTPUT_FOLDER, 'tempered-bench-'));
  try {
    const app = new AppType({ outdir });
    define(app, size);
    const start = process.cpuUsage();
    app.synth();
    const { user, system } = process.cpuUsage(start);
    const names = keep ? fs.readdirSync(outdir).sort() : [];
    const files = new Map(names.map((name) => [name, fs.readFileSync(path.join(outdir, name), 'utf8')]));
    return { milliseconds: (user + system) / 1000, files };
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

/** The quickest of some runs, as the one least disturbed. */
function best(runs: number, once: () => Measurement): Measurement {
  return range(runs)
    .map(once)
    .reduce((a, b) => (b.milliseconds < a.milliseconds ? b : a));
}

function row(...cells: readonly string[]): void {
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(34) : cell.padStart(14))).join(''));
}

const inMilliseconds = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

function compare(name: string, define: Define, sizes: readonly number[], largestForCdk8s: number): void {
  console.log(`\n${name}`);
  row('  size', 'tempered', 'a unit', 'cdk8s', 'ratio', 'bytes');
  const costs = new Map<number, number>();
  for (const size of sizes) {
    const runs = size >= 1000 ? 3 : Math.min(50, Math.ceil(2000 / size));
    const both = size <= largestForCdk8s;
    const ours = best(runs, () => measure(App, define, size, both));
    costs.set(size, ours.milliseconds / size);
    const cells = [inMilliseconds(ours.milliseconds), `${((1000 * ours.milliseconds) / size).toFixed(0)} µs`];
    if (both) {
      const theirs = best(size >= 1000 || name.includes('depend') ? 1 : Math.min(runs, 5), () => measure(Cdk8sApp, define, size, true));
      const same = ours.files.size === theirs.files.size && [...ours.files].every(([file, text]) => theirs.files.get(file) === text);
      cells.push(inMilliseconds(theirs.milliseconds), `${(theirs.milliseconds / ours.milliseconds).toFixed(1)} x`);
      cells.push(same ? 'identical' : 'DIFFERENT');
    } else {
      cells.push('-', '-', '-');
    }
    row(`  ${size}`, ...cells);
  }
  const [small, large] = [costs.get(100), costs.get(10_000)];
  if (small && large) console.log(`  a unit at 10,000 costs ${(large / small).toFixed(2)} times what it costs at 100`);
}

/** Our App beside that of cdk8s, in one process, on the same constructs. Prints; never fails on time. */
export function benchmarkApp(): void {
  console.log('App: processor time of synth(), a file a chart');
  // The compiler has to be warm before small sizes are measured.
  for (const define of [independent(plainChart), independent(workloadChart)]) {
    for (const AppType of [App, Cdk8sApp]) for (const size of [300, 300]) measure(AppType, define, size, false);
  }
  compare('charts of three plain objects', independent(plainChart), [10, 100, 1000, 2000, 10_000], 2000);
  compare('charts of a Deployment and a Service', independent(workloadChart), [10, 100, 1000, 2000, 10_000], 2000);
  compare('a chain of dependent charts (cdk8s does not finish beyond 14)', chain, [5, 10, 13, 100, 300, 10_000], 13);
  compare('a ladder of dependent charts, by rungs (cdk8s does not finish beyond 6)', ladder, [2, 4, 5, 40, 300, 5000], 5);
}

if (require.main === module) benchmarkApp();
