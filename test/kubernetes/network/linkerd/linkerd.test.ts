import * as fc from 'fast-check';
import type { Json } from '../../../../lib/controls/requirement';
import type { Dialect } from '../../../../lib/kubernetes/network/dialect';
import { type LinkerdProps, linkerd } from '../../../../lib/kubernetes/network/linkerd';
import type { Flow, StatedNetwork } from '../../../../lib/kubernetes/network/stated-network';
import { schemaErrors } from '../../crd-schema';
import { failureOf } from '../../rendered';
import { flow, labels, manifest, namespace, namespacesOf, pods, shop, tcp, workload } from '../calico/stated-shop';
import { isStated, PLAINTEXT, questionsTo, randomMesh } from '../istio/random-mesh';
import { linkerdAllows } from './mesh';

/** A network plugin that only remembers what it is asked. */
function plugin(): Dialect & { readonly asked: StatedNetwork[] } {
  const asked: StatedNetwork[] = [];
  return {
    asked,
    name: 'plugin',
    http: [],
    inexpressible: ({ peer }) => (peer.kind === 'fqdn' ? { wrong: 'is of names', hint: 'none' } : undefined),
    policies: (stated) => {
      asked.push(...stated);
      return [];
    },
  };
}

const made = (stated: readonly StatedNetwork[], props: LinkerdProps = {}): readonly Json[] =>
  linkerd({ over: plugin(), ...props })
    .policies(stated, 'shop', namespacesOf(stated))
    .map(manifest);
const specs = (all: readonly Json[], kind: string): readonly Json[] => all.filter((each) => each.kind === kind).map(({ spec }) => spec);
const said = (props: LinkerdProps, each: Flow, direction: 'ingress' | 'egress' = 'ingress'): string =>
  linkerd({ over: plugin(), ...props }).inexpressible(each, direction)?.wrong ?? 'said';

test.each<[string, readonly StatedNetwork[], LinkerdProps]>([
  ['of a shop', shop, { unmeshed: ['monitoring'], plaintextPorts: [8080, 9090] }],
  ['of a namespace that is not known', shop.slice(2).map((each) => ({ ...each, namespace: undefined })), {}],
])('the objects %s are what the schemas say', (_, stated, props) => {
  const all = linkerd({ over: plugin(), ...props }).policies(stated, 'shop', namespacesOf(stated));
  expect(all.map(manifest).flatMap(schemaErrors)).toEqual([]);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(new Set(all.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).size).toBe(all.length);
  expect(all.length).toBeGreaterThan(0);
});

test('whatever flows are stated, the mesh lets exactly these through, and no port that is not declared', () => {
  fc.assert(
    fc.property(randomMesh({ http: false }), (stated) => {
      const all = made(stated, { plaintextPorts: PLAINTEXT });
      for (const one of stated) {
        const declared = new Set(one.ports.map(({ port }) => port));
        for (const question of questionsTo(one)) {
          const expected = declared.has(question.port) && isStated(one, question);
          if (linkerdAllows(all, question) !== expected)
            throw new Error(`${JSON.stringify(question)} should be ${expected ? 'let through' : 'refused'}`);
        }
      }
    }),
    { numRuns: 15 },
  );
});

test('a workload that states nothing has a Server for each port, which lets in nobody', () => {
  const all = made([workload('web', { ports: [tcp(8080), { protocol: 'UDP', port: 53 }] })]);
  expect(all.map(({ kind, metadata, spec }) => [kind, metadata, spec])).toEqual([
    [
      'Server',
      { name: 'web-8080', namespace: 'shop' },
      { podSelector: { matchLabels: { app: 'web' } }, port: 8080, proxyProtocol: 'unknown', accessPolicy: 'deny' },
    ],
  ]);
});

