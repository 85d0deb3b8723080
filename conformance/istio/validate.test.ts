import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '../../lib/controls/requirement';
import { judge } from '../judges/installed';
import { broken, POLICIES, randomPolicies } from './emitted-policies';

const folder = mkdtempSync(join(tmpdir(), 'tempered-istioctl-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What `istioctl validate` says, and whether it accepts all of it. */
function validated(objects: readonly Json[]): { readonly accepted: boolean; readonly said: string } {
  const file = join(folder, 'policies.yaml');
  writeFileSync(file, objects.map((each) => JSON.stringify(each)).join('\n---\n'));
  const { status, stdout, stderr } = spawnSync(judge('istioctl'), ['validate', '-f', file], { encoding: 'utf8' });
  return { accepted: status === 0, said: `${stdout}${stderr}` };
}

test.each(POLICIES)('istioctl accepts the policies %s', (_, objects) => {
  const { accepted, said } = validated(objects);
  expect(said).not.toMatch(/warning/i);
  expect([accepted, said]).toEqual([true, expect.stringContaining('valid')]);
});

test('istioctl accepts the policies of random meshes', () => {
  const { accepted, said } = validated(randomPolicies(100).flat());
  expect([accepted, said]).toEqual([true, expect.stringContaining('valid')]);
});

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
