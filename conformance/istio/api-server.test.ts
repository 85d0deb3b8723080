import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { loadAll } from 'js-yaml';
import { isObject, type Json } from '../../lib/controls/requirement';
import { ownApiServer } from '../judges/api-server';
import { judge } from '../judges/installed';
import { broken, POLICIES, randomPolicies } from './emitted-policies';

const KINDS = new Set(['AuthorizationPolicy', 'PeerAuthentication', 'Sidecar', 'ServiceEntry', 'DestinationRule']);

const server = ownApiServer();

/** Istio's own definitions of these kinds, with the rules in CEL that no JSON schema has. */
beforeAll(async () => {
  const file = readFileSync(join(judge('crds'), 'customresourcedefinitions.gen.yaml'), 'utf8');
  const definitions: readonly Json[] = loadAll(file).filter(isObject);
  const wanted = definitions.filter(({ spec }) => KINDS.has(spec.names.kind));
  expect(wanted).toHaveLength(KINDS.size);
  for (const each of wanted) await server.mustCreate(each);
  for (const namespace of ['shop', 'billing'])
    await server.mustCreate({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  // A kind is served a little after its definition is there.
  const [, objects = []] = POLICIES.find(([name]) => name.includes('mTLS')) ?? [];
  for (const object of objects) while ((await saidOf(object)) === undefined) await setTimeout(50);
});

/** What the server says of an object; undefined where it does not know its kind. */
async function saidOf(object: Json): Promise<string | undefined> {
  const { status, body } = await server.create(object, object.metadata.namespace ?? 'shop', { dryRun: true });
  return status === 201 ? 'accepted' : status === 404 ? undefined : `${object.kind} ${object.metadata.name}: ${body.message}`;
}

test.each(POLICIES)('a real API server accepts the policies %s', async (_, objects) => {
  for (const object of objects) expect(await saidOf(object)).toBe('accepted');
});

test('a real API server accepts the policies of random meshes', async () => {
  for (const object of randomPolicies(10).flat()) expect(await saidOf(object)).toBe('accepted');
});

test.each<[string, string, (spec: Json) => Json]>([
  [
    'ports of mTLS without a workload',
    'PeerAuthentication',
    ({ selector, ...spec }) => ({ ...spec, portLevelMtls: { 80: { mode: 'STRICT' } } }),
  ],
  ['an unknown field', 'AuthorizationPolicy', (spec) => ({ ...spec, rulez: [] })],
  ['a port twice', 'ServiceEntry', (spec) => ({ ...spec, ports: [...spec.ports, ...spec.ports] })],
])('it refuses %s', async (_, kind, change) => {
  const answers = await Promise.all(broken(kind, change).map(saidOf));
  expect(answers.filter((each) => each !== 'accepted')).toEqual([expect.stringContaining(kind)]);
});
