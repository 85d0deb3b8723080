import { Chart, Testing } from 'cdk8s';
import * as plus28 from 'cdk8s-plus-28';
import * as plus33 from 'cdk8s-plus-33';
import { App, connectionsOf, Deployment, isolate } from 'tempered/kubernetes';
import { resource } from '../../../lib/engine/resource';
import { type Reachability, reachability } from '../../../lib/reachability';
import { IMAGE } from '../rendered';

const named = (name: string) => ({ metadata: { name }, containers: [{ image: IMAGE, portNumber: 8080 }] });

interface Shop {
  readonly chart: Chart;
  readonly web: Deployment;
}

function reach(state: (shop: Shop) => void, isIsolated = true): Reachability {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  if (isIsolated) isolate(chart);
  state({ chart, web: new Deployment(chart, 'web', named('web')) });
  return reachability(Testing.synth(chart).map((object) => resource(object)));
}

describe.each([
  ['cdk8s-plus-28', (chart: Chart, name: string) => new plus28.Deployment(chart, name, named(name))],
  ['cdk8s-plus-33', (chart: Chart, name: string) => new plus33.Deployment(chart, name, named(name))],
])('a workload of %s', (_, make) => {
  test('is an end of flows, and states them', () => {
    const found = reach(({ chart, web }) => {
      web.connections.allowTo(make(chart, 'api'));
      connectionsOf(make(chart, 'worker')).allowTo(web, { port: 8080 });
    });
    expect(found.allows('web', 'api', 'TCP/8080').allowed).toBe(true);
    expect(found.allows('worker', 'web', 'TCP/8080').allowed).toBe(true);
    expect(found.allows('worker', 'api', 'TCP/8080').allowed).toBe(false);
    expect(found.allows('web', 'api', 'TCP/8081').allowed).toBe(false);
  });

  test('states nothing by connections of its own in an isolated scope: that is an error with the way out', () => {
    const lost = expect.objectContaining({
      code: 'flow-outside-of-dialect',
      message: expect.stringMatching(/^shop\/plain: /),
      hint: expect.stringContaining('connectionsOf(workload)'),
    });
    const own = ({ chart }: Shop): void => {
      const [plain, other] = [make(chart, 'plain'), make(chart, 'other')];
      // @ts-expect-error each version knows its own peers; here both are of one
      plain.connections.allowTo(other);
    };
    expect(() => reach(own)).toThrow(lost);
    expect(() => reach(own, false)).not.toThrow();
  });

  test('may not open an isolated workload from outside of its scope either', () => {
    const state = (isIsolated: boolean) => (): void =>
      void reach(({ chart, web }) => {
        const plain = make(new Chart(chart.node.root, 'legacy', { namespace: 'shop' }), 'plain');
        if (isIsolated) isolate(chart);
        // @ts-expect-error each version knows its own peers
        plain.connections.allowTo(web);
      }, false);
    expect(state(true)).toThrow(
      expect.objectContaining({ code: 'flow-outside-of-dialect', message: expect.stringMatching(/^legacy\/plain: /) }),
    );
    expect(state(false)).not.toThrow();
  });
});
