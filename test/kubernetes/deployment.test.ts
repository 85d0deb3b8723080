import { App as Cdk8sApp, Chart, Yaml } from 'cdk8s';
import { App, Deployment } from 'tempered/kubernetes';
import { IMAGE, plainChart, podSpecOf } from './rendered';

test('a Deployment is hardened by Testing.synth', () => {
  const spec = podSpecOf(new Deployment(plainChart(), 'web', { containers: [{ image: IMAGE, portNumber: 8080 }] }));
  expect(spec.containers[0].securityContext).toMatchObject({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
  });
  expect(spec.securityContext.seccompProfile).toEqual({ type: 'RuntimeDefault' });
});

test('every way of synthesizing gives the same hardened object', () => {
  const build = (AppClass: new () => Cdk8sApp): Cdk8sApp => {
    const app = new AppClass();
    new Deployment(new Chart(app, 'shop'), 'web', { containers: [{ image: IMAGE, portNumber: 8080 }] });
    return app;
  };
  const plain = build(Cdk8sApp).synthYaml();
  expect(build(App).synthYaml()).toBe(plain);
  expect(Yaml.stringify(...(build(Cdk8sApp).charts[0]?.toJson() ?? []))).toBe(plain);
});

test('a second synthesis gives what the first one gave, with `spread` too', () => {
  const chart = plainChart();
  new Deployment(chart, 'web', { containers: [{ image: IMAGE, portNumber: 8080 }], spread: true });
  const first = chart.toJson();
  expect(chart.toJson()).toEqual(first);
});

test('two objects never share a part, which would become an alias in YAML', () => {
  const app = new App();
  const chart = new Chart(app, 'shop');
  for (const id of ['a', 'b', 'c']) new Deployment(chart, id, { containers: [{ image: IMAGE, portNumber: 8080 }] });
  expect(app.synthYaml()).not.toMatch(/[&*]a?\d/);
});

test('replicas make a disruption budget, which `false` takes away and a number changes', () => {
  const budgets = (props: object): unknown[] => {
    const chart = plainChart();
    new Deployment(chart, 'web', { containers: [{ image: IMAGE }], ...props });
    return chart
      .toJson()
      .filter(({ kind }) => kind === 'PodDisruptionBudget')
      .map(({ spec }) => spec);
  };
  const selector = { matchLabels: { 'cdk8s.io/metadata.addr': 'shop-web-c80b2a96' } };
  expect(budgets({})).toEqual([{ maxUnavailable: 1, selector }]);
  expect(budgets({ replicas: 1 })).toEqual([]);
  expect(budgets({ disruptionBudget: false })).toEqual([]);
  expect(budgets({ disruptionBudget: { minAvailable: '50%' } })).toEqual([{ minAvailable: '50%', selector }]);
});

test('the budget selects the pods whatever else the Deployment selects', () => {
  const chart = plainChart();
  const web = new Deployment(chart, 'web', { containers: [{ image: IMAGE }], select: false, podMetadata: { labels: { app: 'web' } } });
  const budget = chart.toJson().find(({ kind }) => kind === 'PodDisruptionBudget');
  expect(budget.spec.selector.matchLabels).toEqual({ 'cdk8s.io/metadata.addr': web.podMetadata.getLabel('cdk8s.io/metadata.addr') });
});
