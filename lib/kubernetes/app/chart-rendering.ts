import { App, type Chart } from 'cdk8s';

/**
 * Runs `body` with `Chart.toJson` rendering the charts of one app through `render`.
 *
 * `Chart.toJson` validates the whole app and infers all its dependencies again before it renders the chart, which makes a synth
 * quadratic. A chart may override it, and call it by `super`, so it cannot be passed by: it has to be made quick instead. It asks
 * the static `App._synthChart` of cdk8s, which is exchanged while `body` runs, for charts of this app alone. Synthesis is
 * synchronous; nobody else sees the exchange. If a version of cdk8s should take another way, charts render by that way: slower,
 * with the same result.
 */
export function withChartsRenderedBy<T>(app: App, render: (chart: Chart) => unknown[], body: () => T): T {
  const original = App._synthChart;
  App._synthChart = (chart) => (App.of(chart) === app ? render(chart) : original.call(App, chart));
  try {
    return body();
  } finally {
    App._synthChart = original;
  }
}
