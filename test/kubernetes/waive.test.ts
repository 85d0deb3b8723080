import { App as Cdk8sApp, Chart, Cron, Testing } from 'cdk8s';
import { adviceOn, Container, CronJob, DaemonSet, Deployment, defineProfile, restricted, Volume, waive } from 'tempered/kubernetes';
import { failureOf, IMAGE, plainChart, rendered } from './rendered';

const because = { reason: 'reads the disks of the node', expires: '2999-12-31' };
const privileged = { image: IMAGE, securityContext: { privileged: true, allowPrivilegeEscalation: true } };
const written = JSON.stringify(because);

function waivePrivileged(target: Parameters<typeof waive>[0]): void {
  for (const control of ['privileged', 'allow-privilege-escalation'] as const) waive(target, { control, ...because });
}

test('a waived control passes, and stands in the annotations of the object and of its pod template', () => {
  const agent = new DaemonSet(plainChart(), 'agent', { containers: [privileged] });
  waivePrivileged(agent);
  const { metadata, spec } = rendered(agent);
  const expected = { 'waive.tempered/privileged': written, 'waive.tempered/allow-privilege-escalation': written };
  expect(metadata.annotations).toEqual(expected);
  expect(spec.template.metadata.annotations).toEqual(expected);
  expect(spec.template.spec.containers[0].securityContext.privileged).toBe(true);
});

test('the pod template of a CronJob has the waiver too', () => {
  const job = new CronJob(plainChart(), 'job', { schedule: Cron.daily(), containers: [privileged] });
  waivePrivileged(job);
  expect(rendered(job).spec.jobTemplate.spec.template.metadata.annotations['waive.tempered/privileged']).toBe(written);
});

test('a waiver of a chart stands only in the manifests that need it', () => {
  const chart = plainChart();
  waivePrivileged(chart);
  const agent = new DaemonSet(chart, 'agent', { containers: [privileged] });
  const web = new Deployment(chart, 'web', { containers: [{ image: IMAGE }] });
  expect(rendered(agent).metadata.annotations).toHaveProperty(['waive.tempered/privileged']);
  expect(rendered(web).metadata.annotations).toBeUndefined();
  expect(rendered(web).spec.template.metadata.annotations).toBeUndefined();
});

test.each([
  ['by its name', (agent: DaemonSet) => waive(agent, { control: 'privileged', container: 'disks', ...because })],
  [
    'by itself',
    (agent: DaemonSet) => {
      for (const container of agent.containers.slice(1)) waive(container, { control: 'privileged', ...because });
    },
  ],
])('a waiver of one container, %s, lifts nothing in another one', (_, waiveDisks) => {
  const agent = new DaemonSet(plainChart(), 'agent', {
    containers: [
      { ...privileged, name: 'main' },
      { ...privileged, name: 'disks' },
    ],
  });
  waiveDisks(agent);
  const message = failureOf(() => rendered(agent));
  expect(message).toContain('privileged in container "main"');
  expect(message).not.toContain('privileged in container "disks"');
});

test('options hold waivers, of a workload and of a container', () => {
  const waivers = (['privileged', 'allow-privilege-escalation'] as const).map((control) => ({ control, ...because }));
  const chart = plainChart();
  const whole = new DaemonSet(chart, 'whole', { containers: [privileged], waivers });
  const one = new DaemonSet(chart, 'one', { containers: [{ ...privileged, waivers }] });
  const attached = new DaemonSet(chart, 'attached');
  attached.attachContainer(new Container({ ...privileged, waivers }));
  const first = new DaemonSet(chart, 'first', { containers: [{ image: IMAGE }], initContainers: [{ ...privileged, waivers }] });
  expect(rendered(whole).metadata.annotations['waive.tempered/privileged']).toBe(written);
  for (const agent of [one, attached]) {
    expect(JSON.parse(rendered(agent).metadata.annotations['waive.tempered/privileged'])).toEqual({ container: 'main', ...because });
  }
  expect(JSON.parse(rendered(first).metadata.annotations['waive.tempered/privileged'])).toEqual({ container: 'init-0', ...because });
});

test('a waiver that has expired lifts nothing, and the advice says so', () => {
  const chart = plainChart();
  const agent = new DaemonSet(chart, 'agent', { containers: [privileged] });
  for (const control of ['privileged', 'allow-privilege-escalation'] as const)
    waive(agent, { control, reason: 'once', expires: '2020-01-31' });
  expect(failureOf(() => Testing.synth(chart))).toContain('privileged in container "main"');
  expect(adviceOn(chart).waiverProblems.map(({ kind, message }) => `${kind}: ${message}`)).toContainEqual(
    expect.stringMatching(/^expired: .*privileged.*2020-01-31/),
  );
});

