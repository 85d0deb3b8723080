import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { ApiObject, App as Cdk8sApp, Chart, Testing } from 'cdk8s';
import { App, DaemonSet, Deployment, InsecureManifestError, InsecureObjectError, Pod, restricted, Volume } from 'tempered/kubernetes';
import { TemperedError } from '../../lib/errors';
import { failureOf, IMAGE, plainChart } from './rendered';

const insecure = { containers: [{ image: IMAGE, securityContext: { privileged: true, allowPrivilegeEscalation: true } }] };

test('the message says where, what, why, what instead, and how to waive', () => {
  const chart = plainChart();
  new Deployment(chart, 'web', insecure);
  const message = failureOf(() => Testing.synth(chart));
  expect(message).toContain('construct shop/web/Resource');
  expect(message).toContain('spec.template.spec.containers[0].securityContext.privileged is true, must be');
  expect(message).toContain('root on its node');
  expect(message).toContain('Instead: leave spec.template.spec.containers[0].securityContext.privileged out, or set it to false.');
  expect(message).toContain("waive(construct, { control: 'privileged', container: 'main', reason: '…', expires: 'YYYY-MM-DD' })");
});

test('the message names the line of the program that made the construct', () => {
  const chart = plainChart();
  new Deployment(chart, 'web', insecure);
  const here = new Error().stack?.split('\n')[1]?.match(/(\d+):\d+\)?$/)?.[1];
  expect(failureOf(() => Testing.synth(chart))).toContain(`test/kubernetes/insecure-on-purpose.test.ts:${Number(here) - 1}:`);
});

test('what a construct makes is traced to the line of that construct', () => {
  const chart = plainChart();
  const pod = new Pod(chart, 'shell', { containers: [{ image: IMAGE }] });
  new ApiObject(pod, 'twin', { apiVersion: 'v1', kind: 'Pod', spec: { hostPID: true, containers: [{ name: 'a', image: IMAGE }] } });
  const message = failureOf(() => Testing.synth(chart));
  expect(message).toMatch(/construct shop\/shell\/twin, made at test\/kubernetes\/insecure-on-purpose\.test\.ts:\d+/);
});

test('the error is a TemperedError with a code and the findings', () => {
  const chart = plainChart();
  new Deployment(chart, 'web', insecure);
  expect(() => Testing.synth(chart)).toThrow(InsecureObjectError);
  try {
    Testing.synth(chart);
  } catch (error) {
    expect(TemperedError.is(error)).toBe(true);
    const { code, findings } = error as InsecureManifestError;
    expect(code).toBe('insecure-object');
    expect(findings.map(({ control }) => control)).toEqual(expect.arrayContaining(['privileged', 'allow-privilege-escalation']));
  }
});

test.each([
  ['cdk8s', Cdk8sApp],
  ['tempered', App],
])('all findings of an app come in one error in the App of %s', (_, AppClass) => {
  const app = new AppClass();
  new Deployment(new Chart(app, 'shop'), 'web', insecure);
  new Deployment(new Chart(app, 'desk'), 'web', insecure);
  const message = failureOf(() => app.synthYaml());
  expect(() => app.synthYaml()).toThrow(InsecureManifestError);
  expect(message.match(/privileged in container/g)).toHaveLength(2);
  expect(message).toContain('construct shop/web/Resource');
  expect(message).toContain('construct desk/web/Resource');
});

test('our App writes nothing where anything is insecure', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'tempered-'));
  const app = new App({ outdir });
  new Deployment(new Chart(app, 'fine'), 'web', { containers: [{ image: IMAGE }] });
  new Deployment(new Chart(app, 'insecure'), 'web', insecure);
  expect(() => app.synth()).toThrow('insecure/web/Resource');
  expect(existsSync(outdir) ? readdirSync(outdir) : []).toEqual([]);
});

test('a profile decides what fails', () => {
  const chart = plainChart();
  restricted.narrowed({ skip: ['privileged', 'allow-privilege-escalation', 'sys-admin-capability'] }).applyTo(chart);
  new Deployment(chart, 'web', insecure);
  expect(() => Testing.synth(chart)).not.toThrow();
});

test('a waiver that has ended is named, for whoever wonders why the synthesis fails since today', () => {
  const chart = plainChart();
  const waivers = [{ control: 'privileged', reason: 'once', expires: '2020-01-31' }] as const;
  const containers = [...insecure.containers.map((each) => ({ ...each, name: 'ended', waivers })), ...insecure.containers];
  new Deployment(chart, 'web', { containers });
  const message = failureOf(() => Testing.synth(chart));
  expect(message.match(/It was waived: /g)).toHaveLength(1);
  expect(message).toMatch(/privileged in container "ended": .*\n.*\n.*\n {4}It was waived: .* ended on 2020-01-31/);
});

test('where a field has to be written, nobody is told to leave it out', () => {
  const chart = plainChart();
  const agent = new DaemonSet(chart, 'agent', { containers: [{ image: IMAGE }] });
  agent.containers[0]?.mount('/data', Volume.fromHostPath(chart, 'data', 'data', { path: '/opt/agent' }));
  const message = failureOf(() => Testing.synth(chart));
  expect(message).toContain('Instead: set spec.template.spec.containers[0].volumeMounts[0].readOnly to true.');
});

test('an error that nobody catches is printed without its findings: the message says them', () => {
  const chart = plainChart();
  new Deployment(chart, 'web', insecure);
  let caught: unknown;
  try {
    Testing.synth(chart);
  } catch (error) {
    caught = error;
  }
  expect((caught as InsecureManifestError).findings).toHaveLength(2);
  expect(inspect(caught)).not.toContain('verdict');
});
