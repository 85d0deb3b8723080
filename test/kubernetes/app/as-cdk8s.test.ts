import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, type AppProps, App as Cdk8sApp, Chart, type IResolver, JsonPatch, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { App } from '../../../lib/kubernetes/app';
import { configMap } from './config-map';
import { OUTPUT_TYPES, readTree, run } from './random-app';

let outdir: string;
beforeEach(() => {
  outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'tempered-as-cdk8s-'));
});
afterEach(() => fs.rmSync(outdir, { recursive: true, force: true }));

/** Expects both Apps to give the same for a program in all output types and as one text. */
function expectSameAsCdk8s(define: (app: Cdk8sApp) => void, props: AppProps = {}): void {
  for (const yamlOutputType of OUTPUT_TYPES) {
    const synth = (AppType: typeof Cdk8sApp) =>
      run(AppType, { ...props, yamlOutputType }, (app) => {
        define(app);
        app.synth();
      });
    expect(synth(App)).toEqual(synth(Cdk8sApp));
    expect(synth(App)).toHaveProperty('files');
  }
  const synthYaml = (AppType: typeof Cdk8sApp) => {
    const app = new AppType({ ...props, outdir });
    define(app);
    return app.synthYaml();
  };
  expect(synthYaml(App)).toBe(synthYaml(Cdk8sApp));
}

describe('the same as cdk8s', () => {
  test('lazy values, JSON patches and resolvers are applied', () => {
    const resolver: IResolver = {
      resolve: (context) => {
        if (context.value === 'replace me') context.replaceValue('replaced');
      },
    };
    expectSameAsCdk8s(
      (app) => {
        const object = configMap(new Chart(app, 'chart'), 'map', { a: Lazy.any({ produce: () => 'lazy' }), b: 'replace me', c: null });
        object.addJsonPatch(JsonPatch.add('/data/d', 'patched'), JsonPatch.replace('/metadata/name', 'Renamed_by/patch'));
      },
      { resolvers: [resolver] },
    );
  });

  test('an app without charts, and a chart without objects', () => {
    expectSameAsCdk8s(() => {});
    expectSameAsCdk8s((app) => void new Chart(app, 'empty'));
  });

  test('charts whose files have the same name overwrite each other', () => {
    expectSameAsCdk8s((app) => {
      configMap(new Chart(app, 'a', { disableResourceNameHashes: true }), 'same');
      new ApiObject(new Chart(app, 'b'), 'x', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a-same' } });
    });
  });

  test('a dependency that a validation adds comes behind those that were inferred before', () => {
    const define = (app: Cdk8sApp) => {
      const chart = new Chart(app, 'chart');
      const later = configMap(chart, 'later');
      const first = new Construct(chart, 'first');
      configMap(first, 'object');
      const last = new Construct(chart, 'last');
      const object = configMap(last, 'object');
      last.node.addDependency(first);
      chart.node.addValidation({
        validate: () => {
          object.addDependency(later);
          return [];
        },
      });
    };
    expectSameAsCdk8s(define);
  });

  test('a chart may add objects while it renders', () => {
    class Growing extends Chart {
      public override toJson(): unknown[] {
        if (!this.node.tryFindChild('grown')) configMap(this, 'grown').addDependency(configMap(this, 'first'));
        return super.toJson();
      }
    }
    const define = (app: Cdk8sApp) => void configMap(new Growing(app, 'chart'), 'map');
    const app = new App({ outdir });
    define(app);
    const reference = new Cdk8sApp({ outdir });
    define(reference);
    expect(app.synthYaml()).toBe(reference.synthYaml());
    expect(app.synthYaml()).toContain('grown');
  });

  test('charts are in order of dependency once dependencies are known', () => {
    const order = (AppType: typeof Cdk8sApp) => {
      const app = new AppType({ outdir });
      const [a, b] = [new Chart(app, 'a'), new Chart(app, 'b')];
      configMap(a, 'map').addDependency(configMap(b, 'map'));
      const before = app.charts.map((chart) => chart.node.id);
      app.synthYaml();
      return [before, app.charts.map((chart) => chart.node.id)];
    };
    expect(order(App)).toEqual([
      ['a', 'b'],
      ['b', 'a'],
    ]);
    expect(order(App)).toEqual(order(Cdk8sApp));
  });

  test('the environment gives output directory and construct metadata where props do not', () => {
    const saved = process.env;
    const synth = (AppType: typeof Cdk8sApp) => {
      const directory = path.join(outdir, AppType === App ? 'ours' : 'reference');
      process.env = { ...saved, CDK8S_OUTDIR: directory, CDK8S_RECORD_CONSTRUCT_METADATA: 'true' };
      const app = new AppType();
      configMap(new Chart(app, 'chart'), 'map');
      app.synth();
      return readTree(directory);
    };
    try {
      expect(Object.keys(synth(App)).sort()).toEqual(['chart.k8s.yaml', 'construct-metadata.json']);
      expect(synth(App)).toEqual(synth(Cdk8sApp));
    } finally {
      process.env = saved;
    }
  });

  test('the file extension is the one that was asked for', () => {
    expectSameAsCdk8s((app) => void configMap(new Chart(app, 'chart'), 'map'), { outputFileExtension: '.yml' });
  });
});
