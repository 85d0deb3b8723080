import { Chart } from 'cdk8s';
import {
  App,
  calico,
  cidr,
  cilium,
  Deployment,
  type Dialect,
  ingressController,
  isolate,
  istio,
  kubernetesPolicies,
  linkerd,
  restricted,
} from 'tempered/kubernetes';
import type { Json } from '../../../lib/controls/requirement';
import { audit } from '../../../lib/engine/audit';
import { resource } from '../../../lib/engine/resource';
import { schemaErrors } from '../crd-schema';
import { IMAGE } from '../rendered';

const dialects: readonly Dialect[] = [
  kubernetesPolicies(),
  cilium(),
  calico(),
  istio(),
  istio({ over: cilium() }),
  linkerd(),
  linkerd({ over: calico() }),
];

describe.each(dialects.map((dialect) => [dialect.name, dialect] as const))('a shop that is isolated with %s', (_, dialect) => {
  const app = new App();
  isolate(app, { dialect });
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const bank = new Chart(app, 'bank', { namespace: 'bank' });
  const containers = [{ image: IMAGE, portNumber: 8080 }];
  const web = new Deployment(shop, 'web', { containers });
  const ledger = new Deployment(bank, 'ledger', { containers });
  web.connections.allowFrom(ingressController({ namespace: 'traefik' }));
  web.connections.allowTo(ledger, { port: 8080 });
  ledger.connections.allowTo(cidr('203.0.113.0/24'), { port: 443 });
  const manifests: readonly Json[] = app.charts.flatMap((chart) => chart.toJson());
  const identity = ({ apiVersion, kind, metadata }: Json): string =>
    [apiVersion, kind, metadata.namespace, metadata.name].filter((part) => part !== undefined).join(' ');

  test('emits nothing that its schema does not allow', () => {
    const custom = manifests.filter(({ apiVersion }) => /istio\.io|linkerd\.io|cilium\.io|projectcalico\.org/.test(apiVersion));
    expect(custom.flatMap((each) => schemaErrors(each).map((error) => `${identity(each)} ${error}`))).toEqual([]);
  });

  test('emits no object twice, and puts each policy into the namespace of what it is about', () => {
    expect(new Set(manifests.map(identity)).size).toBe(manifests.length);
    for (const { kind, metadata } of manifests.filter(({ kind }) => kind !== 'GlobalNetworkPolicy'))
      expect([kind, metadata.name, metadata.namespace]).toEqual([kind, metadata.name, metadata.name.includes('bank') ? 'bank' : 'shop']);
  });

  test('leaves the audit nothing to say of the network', () => {
    const { findings } = audit(
      manifests.map((each) => resource(each)),
      { profile: restricted, today: '2026-01-01' },
    );
    // Of the probes the example says nothing.
    expect(findings.filter(({ control }) => !control.endsWith('-probe'))).toEqual([]);
  });
});
