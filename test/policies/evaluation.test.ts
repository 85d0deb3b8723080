import { CATALOGUE } from '../../lib/controls/catalogue';
import type { Control, Example } from '../../lib/controls/control';
import { exampleObject } from '../../lib/controls/example-object';
import { hasCel, type Json, minorOf } from '../../lib/controls/requirement';
import { LATEST_MINOR } from '../../lib/engine/plan';
import { resource } from '../../lib/engine/resource';
import type { ValidatingAdmissionPolicy } from '../../lib/policies';
import { defineProfile, restricted } from '../../lib/profiles';
import { evaluatePolicy, type Request } from './evaluate-policy';
import { policiesOf } from './policies-of';

const SAFE = { containers: [{ name: 'web', image: 'registry.example/web:1.0.0' }] };
const PRIVILEGED = {
  containers: [{ name: 'web', image: 'registry.example/web:1.0.0', securityContext: { privileged: true } }, { name: 'log' }],
};
const pod = (spec: Json, metadata: Json = {}): Json => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', ...metadata }, spec });

const onlyPrivileged = defineProfile({ name: 'only', controls: { privileged: 'fail' } });
const [policy] = policiesOf(onlyPrivileged) as [ValidatingAdmissionPolicy];
const [waivablePolicy] = policiesOf(onlyPrivileged, { honourWaivers: true }) as [ValidatingAdmissionPolicy];

/** Names of resources as `kubectl api-resources` lists them. */
const IRREGULAR: Readonly<Record<string, string>> = {
  Ingress: 'ingresses',
  IngressClass: 'ingressclasses',
  StorageClass: 'storageclasses',
  NetworkPolicy: 'networkpolicies',
  CiliumNetworkPolicy: 'ciliumnetworkpolicies',
  CiliumClusterwideNetworkPolicy: 'ciliumclusterwidenetworkpolicies',
  Endpoints: 'endpoints',
  Gateway: 'gateways',
  GatewayClass: 'gatewayclasses',
  SecurityContextConstraints: 'securitycontextconstraints',
};

/** Whether the policy matches the kind at all; its conditions say the rest. */
function matches({ spec }: ValidatingAdmissionPolicy, object: Json): boolean {
  const { group, kind } = resource(object);
  const plural = IRREGULAR[kind] ?? `${kind.toLowerCase()}s`;
  const rules = spec.matchConstraints.resourceRules;
  return rules.some(
    ({ apiGroups, resources }) =>
      (apiGroups.includes(group) || apiGroups.includes('*')) && (resources.includes(plural) || resources.includes('*')),
  );
}

function denialsOf(policies: readonly ValidatingAdmissionPolicy[], request: Request): readonly string[] {
  return policies.filter((each) => matches(each, request.object)).flatMap((each) => evaluatePolicy(each, request).denials);
}

function policiesFor(control: Control, example: Example): readonly ValidatingAdmissionPolicy[] {
  const profile = defineProfile({ name: 'only', controls: { [control.id]: { level: 'fail', ...example.parameters } } });
  return policiesOf(profile, { minor: example.version === undefined ? LATEST_MINOR : minorOf(example.version) });
}

const readsOneObject = (control: Control): boolean =>
  control
    .requireWith()
    .at(LATEST_MINOR)
    .every(({ cel }) => hasCel(cel));

describe.each(CATALOGUE.filter(readsOneObject).map((control) => [control.id, control] as const))('the policy of %s', (id, control) => {
  test('passes the examples that pass', () => {
    for (const example of control.examples.pass)
      expect({ because: example.because, denials: denialsOf(policiesFor(control, example), { object: exampleObject(example) }) }).toEqual({
        because: example.because,
        denials: [],
      });
  });

  test('denies the examples that fail, and names the control, the offenders and the fix', () => {
    // What fails for another object beside it, no API server can see.
    for (const example of control.examples.fail.filter((each) => each.with === undefined)) {
      const denials = denialsOf(policiesFor(control, example), { object: exampleObject(example) });
      expect(denials.length).toBeGreaterThan(0);
      for (const message of denials) expect(message).toMatch(new RegExp(`^${id} \\(.+\\): .* Fix: .+`));
    }
  });
});

test('a message names the containers that fail, and those only', () => {
  expect(evaluatePolicy(policy, { object: pod(PRIVILEGED) }).denials).toEqual([expect.stringMatching(/^privileged \(web\): /)]);
});

test('every policy of the default profile can be evaluated of a safe pod and of an unsafe one', () => {
  for (const object of [pod(SAFE), pod(PRIVILEGED)]) expect(() => denialsOf(policiesOf(restricted), { object })).not.toThrow();
});

