import {
  IN_ISTIO,
  IN_LINKERD,
  istioAuthorization,
  linkerdAuthorization,
  linkerdServer,
  serverAuthorization,
} from '../../../lib/controls/network/mesh-examples';
import type { Json } from '../../../lib/controls/requirement';
import { serviceExample } from '../../../lib/controls/service/service-example';
import { workloadExample } from '../../../lib/controls/workload/workload-examples';
import { harden } from '../../../lib/engine/harden';
import { resource } from '../../../lib/engine/resource';
import { findingsIn, only, placesOf } from '../workload/findings';

const web = workloadExample({ namespace: 'shop' });
const BY_NAME = [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/api'] } }] }];
const TLS = [{ group: 'policy.linkerd.io', kind: 'MeshTLSAuthentication', name: 'api' }];
const NOBODY = ['Deployment web spec.template.metadata.labels'];
const asked = (...objects: readonly Json[]) => placesOf(findingsIn('mesh-authorization', [web, ...objects]));
const namespace = (labels: Json): Json => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } });

describe('a namespace is in a mesh', () => {
  test.each([
    [{ 'istio-injection': 'enabled' }, true],
    [{ 'istio.io/rev': 'stable' }, true],
    [{ 'istio.io/dataplane-mode': 'ambient' }, true],
    [{ 'istio-injection': 'disabled', 'istio.io/rev': 'stable' }, false],
    [{ 'istio.io/dataplane-mode': 'none' }, false],
    [{}, false],
  ])('with the labels %j: %s', (labels, isMeshed) => {
    expect(asked(namespace(labels))).toEqual(isMeshed ? NOBODY : []);
  });
});

describe('calls are authorized in Istio', () => {
  test('by a policy of the namespace or of the root namespace, which may be another one', () => {
    expect(asked(IN_ISTIO, istioAuthorization({ rules: BY_NAME }, 'edge'))).toEqual(NOBODY);
    expect(asked(IN_ISTIO, istioAuthorization({ rules: BY_NAME }, 'istio-system'))).toEqual([]);
    const objects = [web, IN_ISTIO, istioAuthorization({ rules: BY_NAME }, 'mesh')];
    expect(findingsIn('mesh-authorization', objects, { parameters: { rootNamespace: 'mesh' } })).toEqual([]);
  });

  test('by a policy for a Service that selects the pod', () => {
    const policy = istioAuthorization({ targetRefs: [{ kind: 'Service', group: '', name: 'web' }], rules: BY_NAME });
    expect(asked(IN_ISTIO, policy)).toEqual(NOBODY);
    expect(asked(IN_ISTIO, policy, serviceExample({}, { namespace: 'shop' }))).toEqual([]);
    expect(asked(IN_ISTIO, policy, serviceExample({ selector: { app: 'api' } }, { namespace: 'shop' }))).toEqual(NOBODY);
  });

  test('not by one for a gateway', () => {
    const targetRefs = [{ kind: 'Gateway', group: 'gateway.networking.k8s.io', name: 'web' }];
    expect(asked(IN_ISTIO, istioAuthorization({ targetRefs, rules: BY_NAME }))).toEqual(NOBODY);
  });
});

describe('calls are authorized in Linkerd', () => {
  test('by a policy for a route that belongs to a Server of the pod', () => {
    const route = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { parentRefs: [{ group: 'policy.linkerd.io', kind: 'Server', name: 'web' }] },
    };
    const policy = linkerdAuthorization('HTTPRoute', TLS);
    expect(asked(IN_LINKERD, linkerdServer(), policy)).toEqual(NOBODY);
    expect(asked(IN_LINKERD, linkerdServer(), policy, route)).toEqual([]);
    expect(asked(IN_LINKERD, policy, route)).toEqual(NOBODY);
  });

  test('by the older form, which may select Servers by their labels', () => {
    const client = { meshTLS: { identities: ['*'] } };
    const bySelector = (part: string) => serverAuthorization(client, { selector: { matchLabels: { part } } });
    expect(asked(IN_LINKERD, linkerdServer(), bySelector('front'))).toEqual([]);
    expect(asked(IN_LINKERD, linkerdServer(), bySelector('back'))).toEqual(NOBODY);
  });

  test('where nobody is let in by default', () => {
    const annotations = { 'linkerd.io/inject': 'enabled', 'config.linkerd.io/default-inbound-policy': 'deny' };
    expect(asked({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', annotations } })).toEqual([]);
  });
});

describe('a bypass', () => {
  const out = workloadExample({ namespace: 'shop', podLabels: { app: 'web', 'sidecar.istio.io/inject': 'false' } });

  test('is none where the namespace is in no mesh', () => {
    expect(placesOf(findingsIn('mesh-injection-bypass', [out, IN_ISTIO]))).toEqual([
      'Deployment web spec.template.metadata.labels.sidecar.istio.io/inject',
    ]);
    expect(findingsIn('mesh-injection-bypass', [out, namespace({})])).toEqual([]);
  });

  test('by an annotation is none where the label says otherwise', () => {
    const both = (label: string): Json => {
      const object = structuredClone(workloadExample({ namespace: 'shop', podLabels: { app: 'web', 'sidecar.istio.io/inject': label } }));
      object.spec.template.metadata.annotations = { 'sidecar.istio.io/inject': 'false' };
      return object;
    };
    expect(findingsIn('mesh-injection-bypass', [both('true')])).toEqual([]);
    expect(findingsIn('mesh-injection-bypass', [both('false')])).toHaveLength(1);
  });
});

describe('hardening of mutual TLS', () => {
  const peers = (spec: Json): Json => ({ apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata: { name: 'web' }, spec });
  const hardened = (object: Json, override: boolean) =>
    harden(resource(object), { profile: only('mesh-strict-mtls'), override }).resource.object.spec;

  test('cuts off nobody where nothing is written', () => {
    expect(hardened(peers({}), false)).toEqual({});
    expect(hardened(peers({}), true)).toEqual({});
  });

  test('replaces what is written where that may be changed', () => {
    const spec = { mtls: { mode: 'PERMISSIVE' }, selector: { matchLabels: { app: 'web' } }, portLevelMtls: { 80: { mode: 'DISABLE' } } };
    expect(hardened(peers(spec), false)).toEqual(spec);
    expect(hardened(peers(spec), true)).toEqual({ ...spec, mtls: { mode: 'STRICT' }, portLevelMtls: { 80: { mode: 'STRICT' } } });
  });

  test('takes out a TLS of a client that is switched off, so that the proxy finds out by itself', () => {
    const rule = { host: 'web', trafficPolicy: { tls: { mode: 'DISABLE' }, portLevelSettings: [{ port: { number: 80 }, tls: {} }] } };
    const object = { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: { name: 'web' }, spec: rule };
    expect(hardened(object, true)).toEqual({ host: 'web', trafficPolicy: { portLevelSettings: [{ port: { number: 80 } }] } });
  });
});
