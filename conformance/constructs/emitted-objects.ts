import { type Chart, Testing } from 'cdk8s';
import { App } from 'tempered/kubernetes';
import { Storefront } from '../../examples/storefront/storefront';
import type { Json } from '../../lib/controls/requirement';
import { DEFAULT_CONSTRUCTS } from '../../test/kubernetes/default-constructs';
import { plainChart } from '../../test/kubernetes/rendered';

/** What constructs emit, by what made it: each with as few options as it needs, and the example that a user would write. */
export const EMITTED: readonly (readonly [string, readonly Json[]])[] = [
  ...Object.entries(DEFAULT_CONSTRUCTS).map(([name, make]) => [name, objectsOf(chartOf(make))] as const),
  ['the storefront example', objectsOf(new Storefront(new App(), 'storefront', { namespace: 'storefront' }))],
];

function chartOf(make: (chart: Chart) => unknown): Chart {
  const chart = plainChart();
  make(chart);
  return chart;
}

function objectsOf(chart: Chart): readonly Json[] {
  return Testing.synth(chart);
}
