import { ApiObject, Chart, Cron, Testing } from 'cdk8s';
import { Deployment as PlainDeployment } from 'cdk8s-plus-28';
import { App, CronJob, Deployment, isolate, linkerd } from 'tempered/kubernetes';
import type { Json } from '../../../../lib/controls/requirement';
import { failureOf, IMAGE } from '../../rendered';

const KEY = 'config.linkerd.io/default-inbound-policy';
const containers = [{ image: IMAGE, portNumber: 8080 }];

function meshedChart(): Chart {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  isolate(chart, { dialect: linkerd() });
  return chart;
}

/** The annotations of the pods of a kind, as the chart renders them. */
function annotationsOf(chart: Chart, kind: string): Json {
  const { spec }: Json = Testing.synth(chart).find((each) => each.kind === kind);
  const { metadata }: Json = kind === 'CronJob' ? spec.jobTemplate.spec.template : spec.template;
  return metadata.annotations ?? {};
}

function rawDeployment(chart: Chart, annotations?: Json): ApiObject {
  const labels = { app: 'raw' };
  return new ApiObject(chart, 'raw', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'raw' },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, ...(annotations !== undefined && { annotations }) },
        spec: { containers: [{ name: 'raw', image: IMAGE }] },
      },
    },
  });
}

describe('the ports without a Server are closed', () => {
  test('of a drop-in, whatever kind', () => {
    const chart = meshedChart();
    new Deployment(chart, 'web', { containers, podMetadata: { annotations: { mine: 'kept' } } });
    new CronJob(chart, 'nightly', { containers: [{ image: IMAGE }], schedule: Cron.daily() });
    expect(annotationsOf(chart, 'Deployment')).toMatchObject({ [KEY]: 'deny', mine: 'kept' });
    expect(annotationsOf(chart, 'CronJob')).toMatchObject({ [KEY]: 'deny' });
  });

  test('of a workload of cdk8s-plus', () => {
    const chart = meshedChart();
    new PlainDeployment(chart, 'web', { containers });
    expect(annotationsOf(chart, 'Deployment')).toEqual({ [KEY]: 'deny' });
  });

  test('of an object that somebody wrote, with or without annotations of its own', () => {
    const bare = meshedChart();
    rawDeployment(bare);
    expect(annotationsOf(bare, 'Deployment')).toEqual({ [KEY]: 'deny' });
    const annotated = meshedChart();
    rawDeployment(annotated, { 'linkerd.io/inject': 'enabled' });
    expect(annotationsOf(annotated, 'Deployment')).toEqual({ [KEY]: 'deny', 'linkerd.io/inject': 'enabled' });
  });

  test('however often it is synthesized', () => {
    const chart = meshedChart();
    rawDeployment(chart);
    expect(annotationsOf(chart, 'Deployment')).toEqual(annotationsOf(chart, 'Deployment'));
  });
});

test('pods that say otherwise are an error with their path', () => {
  const raw = meshedChart();
  rawDeployment(raw, { [KEY]: 'all-unauthenticated' });
  expect(failureOf(() => Testing.synth(raw))).toBe(
    `shop/raw: its pods say ${KEY}: all-unauthenticated, and the policies of its network need deny`,
  );
  const own = meshedChart();
  new Deployment(own, 'web', { containers, podMetadata: { annotations: { [KEY]: 'audit' } } });
  expect(failureOf(() => Testing.synth(own))).toContain('shop/web: its pods say');
});