test('protocols that the proxy must not try to tell are left alone', () => {
  const protocols = (props: LinkerdProps): Json =>
    Object.fromEntries(
      specs(made([workload('db', { ports: [tcp(5432), tcp(8080), tcp(9000)] })], props), 'Server').map(({ port, proxyProtocol }) => [
        port,
        proxyProtocol,
      ]),
    );
  expect(protocols({})).toEqual({ 5432: 'opaque', 8080: 'unknown', 9000: 'unknown' });
  expect(protocols({ opaquePorts: [9000] })).toEqual({ 5432: 'unknown', 8080: 'unknown', 9000: 'opaque' });
});

test('accounts, namespaces and networks are alternatives, never requirements of one policy', () => {
  const world = flow({ kind: 'cidr', cidr: '203.0.113.0/24', except: ['203.0.113.128/25'] }, [tcp(8080)]);
  const all = made([workload('web', { ingress: [flow(pods('api'), [tcp(8080)]), flow(namespace('ingress'), [tcp(8080)]), world] })], {
    plaintextPorts: [8080],
  });
  expect(
    specs(all, 'AuthorizationPolicy').map(({ requiredAuthenticationRefs }) => requiredAuthenticationRefs.map(({ kind }: Json) => kind)),
  ).toEqual([['MeshTLSAuthentication'], ['MeshTLSAuthentication'], ['NetworkAuthentication']]);
  expect(all.flatMap(schemaErrors)).toEqual([]);
  expect(specs(all, 'NetworkAuthentication')).toEqual([{ networks: [{ cidr: '203.0.113.0/24', except: ['203.0.113.128/25'] }] }]);
});

describe('who comes in', () => {
  const identities = (ingress: readonly Flow[], more: Partial<StatedNetwork> = {}, props: LinkerdProps = {}): Json =>
    specs(made([workload('web', { ingress, ...more })], props), 'MeshTLSAuthentication')[0] ?? {};

  test('is known by account, once', () => {
    expect(identities([flow(pods('api')), flow(pods('api'), [tcp(8080)])])).toEqual({
      identityRefs: [{ kind: 'ServiceAccount', name: 'api', namespace: 'shop' }],
    });
  });

  test('is known by namespace where no workload is named, in the trust domain of the mesh', () => {
    expect(identities([flow(namespace('ingress'))], {}, { controlPlane: 'mesh', trustDomain: 'shop.example' })).toEqual({
      identities: ['*.ingress.serviceaccount.identity.mesh.shop.example'],
    });
  });

  test('is in the namespace of the object where it is not known', () => {
    const own = pods('api', { namespaceNames: undefined });
    expect(identities([flow(own)], { namespace: undefined })).toEqual({ identityRefs: [{ kind: 'ServiceAccount', name: 'api' }] });
    const all = { ...own, serviceAccount: undefined };
    expect(failureOf(() => identities([flow(all)], { namespace: undefined }))).toContain('shop/web: a flow into it is from shop/api');
  });

  test('and is told by nothing is an error', () => {
    const peer = pods('', { name: 'team x', namespaces: labels({ team: 'x' }), namespaceNames: undefined, serviceAccount: undefined });
    expect(said({}, flow(peer))).toContain('is from team x, and Linkerd knows pods by their account and namespace');
  });

  test('without an identity comes in only where plaintext is allowed', () => {
    const props = { unmeshed: ['monitoring'] };
    for (const each of [flow({ kind: 'api-server' }, [tcp(8080)]), flow(namespace('monitoring'), [tcp(8080)])]) {
      expect(said(props, each)).toContain('which has no identity of the mesh, to 8080');
      expect(said({ ...props, plaintextPorts: [8080] }, each)).toBe('said');
      expect(specs(made([workload('web', { ingress: [each] })], props), 'NetworkAuthentication')).toEqual([
        { networks: [{ cidr: '0.0.0.0/0' }, { cidr: '::/0' }] },
      ]);
    }
  });

  test('over UDP is left to the plugin', () => {
    const dns = flow({ kind: 'cidr', cidr: '203.0.113.0/24', except: [] }, [{ protocol: 'UDP', port: 53 }]);
    expect(said({}, dns)).toBe('said');
    expect(made([workload('web', { ingress: [dns] })]).map(({ kind }) => kind)).toEqual(['Server']);
  });
});

