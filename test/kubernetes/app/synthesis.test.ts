import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type ApiObject, App as Cdk8sApp, Chart } from 'cdk8s';
import { App } from '../../../lib/kubernetes/app';
import { FINDINGS, type FindingsError } from '../../../lib/kubernetes/app/findings';
import { configMap } from './config-map';
import { OUTPUT_TYPES, readTree } from './random-app';

let outdir: string;
beforeEach(() => {
  outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'tempered-synthesis-'));
});
afterEach(() => fs.rmSync(outdir, { recursive: true, force: true }));

/** Makes an object refuse to render, as an insecure one does. */
function refuse(object: ApiObject, error: Error): void {
  object.toJson = () => {
    throw error;
  };
}

function withFindings(message: string, ...findings: unknown[]): FindingsError {
  return Object.assign(new Error(message), { [FINDINGS]: findings });
}

function thrownBy(body: () => void): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error('expected an error');
}

describe('validation', () => {
  test('happens once for each construct, and for those that it adds, however deep', () => {
    const app = new App({ outdir });
    const charts = [new Chart(app, 'a'), new Chart(app, 'b'), new Chart(app, 'c')];
    const validated: string[] = [];
    const watch = (object: ApiObject, depth: number) =>
      object.node.addValidation({
        validate: () => {
          validated.push(object.node.path);
          if (depth > 0) watch(configMap(object, 'late'), depth - 1);
          return [];
        },
      });
    for (const chart of charts) watch(configMap(chart, 'map'), 2);
    app.synth();
    expect(validated.sort()).toEqual([
      ...['a/map', 'a/map/late', 'a/map/late/late'],
      ...['b/map', 'b/map/late', 'b/map/late/late'],
      ...['c/map', 'c/map/late', 'c/map/late/late'],
    ]);
    expect(readTree(outdir)['a.k8s.yaml']?.match(/^kind: ConfigMap$/gm)).toHaveLength(3);
  });

  test('that fails for a construct added by validation fails the synth', () => {
    const app = new App({ outdir });
    const chart = new Chart(app, 'chart');
    chart.node.addValidation({
      validate: () => {
        configMap(chart, 'late').node.addValidation({ validate: () => ['is not allowed here'] });
        return [];
      },
    });
    expect(() => app.synth()).toThrow('Validation failed with the following errors:\n  [chart/late] is not allowed here');
  });
});

describe('rendering', () => {
  test.each(OUTPUT_TYPES)('happens once for each object in output type %s, after the hook has seen it', (yamlOutputType) => {
    const events: string[] = [];
    class Watching extends App {
      protected override beforeRender(object: ApiObject): void {
        events.push(`before ${object.node.path}`);
        const original = object.toJson;
        object.toJson = () => {
          events.push(`render ${object.node.path}`);
          return original.call(object);
        };
      }
    }
    const app = new Watching({ outdir, yamlOutputType, recordConstructMetadata: true });
    const chart = new Chart(app, 'a');
    configMap(chart, 'one').addDependency(configMap(chart, 'two'));
    chart.node.addValidation({
      validate: () => {
        configMap(chart, 'late');
        return [];
      },
    });
    app.synth();
    expect(events).toEqual(['before a/two', 'render a/two', 'before a/one', 'render a/one', 'before a/late', 'render a/late']);
  });

  test.each(OUTPUT_TYPES)('that fails leaves the output of output type %s as it was', (yamlOutputType) => {
    const define = (app: Cdk8sApp) => [configMap(new Chart(app, 'a'), 'map'), configMap(new Chart(app, 'b'), 'map')] as const;
    const earlier = new App({ outdir, yamlOutputType });
    define(earlier);
    earlier.synth();
    const before = readTree(outdir);

    const app = new App({ outdir, yamlOutputType, recordConstructMetadata: true });
    const [first, second] = define(app);
    first.metadata.addLabel('changed', 'true');
    refuse(second, new Error('broken'));
    expect(() => app.synth()).toThrow('broken');
    expect(readTree(outdir)).toEqual(before);
  });

  test('that fails does not even create the output directory', () => {
    const app = new App({ outdir: path.join(outdir, 'new') });
    refuse(configMap(new Chart(app, 'chart'), 'map'), new Error('broken'));
    expect(() => app.synth()).toThrow('broken');
    expect(fs.readdirSync(outdir)).toEqual([]);
  });

  test('leaves cdk8s as it was, also after it failed', () => {
    const original = Cdk8sApp._synthChart;
    const app = new App({ outdir });
    const object = configMap(new Chart(app, 'chart'), 'map');
    app.synth();
    expect(Cdk8sApp._synthChart).toBe(original);
    refuse(object, new Error('broken'));
    expect(() => app.synth()).toThrow('broken');
    expect(Cdk8sApp._synthChart).toBe(original);
  });

  test('lets a chart include what a chart of another app renders', () => {
    const other = new Chart(new Cdk8sApp({ outdir }), 'other');
    configMap(other, 'elsewhere');
    class Including extends Chart {
      public override toJson(): unknown[] {
        return [...super.toJson(), ...other.toJson()];
      }
    }
    const app = new App({ outdir });
    configMap(new Including(app, 'chart'), 'here');
    expect(app.synthYaml().match(/id: \w+/g)).toEqual(['id: here', 'id: elsewhere']);
  });
});

describe('findings', () => {
  test.each(OUTPUT_TYPES)('of all objects in all charts come in one error in output type %s', (yamlOutputType) => {
    const app = new App({ outdir, yamlOutputType });
    const [a, b] = [new Chart(app, 'a'), new Chart(app, 'b')];
    refuse(configMap(a, 'one'), withFindings('one is insecure', 1, 2));
    configMap(a, 'good');
    refuse(configMap(a, 'two'), withFindings('two is insecure', 3));
    refuse(configMap(b, 'three'), withFindings('three is insecure', 4));
    const error = thrownBy(() => app.synth());
    expect(error).toMatchObject({ code: 'insecure-objects', [FINDINGS]: [1, 2, 3, 4] });
    expect(String(error)).toContain('one is insecure\n\ntwo is insecure\n\nthree is insecure');
    expect(fs.readdirSync(outdir)).toEqual([]);
    expect(thrownBy(() => app.synthYaml())).toMatchObject({ [FINDINGS]: [1, 2, 3, 4] });
  });

  test('of a single object are thrown as that object threw them', () => {
    const app = new App({ outdir });
    const error = withFindings('insecure', 1);
    refuse(configMap(new Chart(app, 'chart'), 'map'), error);
    expect(thrownBy(() => app.synth())).toBe(error);
  });

  test('do not hold back an error of another kind', () => {
    const app = new App({ outdir });
    const chart = new Chart(app, 'chart');
    refuse(configMap(chart, 'one'), withFindings('insecure', 1));
    refuse(configMap(chart, 'two'), new Error('broken'));
    expect(() => app.synth()).toThrow(/^broken$/);
  });

  test('keep a chart that overrides toJson from seeing an incomplete list', () => {
    const seen: number[] = [];
    class Counting extends Chart {
      public override toJson(): unknown[] {
        const objects = super.toJson();
        seen.push(objects.length);
        return objects;
      }
    }
    const app = new App({ outdir });
    const [insecure, secure] = [new Counting(app, 'insecure'), new Counting(app, 'secure')];
    refuse(configMap(insecure, 'one'), withFindings('insecure', 1));
    configMap(insecure, 'two');
    configMap(secure, 'map');
    expect(() => app.synth()).toThrow('insecure');
    expect(seen).toEqual([1]);
  });
});
