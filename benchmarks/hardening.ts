/** What hardening and its audit add to a synthesis: the same program with and without a profile, in the same App. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { App as Cdk8sApp, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { App } from '../lib/kubernetes/app';
import { restricted } from '../lib/profiles';
import { OUTPUT_FOLDER } from './output-folder';

const CHARTS = 500;
const ROUNDS = 5;

/** As users write them: a Deployment with probes and a Service, and its settings. */
function define(app: Cdk8sApp): void {
  for (let index = 0; index < CHARTS; index++) {
    const chart = new Chart(app, `chart-${index}`);
    const settings = new kplus.ConfigMap(chart, 'settings', { data: { LOG: 'json' } });
    const account = new kplus.ServiceAccount(chart, 'account');
    const web = new kplus.Deployment(chart, 'web', { replicas: 2, serviceAccount: account });
    web.addContainer({
      image: 'registry.example/web:1.0',
      portNumber: 8080,
      liveness: kplus.Probe.fromHttpGet('/healthz'),
      envFrom: [kplus.Env.fromConfigMap(settings)],
    });
    web.exposeViaService();
  }
}

/** CPU milliseconds of one synthesis, the construction left out. */
function synth(make: (outdir: string) => Cdk8sApp): number {
  const folder = fs.mkdtempSync(path.join(OUTPUT_FOLDER, 'tempered-bench-'));
  try {
    const app = make(folder);
    const before = process.cpuUsage();
    app.synth();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const PROGRAMS: Readonly<Record<string, (outdir: string) => Cdk8sApp>> = {
  'cdk8s App, plain': (outdir) => {
    const app = new Cdk8sApp({ outdir });
    define(app);
    return app;
  },
  'tempered App, plain': (outdir) => {
    const app = new App({ outdir });
    define(app);
    return app;
  },
  'tempered App, hardened and audited under restricted': (outdir) => {
    const app = new App({ outdir });
    restricted.applyTo(app);
    define(app);
    return app;
  },
};

export function benchmarkHardening(): void {
  process.removeAllListeners('warning'); // advice on 500 Deployments would drown the figures
  process.on('warning', () => {});
  const best = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, make] of Object.entries(PROGRAMS)) best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, synth(make)));
  const [cdk8s = Number.NaN, plain = Number.NaN, hardened = Number.NaN] = best.values();
  console.log(`hardening of ${CHARTS} charts; best of ${ROUNDS}, CPU time of synth`);
  for (const [name, milliseconds] of best) console.log(`  ${name.padEnd(54)} ${milliseconds.toFixed(0).padStart(6)} ms`);
  console.log(
    `  hardening adds ${((hardened - plain) / cdk8s).toFixed(2)} of cdk8s' plain synth, ${((hardened - plain) / plain).toFixed(2)} of ours`,
  );
}
