import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { calico, cidr, type Dialect, fqdn, type IstioProps, istio, kubernetesPolicies, type StatedNetwork } from 'tempered/kubernetes';
import type { Json } from '../../lib/controls/requirement';
import { flow, manifest, namespace, pods, shop, tcp, workload } from '../../test/kubernetes/network/calico/stated-shop';
import { PLAINTEXT, randomMesh } from '../../test/kubernetes/network/istio/random-mesh';
import { judge } from '../judges/installed';
import { SEED } from '../settings';

const folder = mkdtempSync(join(tmpdir(), 'tempered-istioctl-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What `istioctl validate` says, and whether it accepts all of it. */
function validated(objects: readonly Json[]): { readonly accepted: boolean; readonly said: string } {
  const file = join(folder, 'policies.yaml');
  writeFileSync(file, objects.map((each) => JSON.stringify(each)).join('\n---\n'));
  const { status, stdout, stderr } = spawnSync(judge('istioctl'), ['validate', '-f', file], { encoding: 'utf8' });
  return { accepted: status === 0, said: `${stdout}${stderr}` };
}

const ofIstio = ({ apiVersion }: Json): boolean => String(apiVersion).includes('istio.io/');
const emitted = (dialect: Dialect, stated: readonly StatedNetwork[]): readonly Json[] =>
  dialect.policies(stated, 'shop').map(manifest).filter(ofIstio);

const plaintext = { unmeshed: ['monitoring'], plaintextPorts: [8080, 9090] };
const over = kubernetesPolicies({ apiServer: ['10.0.0.1/32'] });
const outward = [
  workload('web', {
    egress: [
      flow(fqdn('api.example.com'), [tcp(443), tcp(80)]),
      flow(fqdn('*.example.net'), [tcp(443)]),
      flow(cidr('203.0.113.0/24'), [tcp(5432)]),
      flow(cidr('0.0.0.0/0', ['10.0.0.0/8']), [tcp(443)]),
      flow(cidr('2001:db8::/32'), [tcp(443)]),
      flow({ kind: 'api-server' }),
      flow(pods('api'), [tcp(8080)]),
      flow(namespace('queues'), [tcp(5672)]),
    ],
    ingress: [flow(pods('api'), [tcp(8080)], [{ method: 'GET', path: '/items/*' }, { path: '/health' }, {}])],
  }),
];

test.each<[string, readonly StatedNetwork[], IstioProps]>([
  ['of a shop', shop, plaintext],
  ['of a shop in an ambient mesh', shop, { ...plaintext, mode: 'ambient' }],
  ['over Calico', shop, { ...plaintext, over: calico() }],
  ['of a namespace that is not known', shop.slice(2).map((each) => ({ ...each, namespace: undefined })), {}],
  ['of what goes outside', outward, {}],
  ['where clients must be told to speak mTLS', [...shop, ...outward], { ...plaintext, autoMtls: false }],
])('istioctl accepts the policies %s', (_, stated, props) => {
  const { accepted, said } = validated(emitted(istio({ over, ...props }), stated));
  expect(said).not.toMatch(/warning/i);
  expect([accepted, said]).toEqual([true, expect.stringContaining('valid')]);
});

test('istioctl accepts the policies of random meshes', () => {
  const meshes = fc.sample(randomMesh(), { numRuns: 100, seed: SEED });
  const { accepted, said } = validated(meshes.flatMap((stated) => emitted(istio({ over, plaintextPorts: PLAINTEXT }), stated)));
  expect([accepted, said]).toEqual([true, expect.stringContaining('valid')]);
});

/** The policies of a shop, with one of a kind changed. */
function broken(kind: string, change: (spec: Json) => Json): readonly Json[] {
  const all = emitted(istio({ over, ...plaintext }), [...shop, ...outward]);
  const index = all.findLastIndex((each) => each.kind === kind);
  if (index === -1) throw new Error(`there is no ${kind}`);
  return all.map((each, at) => (at === index ? { ...each, spec: change(each.spec) } : each));
}

test.each<[string, string, (spec: Json) => Json]>([
  ['an unknown mode of mTLS', 'PeerAuthentication', (spec) => ({ ...spec, mtls: { mode: 'STRIKT' } })],
  [
    'ports of mTLS without a workload',
    'PeerAuthentication',
    ({ selector, ...spec }) => ({ ...spec, portLevelMtls: { 80: { mode: 'STRICT' } } }),
  ],
  ['an unknown action', 'AuthorizationPolicy', (spec) => ({ ...spec, action: 'ALOW' })],
  ['an unknown field', 'AuthorizationPolicy', (spec) => ({ ...spec, rulez: [] })],
  ['a port that is no number', 'AuthorizationPolicy', (spec) => ({ ...spec, rules: [{ to: [{ operation: { ports: ['http'] } }] }] })],
  ['a source that says nothing', 'AuthorizationPolicy', (spec) => ({ ...spec, rules: [{ from: [{ source: {} }] }] })],
  ['a Sidecar without hosts', 'Sidecar', (spec) => ({ ...spec, egress: [{ hosts: [] }] })],
  ['a ServiceEntry of everything', 'ServiceEntry', (spec) => ({ ...spec, hosts: ['*'] })],
])('istioctl refuses %s among them', (_, kind, change) => {
  expect(validated(broken(kind, (spec) => spec)).accepted).toBe(true);
  expect(validated(broken(kind, change)).accepted).toBe(false);
});
