import { Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { App } from '../../../lib/kubernetes/app';
import { configMap } from './config-map';

/** The ids of all objects in the order of the output. */
function idsInOutput(app: App): string[] {
  return [...app.synthYaml().matchAll(/^ {2}id: (.*)$/gm)].map(([, id]) => id ?? '');
}

const range = (length: number) => Array.from({ length }, (_, i) => i);

describe('shapes on which cdk8s does not finish', () => {
  test('a ladder of charts with forty rungs is sorted', () => {
    const app = new App();
    const rungs = range(40).map((i) => [new Chart(app, `left-${i}`), new Chart(app, `right-${i}`)] as const);
    rungs.forEach(([left, right], i) => {
      configMap(left, `l${i}`);
      configMap(right, `r${i}`);
      const above = rungs[i + 1];
      if (above) for (const chart of [left, right]) chart.addDependency(...above);
    });
    const expected = range(40).flatMap((i) => [`l${39 - i}`, `r${39 - i}`]);
    // Each rung comes after both sides of the one above, and the left side, which was declared first, before the right.
    expect(idsInOutput(app)).toEqual(expected);
  });

  test('a ladder of objects within a chart is sorted', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    const rungs = range(40).map((i) => [configMap(chart, `l${i}`), configMap(chart, `r${i}`)] as const);
    rungs.forEach(([left, right], i) => {
      const above = rungs[i + 1];
      if (above) for (const object of [left, right]) object.addDependency(...above);
    });
    expect(idsInOutput(app)).toEqual(range(40).flatMap((i) => [`l${39 - i}`, `r${39 - i}`]));
  });

  test('a chain of three hundred charts, each with three objects, is sorted', () => {
    const app = new App();
    const charts = range(300).map((i) => {
      const chart = new Chart(app, `chart-${i}`);
      for (const j of range(3)) configMap(chart, `${i}-${j}`);
      return chart;
    });
    charts.forEach((chart, i) => {
      const next = charts[i + 1];
      if (next) chart.addDependency(next);
    });
    expect(idsInOutput(app)).toEqual(range(300).flatMap((i) => range(3).map((j) => `${299 - i}-${j}`)));
  });

  test('a chain longer than the stack is deep is sorted', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    const objects = range(15_000).map((i) => configMap(chart, `${i}`, undefined));
    objects.forEach((object, i) => {
      const next = objects[i + 1];
      if (next) object.addDependency(next);
    });
    const order: string[] = [];
    for (const object of objects) {
      const { path } = object.node;
      object.toJson = () => {
        order.push(path);
        return {};
      };
    }
    app.synthYaml();
    expect(order).toEqual(range(15_000).map((i) => `chart/${14_999 - i}`));
  });
});

describe('cycles', () => {
  function cyclic(scope: IConstruct, constructs: readonly Construct[]): void {
    constructs.forEach((construct, i) => {
      construct.node.addDependency(constructs[(i + 1) % constructs.length] ?? scope);
    });
  }

  test('in a ladder, where cdk8s would search for ever, are reported by the shortest way round', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    const rungs = range(40).map((i) => [new Construct(chart, `l${i}`), new Construct(chart, `r${i}`)] as const);
    rungs.forEach((rung, i) => {
      const above = rungs[i + 1];
      if (above) for (const side of rung) side.node.addDependency(...above);
    });
    rungs.at(-1)?.[1].node.addDependency(chart.node.findChild('l0'));
    const left = range(39).map((i) => `chart/l${i}`);
    expect(() => app.synthYaml()).toThrow(`Dependency cycle detected: ${[...left, 'chart/r39', 'chart/l0'].join(' => ')}`);
  });

  test('of one construct are reported', () => {
    const app = new App();
    const object = configMap(new Chart(app, 'chart'), 'map');
    object.addDependency(object);
    expect(() => app.synthYaml()).toThrow('Dependency cycle detected: chart/map => chart/map');
  });

  test('that nothing else depends on are reported', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    cyclic(chart, [new Construct(chart, 'a'), new Construct(chart, 'b'), new Construct(chart, 'c')]);
    expect(() => app.synthYaml()).toThrow('Dependency cycle detected: chart/a => chart/b => chart/c => chart/a');
  });

  test('of a chart that depends on itself are reported by its objects, however many', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    for (const i of range(5000)) configMap(chart, `${i}`);
    chart.addDependency(chart);
    expect(() => app.synthYaml()).toThrow('Dependency cycle detected: chart/0 => chart/1 => chart/0');
  });
});
