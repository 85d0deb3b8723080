import type { Json } from '../../../lib/controls/requirement';
import { UNKNOWN } from '../../../lib/controls/requirement';
import { serviceExample } from '../../../lib/controls/service/service-example';
import { workloadExample } from '../../../lib/controls/workload/workload-examples';
import { audit } from '../../../lib/engine/audit';
import { resource } from '../../../lib/engine/resource';
import { findingsIn, only, placesOf } from '../workload/findings';

const service = (spec: Json = {}, metadata: Json = {}): Json => serviceExample(spec, { namespace: 'shop', ...metadata });
const web = (pod: Json = {}, more: Json = {}): Json => workloadExample({ namespace: 'shop', pod, ...more });
const places = (...objects: readonly Json[]) => placesOf(findingsIn('dangling-service', objects));
const listening = (...ports: readonly Json[]): Json => ({ containers: [{ name: 'web', ports }] });

describe('the pods of a Service', () => {
  test('are those of any kind of workload of its namespace', () => {
    expect(places(service(), web())).toEqual([]);
    expect(places(service(), web({}, { kind: 'StatefulSet' }))).toEqual([]);
    expect(places(service(), workloadExample({ namespace: 'api' }))).toEqual(['Service web spec.selector']);
  });

  test('must have every label of the selector', () => {
    expect(places(service({ selector: { app: 'web', tier: 'front' } }), web())).toEqual(['Service web spec.selector']);
    expect(places(service({ selector: { app: 'web', tier: 'front' } }), web({}, { podLabels: { app: 'web', tier: 'front' } }))).toEqual([]);
  });

  test('need the port in one of them, when several are selected', () => {
    const two = (first: number, second: number) => [
      web(listening({ containerPort: first })),
      web(listening({ containerPort: second }), { name: 'canary' }),
    ];
    expect(places(service(), ...two(8080, 9090))).toEqual([]);
    expect(places(service(), ...two(7070, 9090))).toEqual(['Service web spec.ports.0.targetPort']);
  });

  test('must have a port by its name and protocol', () => {
    const named = (port: Json) => places(service({ ports: [{ port: 53, targetPort: 'dns', protocol: 'UDP' }] }), web(listening(port)));
    expect(named({ containerPort: 53, name: 'dns', protocol: 'UDP' })).toEqual([]);
    expect(named({ containerPort: 53, name: 'dns' })).toEqual(['Service web spec.ports.0.targetPort']);
  });

  test('may have it in a sidecar, not in a container that ends before', () => {
    const pod = (init: Json): Json => ({
      initContainers: [{ name: 'proxy', ports: [{ containerPort: 8080 }], ...init }],
      containers: [{ name: 'web', ports: [{ containerPort: 9090 }] }],
    });
    expect(places(service(), web(pod({ restartPolicy: 'Always' })))).toEqual([]);
    expect(places(service(), web(pod({})))).toEqual(['Service web spec.ports.0.targetPort']);
  });

  test('are not known where an operator makes them, and where nothing was read', () => {
    const operated = { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', metadata: { name: 'db', namespace: 'shop' } };
    const toDb = service({ selector: { 'cnpg.io/cluster': 'db' } });
    expect(places(toDb, web())).toEqual(['Service web spec.selector']);
    expect(places(toDb, web(), operated)).toEqual([]);
    expect(places(toDb)).toEqual([]);
  });
});

describe('a load balancer', () => {
  const asked = (spec: Json, annotations: Json = {}) =>
    findingsIn('load-balancer-service', [service({ type: 'LoadBalancer', ...spec }, { annotations })]).length;

  test.each([
    ['service.beta.kubernetes.io/aws-load-balancer-scheme', 'internal', 'internet-facing'],
    ['service.beta.kubernetes.io/azure-load-balancer-internal', 'true', 'false'],
    ['networking.gke.io/load-balancer-type', 'Internal', 'External'],
    ['service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type', 'private', 'public'],
    ['service.beta.kubernetes.io/do-loadbalancer-network', 'INTERNAL', 'EXTERNAL'],
    ['service.kubernetes.io/qcloud-loadbalancer-internal-subnetid', 'subnet-1', ''],
  ])('is internal by %s: %s, and open by %j', (key, internal, open) => {
    expect([asked({}, { [key]: internal }), asked({}, { [key]: open })]).toEqual([0, 1]);
  });

  test.each([
    [['203.0.113.0/24'], 0],
    [['203.0.113.0/24', '0.0.0.0/0'], 1],
    [['0.0.0.0/1', '128.0.0.0/1'], 1],
    [['::/0'], 1],
    [[], 1],
  ])('for %j is open to everybody: %i', (loadBalancerSourceRanges, findings) => {
    expect(asked({ loadBalancerSourceRanges })).toBe(findings);
  });

  test('whose ranges are not known yet is no pass', () => {
    const object = service({ type: 'LoadBalancer', loadBalancerSourceRanges: UNKNOWN });
    expect(audit([resource(object)], { profile: only('load-balancer-service') }).findings).toMatchObject([{ verdict: 'unknown' }]);
  });
});

test('a name of the cluster leads out of its namespace only where that is known', () => {
  const external = (externalName: string, metadata: Json): Json => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'db', ...metadata },
    spec: { type: 'ExternalName', externalName },
  });
  const asked = (name: string, metadata: Json) => findingsIn('external-name-service', [external(name, metadata)]).length;
  expect(asked('db.shop.svc.cluster.local', { namespace: 'shop' })).toBe(0);
  expect(asked('db.workshop.svc.cluster.local', { namespace: 'shop' })).toBe(1);
  expect(asked('db.workshop.svc.cluster.local', {})).toBe(0);
});

test('a Service of whatever shape is judged as far as it can be', () => {
  for (const spec of ['ClusterIP', [], { ports: 'all', selector: ['web'] }])
    for (const control of ['dangling-service', 'service-ssh-port', 'load-balancer-service', 'node-port-service'] as const)
      expect(findingsIn(control, [{ ...service(), spec } as Json, web()])).toEqual([]);
});
