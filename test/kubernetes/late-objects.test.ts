import { ApiObject, App as Cdk8sApp, Chart, Testing } from 'cdk8s';
import { loadAll } from 'js-yaml';
import { App, Deployment, Job } from 'tempered/kubernetes';
import type { Json } from '../../lib/controls/requirement';
import { isHardened } from '../../lib/kubernetes/hardening/object';
import { IMAGE, plainChart } from './rendered';

const containers = [{ image: IMAGE, portNumber: 8080 }];

test('what a construct makes after it was constructed is hardened', () => {
  const chart = plainChart();
  const web = new Deployment(chart, 'web', { containers });
  const api = new Deployment(chart, 'api', { containers });
  web.exposeViaIngress('/');
  web.connections.allowTo(api);
  api.permissions.grantRead(web);
  Testing.synth(chart);
  const objects = chart.node.findAll().filter((each) => ApiObject.isApiObject(each));
  expect(new Set(objects.map(({ kind }) => kind))).toEqual(
    new Set(['Deployment', 'Service', 'Ingress', 'NetworkPolicy', 'Role', 'RoleBinding', 'ServiceAccount', 'PodDisruptionBudget']),
  );
  expect(objects.filter((each) => !isHardened(each))).toEqual([]);
});

test.each([
  ['synthYaml of cdk8s', Cdk8sApp, (app: Cdk8sApp) => loadAll(app.synthYaml()) as Json[]],
  ['synthYaml of tempered', App, (app: Cdk8sApp) => loadAll(app.synthYaml()) as Json[]],
  ['Testing.synth', Cdk8sApp, (app: Cdk8sApp) => app.charts.flatMap((chart) => Testing.synth(chart))],
  ['Testing.synth in the App of tempered', App, (app: Cdk8sApp) => app.charts.flatMap((chart) => Testing.synth(chart))],
])('an object that a later validation makes is hardened by %s', (_, AppClass, synthesize) => {
  const app = new AppClass();
  const chart = new Chart(app, 'shop');
  const web = new Deployment(chart, 'web', { containers });
  const job = new Job(chart, 'last', { containers: [{ image: IMAGE }] });
  job.node.addValidation({
    validate: () => {
      if (web.node.tryFindChild('late') === undefined) {
        new ApiObject(web, 'late', { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'late', image: IMAGE }] } });
      }
      return [];
    },
  });
  const late = synthesize(app).find(({ kind }) => kind === 'Pod');
  expect(late?.spec.securityContext.runAsNonRoot).toBe(true);
});

test('objects beside ours are left as they are', () => {
  const chart = plainChart();
  new Deployment(chart, 'web', { containers });
  const raw = { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'raw', image: IMAGE }] } };
  new ApiObject(chart, 'raw', raw);
  expect(Testing.synth(chart).find(({ kind }) => kind === 'Pod')).toMatchObject(raw);
  expect(Testing.synth(chart).find(({ kind }) => kind === 'Pod').spec.securityContext).toBeUndefined();
});
