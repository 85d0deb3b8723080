import type { Json } from '../../lib/controls/requirement';
import { resource } from '../../lib/engine/resource';
import { CUSTOM_RESOURCES } from '../../test/kubernetes/custom-resources';
import { broken, POLICIES, randomPolicies } from '../istio/emitted-policies';
import { ownApiServer } from '../judges/api-server';
import { define, isDefined, kindOf, saidOf, WITHOUT_DEFINITION } from './definitions';

const server = ownApiServer();

/** All of our constructs; of Istio also shops in which every option is used. */
const JUDGED = [...CUSTOM_RESOURCES, ...POLICIES.map(([name, objects]) => [`policies of Istio ${name}`, objects] as const)]
  .map(([name, objects]) => [name, objects.filter(isDefined)] as const)
  .filter(([, objects]) => objects.length > 0);
const OBJECTS = JUDGED.flatMap(([, objects]) => objects);
const RANDOM = randomPolicies(10).flat();

beforeAll(async () => {
  for (const name of new Set([...OBJECTS, ...RANDOM].flatMap(({ metadata }) => metadata.namespace ?? [])))
    if (name !== 'default') await server.mustCreate({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await define(server, OBJECTS);
});

test('nothing is left to the schemas alone that has a definition', () => {
  const asked = new Set(OBJECTS.map((each) => resource(each).group));
  const left = CUSTOM_RESOURCES.flatMap(([, objects]) => objects.map((each) => resource(each).group)).filter((group) => !asked.has(group));
  expect(new Set(left)).toEqual(new Set(WITHOUT_DEFINITION));
});

test.each(JUDGED)('a real API server accepts and knows every field of %s', async (_, objects) => {
  for (const object of objects) expect(await saidOf(server, object)).toBe('accepted');
});

test('it accepts the policies of random meshes', async () => {
  for (const object of RANDOM) expect(await saidOf(server, object)).toBe('accepted');
});

const ONE_OF_EACH = [...new Map(OBJECTS.map((object) => [kindOf(object), object]))];

describe.each(ONE_OF_EACH)('it refuses a %s', (_, object) => {
  test('with a field that nobody knows', async () => {
    expect(await saidOf(server, { ...object, spec: { ...object.spec, tempered: 'true' } })).toContain('unknown field "spec.tempered"');
  });

  test('whose specification is another thing', async () => {
    expect(await saidOf(server, { ...object, spec: ['none'] })).toMatch(/^\w+ \S+: .*spec/);
  });
});

/** What its publisher asks beyond the shape. */
test.each<[string, (name: string) => boolean, (spec: Json) => Json]>([
  ['a store of two providers', (name) => name.includes(' SecretStore'), (spec) => withProvider(spec, { fake: { data: [] } })],
  ['a store of none', (name) => name.includes(' SecretStore'), (spec) => ({ ...spec, provider: {} })],
  ['a certificate without an issuer', (name) => name.endsWith(' Certificate'), ({ issuerRef, ...spec }) => spec],
  ['a policy of Cilium about nobody', (name) => name.endsWith(' CiliumNetworkPolicy'), ({ endpointSelector, ...spec }) => spec],
  ['a sealed secret of no text', (name) => name.endsWith(' SealedSecret'), (spec) => ({ ...spec, encryptedData: { password: 1 } })],
])('it refuses %s', async (_, is, change) => {
  const [, object] = ONE_OF_EACH.find(([name]) => is(name)) ?? [];
  expect(object).toBeDefined();
  expect(await saidOf(server, { ...object, spec: change(object?.spec) })).not.toMatch(/^accepted/);
});

test.each<[string, string, (spec: Json) => Json]>([
  [
    'ports of mTLS without a workload',
    'PeerAuthentication',
    ({ selector, ...spec }) => ({ ...spec, portLevelMtls: { 80: { mode: 'STRICT' } } }),
  ],
  ['an unknown field', 'AuthorizationPolicy', (spec) => ({ ...spec, rulez: [] })],
  ['a port twice', 'ServiceEntry', (spec) => ({ ...spec, ports: [...spec.ports, ...spec.ports] })],
])('of Istio it refuses %s', async (_, kind, change) => {
  const answers = await Promise.all(broken(kind, change).map((each) => saidOf(server, each)));
  expect(answers.filter((each) => each !== 'accepted')).toEqual([expect.stringContaining(kind)]);
});

function withProvider(spec: Json, another: object): Json {
  return { ...spec, provider: { ...spec.provider, ...another } };
}