test.each(['', 'soon', '2027-02-31'])('TEMPERED_TODAY "%s" is an error, and not a day on which every waiver holds', (day) => {
  const chart = plainChart();
  waivePrivileged(new DaemonSet(chart, 'agent', { containers: [privileged] }));
  const before = process.env.TEMPERED_TODAY;
  process.env.TEMPERED_TODAY = day;
  try {
    expect(failureOf(() => Testing.synth(chart))).toBe(`TEMPERED_TODAY is "${day}"; it must be a day written YYYY-MM-DD`);
  } finally {
    if (before === undefined) delete process.env.TEMPERED_TODAY;
    else process.env.TEMPERED_TODAY = before;
  }
});

test('a waiver that hides nothing is advice, once the whole scope has been rendered', () => {
  const app = new Cdk8sApp();
  const [first, second] = ['first', 'second'].map((id) => new Chart(app, id));
  for (const chart of app.charts) new Deployment(chart, 'web', { containers: [{ image: IMAGE }] });
  waive(app, { control: 'host-network', ...because });
  first?.toJson();
  expect(adviceOn(app).waiverProblems).toEqual([]);
  second?.toJson();
  expect(adviceOn(app).waiverProblems.map(({ kind, control }) => [kind, control])).toEqual([['unused', 'host-network']]);
});

test('a profile may forbid a waiver', () => {
  const chart = plainChart();
  defineProfile({ name: 'bank', extends: restricted, controls: {}, neverWaive: ['privileged'] }).applyTo(chart);
  waivePrivileged(new DaemonSet(chart, 'agent', { containers: [privileged] }));
  const message = failureOf(() => Testing.synth(chart));
  expect(message).toContain('The profile bank allows no waiver of it.');
  expect(message).not.toContain('allow-privilege-escalation');
});

test('what may not be waived holds where a stronger control, which covers it, is waived', () => {
  const chart = plainChart();
  defineProfile({ name: 'shop', extends: restricted, controls: {}, neverWaive: ['host-path-volume'] }).applyTo(chart);
  const agent = new DaemonSet(chart, 'agent', { containers: [{ image: IMAGE }] });
  agent.containers[0]?.mount('/data', Volume.fromHostPath(chart, 'data', 'data', { path: '/opt/agent' }), { readOnly: true });
  waive(agent, { control: 'restricted-volume-types', ...because });
  const message = failureOf(() => Testing.synth(chart));
  expect(message).toContain('host-path-volume: ');
  expect(message).not.toContain('restricted-volume-types: ');
});

test('a waiver that is already in the annotations is honoured and kept', () => {
  const chart = plainChart();
  const agent = new DaemonSet(chart, 'agent', {
    containers: [privileged],
    metadata: { annotations: { 'waive.tempered/privileged': written } },
  });
  waive(agent, { control: 'allow-privilege-escalation', ...because });
  expect(rendered(agent).metadata.annotations['waive.tempered/privileged']).toBe(written);
});

describe('what the types would refuse is refused by JavaScript too', () => {
  const waiveLoosely = (waiver: object) => () => Reflect.apply(waive, undefined, [plainChart(), waiver]);
  test.each([
    ['an unknown control, with the nearest one', { control: 'priviledged', ...because }, 'did you mean "privileged"?'],
    ['a waiver without a reason', { control: 'privileged', expires: '2999-12-31' }, 'a waiver of privileged needs a "reason"'],
    ['a blank reason', { control: 'privileged', reason: ' ', expires: '2999-12-31' }, 'needs a "reason"'],
    ['a waiver without an end', { control: 'privileged', reason: 'always' }, 'needs "expires"'],
    ['a day that is none', { control: 'privileged', reason: 'once', expires: '2999-02-30' }, 'needs "expires"'],
  ])('%s', (_, waiver, message) => {
    expect(waiveLoosely(waiver)).toThrow(message);
  });

  test.each([undefined, {}, 'web'])('a waiver of what is no construct and no container: %j', (target) => {
    expect(() => Reflect.apply(waive, undefined, [target, { control: 'privileged', ...because }])).toThrow(
      'a waiver is for a construct or a container of one; this is neither',
    );
  });

  test('a waiver of one container in the name of another', () => {
    const container = new Container({ image: IMAGE, name: 'web' });
    expect(() => waive(container, { control: 'privileged', container: 'api', ...because })).toThrow('container "web"');
  });
});
