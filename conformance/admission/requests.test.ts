import type { Json } from '../../lib/controls/requirement';
import { defineProfile } from '../../lib/profiles';
import { ownApiServer } from '../judges/api-server';
import { createNamespaces, decisionOf, installPolicies, type PolicedNamespace, warnedControls } from './installed-policies';

const profile = defineProfile({
  name: 'requests',
  controls: { privileged: 'fail', 'host-pid': 'fail', 'host-network': 'warn', 'rolling-update': 'fail' },
  neverWaive: ['host-pid'],
});
const DENYING: PolicedNamespace = { namespace: 'requests', prefix: 'requests', profile };
const HONOURING: PolicedNamespace = { namespace: 'waived', prefix: 'waived', profile, options: { honourWaivers: true } };
const AUDITING: PolicedNamespace = { namespace: 'audited', prefix: 'audited', profile, options: { action: 'audit' } };

const labels = { app: 'web' };
const SAFE = { containers: [{ name: 'web', image: 'registry.example/web:1.0.0' }] };
const PRIVILEGED = { containers: [{ name: 'web', image: 'registry.example/web:1.0.0', securityContext: { privileged: true } }] };
const HOST_PID = { ...SAFE, hostPID: true };
const WAIVER = { 'waive.tempered/privileged': '{"reason":"a node agent","expires":"2099-12-31"}' };

const pod = (name: string, spec: Json, metadata: Json = {}): Json => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, ...metadata },
  spec,
});
const deployment = (name: string, spec: Json, more: Json = {}): Json => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec }, ...more },
});

const server = ownApiServer();
/** What was there before the policies. */
const before: Record<'deployment' | 'pod' | 'finalized' | 'waived', Json> = { deployment: {}, pod: {}, finalized: {}, waived: {} };

beforeAll(async () => {
  await createNamespaces(
    server,
    [DENYING, HONOURING, AUDITING].map(({ namespace }) => namespace),
  );
  before.deployment = await server.mustCreate(deployment('old', PRIVILEGED), DENYING.namespace);
  before.pod = await server.mustCreate(pod('old', PRIVILEGED), DENYING.namespace);
  before.finalized = await server.mustCreate(pod('finalized', PRIVILEGED, { finalizers: ['example.org/wait'] }), DENYING.namespace);
  before.waived = await server.mustCreate(pod('waived', PRIVILEGED, { annotations: WAIVER }), HONOURING.namespace);
  await installPolicies(server, [DENYING, HONOURING, AUDITING]);
});

async function create(object: Json, where: PolicedNamespace = DENYING) {
  const answer = await server.create(object, where.namespace, { dryRun: true });
  return { ...answer, decision: decisionOf(answer, where) };
}
async function replace(object: Json, subresource = '') {
  const answer = await server.replace(object, DENYING.namespace, { subresource, dryRun: true });
  return { ...answer, decision: decisionOf(answer, DENYING) };
}

test('a refusal names the control, the containers and the fix', async () => {
  const { decision, body } = await create(pod('new', PRIVILEGED));
  expect(decision).toBe('refused by the policy');
  expect(body.message).toMatch(
    /denied request: privileged \(web\): .*Fix: set spec\.containers\[\*\]\.securityContext\.privileged to false/,
  );
});

test('a pod that a controller made is judged like any other', async () => {
  const ownerReferences = [
    { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: '3f2a86c5-6a3e-4d0a-9f0e-1f4b7a1c2d3e', controller: true },
  ];
  expect(await create(pod('owned', PRIVILEGED, { ownerReferences }))).toMatchObject({ decision: 'refused by the policy' });
  expect(await create(pod('owned', SAFE, { ownerReferences }))).toMatchObject({ decision: 'admitted' });
});

test('advice warns, and does not refuse', async () => {
  const answer = await create(pod('new', { ...SAFE, hostNetwork: true }));
  expect({ decision: answer.decision, warned: warnedControls(answer) }).toEqual({ decision: 'admitted', warned: ['host-network'] });
});

