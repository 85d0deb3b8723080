import type { Json } from '../../lib/controls/requirement';
import { audit, type ExternalWaiver } from '../../lib/engine/audit';
import { harden } from '../../lib/engine/harden';
import { resource } from '../../lib/engine/resource';
import { isDay, type Waiver, waiverAnnotation, waiversOf } from '../../lib/engine/waiver';
import { defineProfile } from '../../lib/profiles';

const profile = defineProfile({ name: 'test', controls: { privileged: 'fail', 'host-pid': 'fail', 'run-as-non-root': 'fail' } });
const strict = defineProfile({ name: 'strict', extends: profile, controls: {}, neverWaive: ['privileged'] });
const today = '2026-06-15';

const waiver: Waiver = { control: 'privileged', reason: 'reads the disks', expires: '2026-12-31' };

function daemonSet(waivers: readonly Waiver[], where: 'object' | 'template' = 'object'): Json {
  const annotations = Object.fromEntries(waivers.map((each) => [waiverAnnotation([each])]).map(([entry]) => [entry?.key, entry?.value]));
  const privileged = { securityContext: { privileged: true } };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent', namespace: 'ops', ...(where === 'object' && { annotations }) },
    spec: {
      template: {
        metadata: where === 'template' ? { annotations } : {},
        spec: {
          securityContext: { runAsNonRoot: true },
          containers: [
            { name: 'agent', ...privileged },
            { name: 'helper', ...privileged },
          ],
        },
      },
    },
  };
}

const open = (object: Json, options: { waivers?: readonly ExternalWaiver[]; today?: string } = {}) =>
  audit([resource(object)], { profile, today, ...options });

test.each(['object', 'template'] as const)('a waiver on the %s lifts the findings, which the report still lists', (where) => {
  const report = open(daemonSet([waiver], where));
  expect(report.findings).toEqual([]);
  expect(report.waived.map(({ finding, waiver: by }) => [finding.container, by.reason])).toEqual([
    ['agent', 'reads the disks'],
    ['helper', 'reads the disks'],
  ]);
  expect(report.controls).toMatchObject({ waived: 1, failed: 0 });
  expect(report.waiverProblems).toEqual([]);
});

test('a waiver for one container leaves the finding of the other', () => {
  const report = open(daemonSet([{ ...waiver, container: 'agent' }]));
  expect(report.findings.map(({ container }) => container)).toEqual(['helper']);
  expect(report.controls).toMatchObject({ waived: 0, failed: 1 });
});

test('a waiver holds on its last day, and the day after it is a finding again', () => {
  expect(open(daemonSet([waiver]), { today: '2026-12-31' }).findings).toEqual([]);
  const report = open(daemonSet([waiver]), { today: '2027-01-01' });
  expect(report.findings).toHaveLength(2);
  expect(report.waiverProblems).toMatchObject([{ kind: 'expired', control: 'privileged' }]);
});

test('a waiver that hides nothing is reported', () => {
  const report = open(daemonSet([waiver, { ...waiver, control: 'host-pid' }]));
  expect(report.waiverProblems).toMatchObject([{ kind: 'unused', control: 'host-pid' }]);
});

test('a profile may forbid a waiver: the finding stays, and the report says why', () => {
  const report = audit([resource(daemonSet([waiver]))], { profile: strict, today });
  expect(report.findings).toHaveLength(2);
  expect(report.waiverProblems).toMatchObject([{ kind: 'forbidden', control: 'privileged' }]);
});

test.each([
  ['no JSON', 'yes please', /must hold JSON/],
  ['no reason', '{"expires":"2027-01-01"}', /needs a "reason"/],
  ['an empty reason', '{"reason":" ","expires":"2027-01-01"}', /needs a "reason"/],
  ['no end', '{"reason":"x"}', /needs "expires"/],
  ['no such day', '{"reason":"x","expires":"2027-02-30"}', /needs "expires"/],
  ['a container that is no text', '{"reason":"x","expires":"2027-01-01","container":1}', /"container" must be a text/],
])('a waiver with %s hides nothing, and the report says what is wrong', (_, value, message) => {
  const object = daemonSet([]);
  const report = open({ ...object, metadata: { ...object.metadata, annotations: { 'waive.tempered/privileged': value } } });
  expect(report.findings).toHaveLength(2);
  expect(report.waiverProblems).toMatchObject([{ kind: 'invalid', control: 'privileged', message: expect.stringMatching(message) }]);
});

test('a waiver of an unknown control names the nearest one', () => {
  const report = open(daemonSet([{ ...waiver, control: 'privilegd' }]));
  expect(report.waiverProblems).toMatchObject([{ kind: 'invalid', message: expect.stringContaining('did you mean "privileged"') }]);
});

test('a waiver from outside lifts what it matches, and is reported where it matches nothing', () => {
  const matching: ExternalWaiver = { ...waiver, match: { kind: 'DaemonSet', namespace: 'ops', name: 'agent' } };
  expect(open(daemonSet([]), { waivers: [matching] }).findings).toEqual([]);
  const elsewhere = open(daemonSet([]), { waivers: [{ ...matching, match: { name: 'other' } }] });
  expect(elsewhere.findings).toHaveLength(2);
  expect(elsewhere.waiverProblems).toMatchObject([{ kind: 'unused' }]);
});

test('hardening leaves alone what a waiver is about, and only that', () => {
  const hardened = harden(resource(daemonSet([{ ...waiver, container: 'agent' }])), { profile, today, override: true });
  const [agent, helper] = hardened.resource.object.spec.template.spec.containers;
  expect(agent.securityContext.privileged).toBe(true);
  expect(helper.securityContext.privileged).toBe(false);
});

test('waivers survive the way through an annotation', () => {
  const all: readonly Waiver[] = [{ ...waiver, container: 'agent', ticket: 'SEC-1' }, waiver];
  const { key, value } = waiverAnnotation(all);
  const { waivers, problems } = waiversOf(
    resource({ apiVersion: 'v1', kind: 'Pod', metadata: { annotations: { [key]: value } }, spec: {} }),
  );
  expect(problems).toEqual([]);
  expect(waivers).toEqual(all);
});

test('a day is one of the calendar', () => {
  expect(['2026-02-28', '2028-02-29'].every(isDay)).toBe(true);
  expect(['2026-02-29', '2026-2-1', '2026-13-01', 'tomorrow', ''].some(isDay)).toBe(false);
});

test.each([
  ['Dockerfile', 'comment'],
  ['Container', 'label'],
  ['ComposeFile', 'x-waive.tempered, written as'],
])('of a %s it is a %s that holds a waiver, and a far guess at its control is none', (kind, holder) => {
  const annotations = { 'waive.tempered/nosuch-control': '{}', 'waive.tempered/docker-usr': '{}' };
  const { problems } = waiversOf(resource({ apiVersion: 'docker/v1', kind, metadata: { name: 'x', annotations } }));
  expect(problems.map(({ message }) => message)).toEqual([
    `${holder} waive.tempered/nosuch-control: there is no control "nosuch-control"`,
    `${holder} waive.tempered/docker-usr: there is no control "docker-usr"; did you mean "docker-user"?`,
  ]);
});
