import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Chart, Include, App as PlainApp, Testing } from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Deployment, defineProfile, restricted, StatefulSet, waive } from 'tempered/kubernetes';
import { IMAGE, plainChart, rendered } from './rendered';

const NAME = 'app.kubernetes.io/name';
const containers = [{ image: IMAGE, portNumber: 8080 }];

/** The label that each object of the chart got, by kind. */
function namesIn(chart: Chart): Record<string, unknown> {
  return Object.fromEntries(Testing.synth(chart).map(({ kind, metadata }) => [kind, metadata.labels?.[NAME]]));
}

test('a workload and everything that it makes is labelled with the id of its construct', () => {
  const chart = plainChart();
  new Deployment(chart, 'web', { containers }).exposeViaService();
  expect(namesIn(chart)).toEqual({ Deployment: 'web', ServiceAccount: 'web', PodDisruptionBudget: 'web', Service: 'web' });
});

test('constructs around the workload do not hide its id', () => {
  const web = new Deployment(new Construct(plainChart(), 'storefront'), 'web', { containers });
  expect(rendered(web).metadata.labels[NAME]).toBe('web');
});

test('a name that somebody wrote is taken, for what the workload makes too', () => {
  const chart = plainChart();
  new Deployment(chart, 'deployment', { containers, replicas: 1, metadata: { name: 'web' } });
  expect(namesIn(chart)).toEqual({ Deployment: 'web', ServiceAccount: 'web' });
});

test('a label that somebody wrote stays', () => {
  const web = new Deployment(plainChart(), 'web', { containers, metadata: { labels: { [NAME]: 'shop' } } });
  expect(rendered(web).metadata.labels[NAME]).toBe('shop');
});

test('an id that cannot be the value of a label leaves the name of the object', () => {
  const web = new Deployment(plainChart(), 'the web', { containers });
  expect(rendered(web).metadata.labels[NAME]).toBe(web.name);
});

test('labels that select pods are left alone', () => {
  const { template, selector } = rendered(new Deployment(plainChart(), 'web', { containers })).spec;
  expect(template.metadata.labels).not.toHaveProperty([NAME]);
  expect(selector.matchLabels).not.toHaveProperty([NAME]);
});

test('a profile adds the id to plain constructs, and the name to manifests that bring one', () => {
  const app = new PlainApp();
  const chart = new Chart(app, 'shop');
  restricted.applyTo(app);
  const web = new plus.Deployment(chart, 'web', { containers });
  const raw = new ApiObject(chart, 'settings', { apiVersion: 'v1', kind: 'ConfigMap' });
  const named = new ApiObject(chart, 'quota-object', { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'quota' } });
  const manifest = join(mkdtempSync(join(tmpdir(), 'tempered-')), 'redis.yaml');
  writeFileSync(manifest, 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: redis-config }\n');
  new Include(chart, 'redis', { url: manifest });
  expect([web, raw, named].map((each) => rendered(each).metadata.labels[NAME])).toEqual(['web', 'settings', 'quota']);
  const included = Testing.synth(chart).find(({ metadata }) => metadata.name === 'redis-config');
  expect(included.metadata.labels[NAME]).toBe('redis-config');
});

test('nothing is labelled where the profile does not ask, or the label is waived', () => {
  const chart = plainChart();
  const silent = new StatefulSet(chart, 'silent', { containers, service: new plus.Service(chart, 'service', { ports: [{ port: 80 }] }) });
  defineProfile({ name: 'quiet', extends: restricted, controls: { 'required-labels': 'off' } }).applyTo(silent);
  const waived = new Deployment(chart, 'waived', { containers });
  waive(waived, { control: 'required-labels', reason: 'another tool labels it', expires: '2999-12-31' });
  expect([silent, waived].map((each) => rendered(each).metadata.labels?.[NAME])).toEqual([undefined, undefined]);
});
