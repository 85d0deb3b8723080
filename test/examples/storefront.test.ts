import { Testing } from 'cdk8s';
import { App } from 'tempered/kubernetes';
import { Storefront } from '../../examples/storefront/storefront';
import type { Json } from '../../lib/controls/requirement';
import { audit } from '../../lib/engine/audit';
import { resource } from '../../lib/engine/resource';
import { podSecurityRestricted, restricted } from '../../lib/profiles';
import { reachability } from '../../lib/reachability';

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

test('the storefront has the objects that its constructs stand for', () => {
  expect(manifests.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['Deployment', 'StatefulSet', 'CronJob', 'Ingress', 'PodDisruptionBudget', 'ServiceAccount', 'NetworkPolicy']),
  );
});

test('in the storefront exactly the stated connections are open', () => {
  const pod = (namespace: string, name: string, labels: object): Json => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: { containers: [{ name, image: 'registry.example/other:1' }] },
  });
  const others = [
    pod('ingress-nginx', 'controller', {}),
    pod('kube-system', 'dns', { 'k8s-app': 'kube-dns' }),
    pod('storefront', 'stranger', { app: 'stranger' }),
  ];
  const reach = reachability([...manifests, ...others].map((each) => resource(each)));
  expect(reach.problems).toEqual([]);
  const short = (name: string): string => /storefront-([a-z]+)-c[0-9a-f]{7}$/.exec(name)?.[1] ?? name;
  const ends = [...reach.pods.map(({ name }) => name), '169.254.169.254', '203.0.113.1'];
  const open = reach.pods.flatMap(({ name: own, resource: from }) =>
    others.includes(from?.object ?? {})
      ? []
      : ends.flatMap((other) =>
          ['TCP/8080', 'TCP/5432', 'UDP/53', 'TCP/443'].flatMap((port) => [
            ...(reach.allows(own, other, port).allowed ? [`${short(own)} > ${short(other)} ${port}`] : []),
            ...(reach.allows(other, own, port).allowed ? [`${short(other)} > ${short(own)} ${port}`] : []),
          ]),
        ),
  );
  expect([...new Set(open)].sort()).toEqual(
    [
      'ingress-nginx/Pod/controller > web TCP/8080',
      'web > api TCP/8080',
      'api > database TCP/5432',
      'worker > database TCP/5432',
      'report > database TCP/5432',
      ...['web', 'api', 'worker', 'report', 'database'].map((each) => `${each} > kube-system/Pod/dns UDP/53`),
    ].sort(),
  );
});

test('the storefront as it is applied', () => {
  expect(manifests).toMatchSnapshot();
});
