import { Testing } from 'cdk8s';
import { App } from 'tempered/kubernetes';
import { Storefront } from '../../examples/storefront/storefront';
import { audit } from '../../lib/engine/audit';
import { resource } from '../../lib/engine/resource';
import { podSecurityRestricted, restricted } from '../../lib/profiles';

const manifests = Testing.synth(new Storefront(new App(), 'storefront', { namespace: 'storefront' }));
const resources = manifests.map((each) => resource(each));
const today = '2026-01-01';

test('the storefront passes everything that Pod Security restricted asks', () => {
  const { findings, controls } = audit(resources, { profile: podSecurityRestricted, today });
  expect(findings).toEqual([]);
  expect(controls.passed).toBeGreaterThan(15);
});

test('the storefront has no finding under the default profile; its one waiver is listed', () => {
  const { findings, waived, waiverProblems, controls } = audit(resources, { profile: restricted, today });
  expect(findings).toEqual([]);
  expect(waived.map(({ finding, waiver }) => [finding.control, waiver.ticket])).toEqual([['minimum-replicas', 'SHOP-208']]);
  expect(waiverProblems).toEqual([]);
  expect(controls).toMatchObject({ failed: 0, unknown: 0 });
});

test('the storefront has the connections that it states', () => {
  const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
  expect(policies.length).toBeGreaterThan(0);
  expect(manifests.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['Deployment', 'StatefulSet', 'CronJob', 'Ingress', 'PodDisruptionBudget', 'ServiceAccount']),
  );
});

test('the storefront as it is applied', () => {
  expect(manifests).toMatchSnapshot();
});