test('every port, or a range, comes to the ports that are declared; none is an error with its path', () => {
  const servers = (ports: Flow['ports'], declared = [tcp(80), tcp(8080)]): readonly number[] =>
    specs(made([workload('web', { ports: declared, ingress: [flow(pods('api'), ports)] })]), 'Server').map(({ port }) => port);
  expect(servers(undefined)).toEqual([80, 8080]);
  expect(servers([tcp(79, 90)])).toEqual([80, 8080]);
  expect(servers([tcp(9000)])).toEqual([80, 8080, 9000]);
  expect(failureOf(() => servers([tcp(9000, 9010)]))).toContain('shop/web: a flow into it from shop/api names no port');
  expect(failureOf(() => servers(undefined, []))).toContain('names no port that its containers declare');
});

test('a selector has labels or expressions, as Linkerd wants it', () => {
  const selected = { labels: { app: 'web' }, expressions: [{ key: 'track', operator: 'Exists', values: [] }] } as const;
  expect(specs(made([workload('web', { pods: selected })]), 'Server')[0]?.podSelector).toEqual({
    matchExpressions: [
      { key: 'app', operator: 'In', values: ['web'] },
      { key: 'track', operator: 'Exists' },
    ],
  });
});

describe('the plugin underneath', () => {
  const portsOf = ({ ports }: Flow): readonly number[] | undefined => ports?.map(({ port }) => port);

  test('lets every proxy reach the control plane, and proxies reach each other', () => {
    const over = plugin();
    const stated = workload('web', {
      egress: [flow(pods('api'), [tcp(8080)]), flow({ kind: 'cidr', cidr: '203.0.113.0/24', except: [] }, [tcp(443)])],
      ingress: [flow(pods('api'), [tcp(80)]), flow(namespace('traefik'), [tcp(80)])],
    });
    linkerd({ over, unmeshed: ['traefik'] }).policies([stated], 'shop', namespacesOf([stated]));
    const [web] = over.asked;
    expect(web?.egress.slice(0, 2).map(({ peer, ports }) => [peer.kind === 'pods' && peer.pods.labels, ports])).toEqual([
      [{ 'linkerd.io/control-plane-component': 'destination' }, [tcp(8086), tcp(8090)]],
      [{ 'linkerd.io/control-plane-component': 'identity' }, [tcp(8080)]],
    ]);
    expect(web?.egress.slice(2).map(portsOf)).toEqual([[8080, 4143], [443]]);
    expect(web?.ingress.map(portsOf)).toEqual([[80, 4143], [80]]);
  });

  test('may have no words for a flow, and none of HTTP are taken', () => {
    expect(said({}, flow({ kind: 'fqdn', fqdn: 'api.example.com' }, [tcp(443)]), 'egress')).toBe('is of names');
    expect(linkerd().http).toEqual([]);
    expect(linkerd().name).toBe('Linkerd over NetworkPolicy');
  });
});

test.each<[LinkerdProps, string]>([
  [{ trustDomain: '*' }, '"*" is no trust domain'],
  [{ controlPlane: 'Mesh' }, 'no name of a namespace'],
  [{ unmeshed: ['a.b'] }, 'no name of a namespace'],
  [{ plaintextPorts: [0] }, '0 is no port'],
  [{ apiServer: ['10.0.0.1'] }, 'no block of addresses'],
  [{ opaquePorts: [70_000] }, '70000 is no port'],
  [{ over: linkerd() }, 'it stands over Linkerd over NetworkPolicy'],
])('a setting that no cluster can have is an error: %j', (props, wrong) => {
  expect(failureOf(() => linkerd(props))).toContain('linkerd(): ');
  expect(failureOf(() => linkerd(props))).toContain(wrong);
});