describe.each([
  ['a CronJob', { apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: { spec: { template: { spec: PRIVILEGED } } } } }],
  ['a Deployment', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { spec: PRIVILEGED } } }],
  ['a PodTemplate', { apiVersion: 'v1', kind: 'PodTemplate', template: { spec: PRIVILEGED } }],
  ['a Knative Service', { apiVersion: 'serving.knative.dev/v1', kind: 'Service', spec: { template: { spec: PRIVILEGED } } }],
  ['a Knative Revision', { apiVersion: 'serving.knative.dev/v1', kind: 'Revision', spec: PRIVILEGED }],
  ['a ScaledJob', { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledJob', spec: { jobTargetRef: { template: { spec: PRIVILEGED } } } }],
])('the pod in %s', (_, given: Json) => {
  test('is judged', () => {
    expect(evaluatePolicy(policy, { object: { ...given, metadata: { name: 'web' } } }).denials).toHaveLength(1);
  });
});

describe('is not judged:', () => {
  test.each([
    [
      'a Rollout that refers to another workload',
      { object: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: {}, spec: { workloadRef: {} } } },
    ],
    ['what is being deleted', { object: pod(PRIVILEGED, { deletionTimestamp: '2026-01-01T00:00:00Z' }) }],
    ['an update that changes no pod', { object: pod(PRIVILEGED, { labels: { team: 'shop' } }), oldObject: pod(PRIVILEGED) }],
  ])('%s', (_, request: Request) => {
    expect(evaluatePolicy(policy, request)).toEqual({ judged: false, denials: [] });
  });
});

describe('an update is judged', () => {
  test.each([
    ['where the pod changes', pod(SAFE)],
    ['where an annotation of the pod is new', pod(PRIVILEGED, { annotations: undefined })],
  ])('%s', (_, oldObject) => {
    const object = pod(PRIVILEGED, { annotations: { 'example.org/profile': 'none' } });
    expect(evaluatePolicy(policy, { object, oldObject }).denials).toHaveLength(1);
  });

  test('where a waiver is taken away', () => {
    const waived = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { annotations: { 'waive.tempered/privileged': '{}' } } };
    const spec = { template: { spec: PRIVILEGED } };
    const request = { object: { ...waived, metadata: { annotations: {} }, spec }, oldObject: { ...waived, spec } };
    expect(evaluatePolicy(waivablePolicy, request).denials).toHaveLength(1);
    expect(evaluatePolicy(policy, request).judged).toBe(false);
  });
});

describe('waivers', () => {
  const annotations = { 'waive.tempered/privileged': '{"reason":"a node agent","expires":"2099-12-31"}' };
  const deployment = (metadata: Json, template: Json): Json => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: { template: { metadata: template, spec: PRIVILEGED } },
  });

  test('say nothing by default', () => {
    expect(evaluatePolicy(policy, { object: pod(PRIVILEGED, { annotations }) }).denials).toHaveLength(1);
  });

  test.each([
    ['of the object', deployment({ annotations }, {})],
    ['of the pod template', deployment({}, { annotations })],
  ])('%s lift the control where they are honoured', (_, object) => {
    expect(evaluatePolicy(waivablePolicy, { object }).denials).toEqual([]);
  });

  test('of another control lift nothing', () => {
    const other = { 'waive.tempered/host-pid': annotations['waive.tempered/privileged'] };
    expect(evaluatePolicy(waivablePolicy, { object: pod(PRIVILEGED, { annotations: other }) }).denials).toHaveLength(1);
  });

  test('lift no control that the profile never waives', () => {
    const strict = defineProfile({ name: 'strict', extends: onlyPrivileged, controls: {}, neverWaive: ['privileged'] });
    const [never] = policiesOf(strict, { honourWaivers: true }) as [ValidatingAdmissionPolicy];
    expect(evaluatePolicy(never, { object: pod(PRIVILEGED, { annotations }) }).denials).toHaveLength(1);
  });
});

describe('rules about every object', () => {
  const [labelled] = policiesOf(defineProfile({ name: 'labels', controls: { 'required-labels': 'fail' } })) as [ValidatingAdmissionPolicy];
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web' } };

  test('are asked of what a person makes', () => {
    expect(evaluatePolicy(labelled, { object }).denials).toHaveLength(1);
  });

  test.each(['system:node:node-1', 'system:serviceaccount:kube-system:root-ca-cert-publisher', 'system:kube-controller-manager'])(
    'are not asked of what %s makes',
    (username) => {
      expect(evaluatePolicy(labelled, { object, username }).judged).toBe(false);
    },
  );
});
