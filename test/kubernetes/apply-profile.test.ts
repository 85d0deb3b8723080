import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App as Cdk8sApp, Chart, Helm, Include, Testing } from 'cdk8s';
import * as plus28 from 'cdk8s-plus-28';
import * as plus33 from 'cdk8s-plus-33';
import { loadAll } from 'js-yaml';
import { App, adviceOn, baseline, Deployment, platform, restricted, waive } from 'tempered/kubernetes';
import type { Json } from '../../lib/controls/requirement';
import { failureOf, IMAGE, plainChart } from './rendered';

const pod = { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'web', image: IMAGE }] } };

/** Whether the pod passes what Pod Security restricted asks and plain cdk8s-plus does not write. */
function isRestricted(spec: Json): boolean {
  return (
    spec.securityContext?.seccompProfile?.type === 'RuntimeDefault' &&
    spec.containers.every(({ securityContext }: Json) => securityContext?.capabilities?.drop?.includes('ALL'))
  );
}

function temporaryFile(name: string, text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'tempered-')), name);
  writeFileSync(file, text);
  return file;
}

/** Everything that can stand in a chart, by who made it. */
const makers: Readonly<Record<string, (chart: Chart) => unknown>> = {
  'cdk8s-plus-28': (chart) => new plus28.Deployment(chart, 'web', { containers: [{ image: IMAGE }] }),
  'cdk8s-plus-33': (chart) => new plus33.Deployment(chart, 'web', { containers: [{ image: IMAGE }] }),
  'a generated Kube class': (chart) =>
    new plus28.k8s.KubeDeployment(chart, 'web', {
      spec: { selector: {}, template: { spec: { containers: [{ name: 'web', image: IMAGE }] } } },
    }),
  'a raw ApiObject': (chart) => new ApiObject(chart, 'web', pod),
  Include: (chart) => new Include(chart, 'web', { url: temporaryFile('web.yaml', JSON.stringify(pod)) }),
  Helm: (chart) => {
    const helm = temporaryFile('helm', `#!/bin/sh\ncat <<'YAML'\n${JSON.stringify(pod)}\nYAML\n`);
    chmodSync(helm, 0o755);
    return new Helm(chart, 'web', { chart: './chart', helmExecutable: helm });
  },
  'an imported custom resource': (chart) =>
    new ApiObject(chart, 'web', { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', spec: { template: { spec: pod.spec } } }),
  'a nested chart': (chart) => new ApiObject(new Chart(chart, 'nested'), 'web', pod),
  tempered: (chart) => new Deployment(chart, 'web', { containers: [{ image: IMAGE }] }),
};

function podsIn(objects: readonly Json[]): Json[] {
  return objects.flatMap(({ kind, spec }) => (kind === 'Pod' ? [spec] : spec?.template?.spec ? [spec.template.spec] : []));
}

function podsOf(app: Cdk8sApp): Json[] {
  return podsIn(loadAll(app.synthYaml()) as Json[]);
}

describe.each(Object.entries(makers))('what %s makes is hardened', (_, make) => {
  test.each([
    ['before', 'cdk8s', Cdk8sApp],
    ['after', 'cdk8s', Cdk8sApp],
    ['before', 'tempered', App],
    ['after', 'tempered', App],
  ])('where the profile is applied %s, in the App of %s', (order, _name, AppClass) => {
    const app = new AppClass();
    const chart = new Chart(app, 'shop');
    if (order === 'before') restricted.applyTo(app);
    make(chart);
    if (order === 'after') restricted.applyTo(app);
    const pods = podsOf(app);
    expect(pods).toHaveLength(1);
    expect(pods.map(isRestricted)).toEqual([true]);
  });
});

test('nothing is hardened where no profile is applied', () => {
  const app = new Cdk8sApp();
  makers['a raw ApiObject']?.(new Chart(app, 'shop'));
  makers['cdk8s-plus-28']?.(new Chart(app, 'desk'));
  expect(podsOf(app).map(isRestricted)).toEqual([false, false]);
});

test('one chart can be hardened and the next one not', () => {
  const app = new Cdk8sApp();
  const charts = ['shop', 'desk'].map((id) => new Chart(app, id));
  for (const chart of charts) makers['a raw ApiObject']?.(chart);
  if (charts[0]) restricted.applyTo(charts[0]);
  expect(charts.map((chart) => podsIn(chart.toJson()).map(isRestricted))).toEqual([[true], [false]]);
});

test('a field that nobody here knows is kept', () => {
  const chart = plainChart();
  restricted.applyTo(chart);
  const fromTheFuture = { policy: [{ level: 3 }] };
  new ApiObject(chart, 'web', { ...pod, spec: { containers: [{ name: 'web', image: IMAGE, fromTheFuture }] } });
  expect(Testing.synth(chart)[0].spec.containers[0].fromTheFuture).toEqual(fromTheFuture);
});

test('the nearest profile wins, and the later of two on one scope', () => {
  const app = new Cdk8sApp();
  const chart = new Chart(app, 'shop');
  new ApiObject(chart, 'web', pod);
  restricted.applyTo(app);
  baseline.applyTo(chart);
  const userOf = (): unknown => podsIn(chart.toJson())[0]?.securityContext?.runAsUser;
  const underBaseline = podsIn(chart.toJson())[0];
  expect(underBaseline && isRestricted(underBaseline)).toBe(false);
  restricted.applyTo(chart);
  expect(userOf()).toBe(65532);
  platform.applyTo(chart);
  expect(userOf()).toBeUndefined();
});

test('what somebody else made insecure fails, and names its construct', () => {
  const chart = plainChart();
  restricted.applyTo(chart);
  new Include(chart, 'vendor', { url: temporaryFile('agent.yaml', JSON.stringify({ ...pod, spec: { ...pod.spec, hostPID: true } })) });
  const message = failureOf(() => Testing.synth(chart));
  expect(message).toContain('construct shop/vendor/');
  expect(message).toContain('host-pid: spec.hostPID is true');
});

test('objects made after the profile was applied are hardened, in a chart that did not exist either', () => {
  const app = new Cdk8sApp();
  restricted.applyTo(app);
  const chart = new Chart(app, 'shop');
  const web = new plus28.Deployment(chart, 'web', { containers: [{ image: IMAGE, portNumber: 8080 }] });
  new ApiObject(web, 'late', pod);
  expect(podsOf(app).map(isRestricted)).toEqual([true, true]);
});

test('waivers are for constructs and containers of any cdk8s-plus', () => {
  const chart = plainChart();
  restricted.applyTo(chart);
  const agent = new plus33.DaemonSet(chart, 'agent', {
    containers: [{ image: IMAGE, securityContext: { readOnlyRootFilesystem: false } }],
  });
  const because = { reason: 'writes its cache beside the program', expires: '2999-12-31' };
  for (const container of agent.containers) waive(container, { control: 'read-only-root-filesystem', ...because });
  const [object] = Testing.synth(chart);
  expect(JSON.parse(object.metadata.annotations['waive.tempered/read-only-root-filesystem'])).toEqual({ container: 'main', ...because });
  expect(object.spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem).toBe(false);
});

describe('the items of a List', () => {
  const named = (name: string, spec: object = {}) => ({ ...pod, metadata: { name }, spec: { ...pod.spec, ...spec } });

  test.each([
    ['List', [named('web'), { apiVersion: 'v1', kind: 'List', items: [named('api')] }]],
    ['PodList', [{ metadata: { name: 'web' }, spec: pod.spec }]],
  ])('of kind %s are hardened, and keep their names', (kind, items) => {
    const chart = plainChart();
    restricted.applyTo(chart);
    new Include(chart, 'all', { url: temporaryFile('all.yaml', JSON.stringify({ apiVersion: 'v1', kind, items })) });
    const [list] = Testing.synth(chart);
    const flat: Json[] = list.items.flatMap((item: Json) => item.items ?? [item]);
    expect(flat.map(({ metadata }) => metadata.labels['app.kubernetes.io/name'])).toEqual(flat.map(({ metadata }) => metadata.name));
    for (const { spec } of flat) expect(isRestricted(spec)).toBe(true);
    expect(list.items.map((item: Json) => item.kind)).toEqual(items.map((item: Json) => item.kind));
  });

  test('fail one by one, in one error', () => {
    const chart = plainChart();
    restricted.applyTo(chart);
    const items = [named('web', { hostPID: true }), named('fine'), named('api', { hostIPC: true })];
    new ApiObject(chart, 'all', { apiVersion: 'v1', kind: 'List', items });
    const message = failureOf(() => Testing.synth(chart));
    expect(message).toMatch(/^Pod web is insecure .*\n {2}host-pid/m);
    expect(message).toMatch(/^Pod api is insecure .*\n {2}host-ipc/m);
    expect(message).not.toContain('Pod fine');
  });

  test('are waived by a waiver of the construct, where they need it', () => {
    const chart = plainChart();
    restricted.applyTo(chart);
    const list = new ApiObject(chart, 'all', { apiVersion: 'v1', kind: 'List', items: [named('web', { hostPID: true }), named('fine')] });
    waive(list, { control: 'host-pid', reason: 'reads the processes of the node', expires: '2999-12-31' });
    const [web, fine] = Testing.synth(chart)[0].items;
    expect(Object.keys(web.metadata.annotations)).toEqual(['waive.tempered/host-pid']);
    expect(fine.metadata.annotations).toBeUndefined();
    expect(adviceOn(chart).waiverProblems).toEqual([]);
  });

  test('that are no objects stay, and are advice', () => {
    const chart = plainChart();
    restricted.applyTo(chart);
    new ApiObject(chart, 'all', { apiVersion: 'v1', kind: 'List', items: ['web'] });
    expect(Testing.synth(chart)[0].items).toEqual(['web']);
    expect(adviceOn(chart).malformed).toEqual(['shop/all: items[0] must be an object of Kubernetes']);
  });
});
