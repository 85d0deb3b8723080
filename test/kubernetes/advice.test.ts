import { ApiObject } from 'cdk8s';
import { adviceOn, Deployment, Job, restricted } from 'tempered/kubernetes';
import { IMAGE, plainChart } from './rendered';

afterEach(() => {
  jest.restoreAllMocks();
});

const nextTick = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));

/** The warnings that a synthesis leaves, each as its code and text. */
async function warningsOf(synthesize: () => unknown): Promise<string[]> {
  await nextTick(); // whatever an earlier test has still to say
  const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
  synthesize();
  await nextTick();
  return emitWarning.mock.calls.map((call: readonly unknown[]) => `${String(call[2])}: ${String(call[0])}`);
}

test('what a reader must decide does not fail, and is not in the manifest', () => {
  const chart = plainChart();
  new Deployment(chart, 'web', { containers: [{ image: 'registry.example/web:1.2.3' }] });
  const text = JSON.stringify(chart.toJson());
  expect(text).not.toContain('tempered');
  expect(adviceOn(chart).findings.map(({ control }) => control)).toContain('image-digest');
});

test('it is one warning a control, with the places', async () => {
  const chart = plainChart();
  for (const id of ['web', 'api']) new Deployment(chart, id, { containers: [{ image: `registry.example/${id}:1.2.3` }] });
  const warnings = (await warningsOf(() => chart.toJson())).filter((each) => each.startsWith('tempered-image-digest'));
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('shop/web/Resource: spec.template.spec.containers[0].image is "registry.example/web:1.2.3"');
  expect(warnings[0]).toContain('shop/api/Resource');
});

test('it is said once, however often the app is synthesized', async () => {
  const chart = plainChart();
  new Deployment(chart, 'web', { containers: [{ image: 'registry.example/web:1.2.3' }] });
  expect((await warningsOf(() => chart.toJson())).length).toBeGreaterThan(0);
  jest.restoreAllMocks();
  expect(await warningsOf(() => chart.toJson())).toEqual([]);
});

test('advice is asked of any construct, and changes with it', () => {
  const chart = plainChart();
  const web = new Deployment(chart, 'web', { containers: [{ image: 'registry.example/web:1.2.3' }] });
  const job = new Job(chart, 'job', { containers: [{ image: IMAGE }] });
  chart.toJson();
  const controlsOf = (scope: typeof web | typeof job): string[] => adviceOn(scope).findings.map(({ control }) => control);
  expect(controlsOf(web)).toContain('image-digest');
  expect(controlsOf(job)).not.toContain('image-digest');
  restricted.narrowed({ skip: ['image-digest'] }).applyTo(chart);
  chart.toJson();
  expect(controlsOf(web)).not.toContain('image-digest');
});

test('controls over several objects see the others of the app', () => {
  const chart = plainChart();
  new Deployment(chart, 'web', { containers: [{ image: IMAGE }], disruptionBudget: false });
  const api = new Deployment(chart, 'api', { containers: [{ image: IMAGE }] });
  chart.toJson();
  const without = adviceOn(chart).findings.filter(({ control }) => control === 'pod-disruption-budget');
  expect(without.map(({ resource }) => resource.name)).not.toContain(ApiObject.of(api).name);
  expect(without).toHaveLength(1);
});

test('a shape that no pod can have is said, and the synthesis goes on', async () => {
  const chart = plainChart();
  restricted.applyTo(chart);
  new ApiObject(chart, 'odd', { apiVersion: 'v1', kind: 'Pod', spec: { containers: { web: { image: IMAGE } } } });
  const warnings = await warningsOf(() => chart.toJson());
  expect(adviceOn(chart).malformed).toEqual(['shop/odd: spec.containers must be a list']);
  expect(warnings).toContain('tempered-malformed: shop/odd: spec.containers must be a list');
});