test('a container added to a running pod for debugging is judged', async () => {
  const running = await server.mustCreate(pod('running', SAFE), DENYING.namespace);
  const debugger_ = (securityContext: object) => ({
    ...running,
    spec: { ...running.spec, ephemeralContainers: [{ name: 'debug', image: 'registry.example/debug:1.0.0', securityContext }] },
  });
  expect(await replace(debugger_({ privileged: true }), 'ephemeralcontainers')).toMatchObject({ decision: 'refused by the policy' });
  expect(await replace(debugger_({}), 'ephemeralcontainers')).toMatchObject({ decision: 'admitted' });
});

describe('what was there before the policy', () => {
  test('can be labelled and scaled', async () => {
    const { metadata, spec } = before.deployment;
    expect(await replace({ ...before.deployment, metadata: { ...metadata, labels: { team: 'shop' } } })).toMatchObject({
      decision: 'admitted',
    });
    expect(await replace({ ...before.deployment, spec: { ...spec, replicas: 5 } })).toMatchObject({ decision: 'admitted' });
    expect(await replace({ ...before.pod, metadata: { ...before.pod.metadata, labels: { team: 'shop' } } })).toMatchObject({
      decision: 'admitted',
    });
  });

  test('is judged as soon as its pods change', async () => {
    const { spec } = before.deployment;
    const [container] = spec.template.spec.containers;
    const changed = (next: Json) =>
      replace({ ...before.deployment, spec: { ...spec, template: { ...spec.template, spec: { ...spec.template.spec, ...next } } } });
    expect(await changed({ containers: [{ ...container, image: 'registry.example/web:2.0.0' }] })).toMatchObject({
      decision: 'refused by the policy',
    });
    expect(await changed({ containers: [{ ...container, securityContext: {} }] })).toMatchObject({ decision: 'admitted' });
  });

  test('can be deleted, its finalizers last', async () => {
    await server.delete(before.finalized, DENYING.namespace);
    const { body } = await server.get(before.finalized, DENYING.namespace);
    expect(body.metadata.deletionTimestamp).toBeDefined();
    expect(await replace({ ...body, metadata: { ...body.metadata, finalizers: [] } })).toMatchObject({ decision: 'admitted' });
  });
});

test('rules about a kind are asked of that kind', async () => {
  expect(await create(deployment('new', SAFE, { strategy: { type: 'Recreate' } }))).toMatchObject({ decision: 'refused by the policy' });
  expect(await create(deployment('new', SAFE))).toMatchObject({ decision: 'admitted' });
});

describe('a waiver', () => {
  const annotations = WAIVER;

  test('says nothing to policies, by default', async () => {
    expect(await create(pod('new', PRIVILEGED, { annotations }))).toMatchObject({ decision: 'refused by the policy' });
  });

  test('lifts its own control where waivers are honoured', async () => {
    expect(await create(pod('new', PRIVILEGED, { annotations }), HONOURING)).toMatchObject({ decision: 'admitted' });
    expect(await create(pod('new', PRIVILEGED), HONOURING)).toMatchObject({ decision: 'refused by the policy' });
    expect(await create(pod('new', HOST_PID, { annotations }), HONOURING)).toMatchObject({ decision: 'refused by the policy' });
  });

  test('lifts no control that the profile never waives', async () => {
    const refused = { 'waive.tempered/host-pid': '{"reason":"a node agent","expires":"2099-12-31"}' };
    expect(await create(pod('new', HOST_PID, { annotations: refused }), HONOURING)).toMatchObject({ decision: 'refused by the policy' });
  });

  test('cannot be taken away from what needs it', async () => {
    const bare = { ...before.waived, metadata: { ...before.waived.metadata, annotations: {} } };
    const answer = await server.replace(bare, HONOURING.namespace, { dryRun: true });
    expect(decisionOf(answer, HONOURING)).toBe('refused by the policy');
  });
});

test('a policy that only audits lets everything pass', async () => {
  expect(await create(pod('new', PRIVILEGED), AUDITING)).toMatchObject({ decision: 'admitted', warnings: [] });
});
