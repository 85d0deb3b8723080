import * as fc from 'fast-check';
import type { Json } from '../../../../lib/controls/requirement';
import { calico } from '../../../../lib/kubernetes/network/calico';
import type { Dialect } from '../../../../lib/kubernetes/network/dialect';
import { type IstioProps, istio } from '../../../../lib/kubernetes/network/istio';
import type { Flow, StatedNetwork } from '../../../../lib/kubernetes/network/stated-network';
import { schemaErrors } from '../../crd-schema';
import { failureOf } from '../../rendered';
import { flow, labels, manifest, namespace, namespacesOf, pods, shop, tcp, workload } from '../calico/stated-shop';
import { istioAllows } from './mesh';
import { isStated, PLAINTEXT, questionsTo, randomMesh } from './random-mesh';

/** A network plugin that only remembers what it is asked. */
function plugin(refused?: string): Dialect & { readonly asked: StatedNetwork[] } {
  const asked: StatedNetwork[] = [];
  return {
    asked,
    name: 'plugin',
    http: [],
    inexpressible: ({ peer }) => (peer.kind === refused ? { wrong: `is of ${refused}`, hint: 'none' } : undefined),
    policies: (stated) => {
      asked.push(...stated);
      return [];
    },
  };
}

const made = (stated: readonly StatedNetwork[], props: IstioProps = {}): readonly Json[] =>
  istio({ over: plugin(), ...props })
    .policies(stated, 'shop', namespacesOf(stated))
    .map(manifest);
const of = (all: readonly Json[], kind: string): readonly Json[] => all.filter((each) => each.kind === kind);
const authorization = (ingress: readonly Flow[], props: IstioProps = {}, more: Partial<StatedNetwork> = {}): Json =>
  of(made([workload('web', { ingress, ...more })], props), 'AuthorizationPolicy').at(-1)?.spec;
const said = (props: IstioProps, each: Flow, direction: 'ingress' | 'egress' = 'ingress'): string =>
  istio({ over: plugin(), ...props }).inexpressible(each, direction)?.wrong ?? 'said';

const outward: readonly StatedNetwork[] = [
  workload('web', {
    egress: [
      flow({ kind: 'fqdn', fqdn: 'api.example.com' }, [tcp(443), tcp(80)]),
      flow({ kind: 'fqdn', fqdn: '*.example.net' }, [tcp(443)]),
      flow({ kind: 'cidr', cidr: '203.0.113.0/24', except: [] }, [tcp(5432)]),
      flow({ kind: 'api-server' }),
      flow(pods('api'), [tcp(8080)]),
      flow(namespace('queues'), [tcp(5672)]),
    ],
  }),
];

describe('what is emitted', () => {
  const plaintext = { unmeshed: ['monitoring'], plaintextPorts: [8080, 9090] };
  test.each<[string, readonly StatedNetwork[], IstioProps]>([
    ['of a shop', shop, plaintext],
    ['of a shop in an ambient mesh', shop, { ...plaintext, mode: 'ambient' }],
    ['over Calico', shop, { ...plaintext, over: calico() }],
    ['of a namespace that is not known', shop.slice(2).map((each) => ({ ...each, namespace: undefined })), {}],
    ['of what goes outside', outward, {}],
    ['where clients must be told to speak mTLS', shop, { ...plaintext, autoMtls: false }],
  ])('%s is what the schemas say', (_, stated, props) => {
    const all = istio({ over: plugin(), ...props }).policies(stated, 'shop', namespacesOf(stated));
    expect(all.map(manifest).flatMap(schemaErrors)).toEqual([]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const names = all.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
    expect(new Set(names).size).toBe(all.length);
    expect(all.some(({ kind }) => kind === 'AuthorizationPolicy')).toBe(true);
  });

  test('is what the plugin makes, and the policies of the mesh', () => {
    const kinds = istio({ over: calico(), ...plaintext })
      .policies(shop, 'shop', namespacesOf(shop))
      .map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(
      new Set(['GlobalNetworkPolicy', 'NetworkPolicy', 'PeerAuthentication', 'AuthorizationPolicy', 'Sidecar']),
    );
  });
});

test('whatever flows are stated, the mesh lets exactly these through', () => {
  fc.assert(
    fc.property(randomMesh(), (stated) => {
      const all = made(stated, { plaintextPorts: PLAINTEXT });
      for (const workloadOf of stated)
        for (const question of questionsTo(workloadOf))
          if (istioAllows(all, question) !== isStated(workloadOf, question))
            throw new Error(`${JSON.stringify(question)} should be ${isStated(workloadOf, question) ? 'let through' : 'refused'}`);
    }),
    { numRuns: 25 },
  );
});

describe('who comes in', () => {
  test('is known by account and namespace, in the trust domain of the mesh', () => {
    const [rule] = authorization([flow(pods('api'), [tcp(8080)])], { trustDomain: 'shop.example' }).rules;
    expect(rule).toEqual({
      from: [{ source: { principals: ['shop.example/ns/shop/sa/api'] } }],
      to: [{ operation: { ports: ['8080'] } }],
    });
  });

  test('is known by namespace where no workload is named', () => {
    expect(authorization([flow(namespace('ingress'))]).rules).toEqual([{ from: [{ source: { namespaces: ['ingress'] } }] }]);
  });

  test('is known by account alone where both are in a namespace that is not known', () => {
    const peer = pods('api', { namespaceNames: undefined });
    const policy = authorization([flow(peer)], {}, { namespace: undefined });
    expect(policy.rules).toEqual([{ from: [{ source: { serviceAccounts: ['api'] } }] }]);
    // Until Istio 1.29.1 the dot would be any character.
    const dotted = flow({ ...peer, serviceAccount: 'api.v1' });
    expect(failureOf(() => authorization([dotted], {}, { namespace: undefined }))).toContain('shop/web: a flow into it is from shop/api');
  });

  test('and is told by nothing is an error', () => {
    const peer = pods('', { name: 'team x', namespaces: labels({ team: 'x' }), namespaceNames: undefined, serviceAccount: undefined });
    expect(said({}, flow(peer))).toContain('is from team x, and Istio knows pods by their account and namespace');
    const own = flow({ ...peer, namespaces: 'own' });
    expect(failureOf(() => authorization([own], {}, { namespace: undefined }))).toContain('in which namespace these pods are is not known');
  });

  test('over UDP is left to the plugin', () => {
    expect(authorization([flow(pods('api'), [{ protocol: 'UDP', port: 53 }])]).rules).toBeUndefined();
  });

  test('may ask what is stated, in one rule a flow', () => {
    const http = [{ method: 'GET', path: '/items/*' }, { path: '/health' }];
    expect(authorization([flow(pods('api'), [tcp(8080)], http), flow(pods('web'), [tcp(80)])]).rules).toEqual([
      {
        from: [{ source: { principals: ['cluster.local/ns/shop/sa/api'] } }],
        to: [
          { operation: { ports: ['8080'], methods: ['GET'], paths: ['/items/*'] } },
          { operation: { ports: ['8080'], paths: ['/health'] } },
        ],
      },
      { from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }], to: [{ operation: { ports: ['80'] } }] },
    ]);
    expect(said({}, flow(pods('api'), [tcp(80)], [{ path: '/items/{*}' }]))).toContain('a pattern of its own');
  });

  test('is nobody where nothing is stated', () => {
    expect(authorization([])).toEqual({ selector: { matchLabels: { app: 'web' } }, action: 'ALLOW' });
    const [whole] = of(made([workload('web')]), 'AuthorizationPolicy');
    expect(whole).toMatchObject({ metadata: { name: 'shop-allow-nothing', namespace: 'shop' }, spec: {} });
  });
});

describe('who has no identity', () => {
  const world = flow({ kind: 'cidr', cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] }, [tcp(8080)]);

  test('comes in only where plaintext is allowed', () => {
    for (const each of [world, flow({ kind: 'api-server' }, [tcp(8080)]), flow(namespace('monitoring'), [tcp(8080)])]) {
      expect(said({ unmeshed: ['monitoring'] }, each)).toContain('which has no identity of the mesh, to 8080');
      expect(said({ unmeshed: ['monitoring'], plaintextPorts: [8080] }, each)).toBe('said');
      expect(said({ unmeshed: ['monitoring'], plaintextPorts: [8080] }, { ...each, ports: undefined })).toContain('to every port');
    }
  });

  test('finds only these ports without mTLS', () => {
    const all = of(made([workload('web', { ingress: [world] }), workload('api')], { plaintextPorts: [8080, 9090] }), 'PeerAuthentication');
    expect(all.map(({ metadata, spec }) => [metadata.name, spec])).toEqual([
      ['shop-strict', { mtls: { mode: 'STRICT' } }],
      [
        'web-network',
        { selector: { matchLabels: { app: 'web' } }, mtls: { mode: 'STRICT' }, portLevelMtls: { 8080: { mode: 'PERMISSIVE' } } },
      ],
    ]);
  });

  test('is known by address, or else is told apart by the plugin', () => {
    const props = { unmeshed: ['monitoring'], plaintextPorts: [8080] };
    expect(authorization([world], props).rules[0].from).toEqual([
      { source: { ipBlocks: ['0.0.0.0/0'], notIpBlocks: ['169.254.169.254/32'] } },
    ]);
    const both = { ...namespace('monitoring'), namespaceNames: ['monitoring', 'reports'] };
    expect(authorization([flow(both, [tcp(8080)])], props).rules[0].from).toEqual([
      { source: { notPrincipals: ['*'] } },
      { source: { namespaces: ['reports'] } },
    ]);
  });
});

test('a workload of an unknown namespace is strict by itself', () => {
  const all = of(made([workload('web', { namespace: undefined })]), 'PeerAuthentication');
  expect(all.map(({ metadata, spec }) => [metadata, spec])).toEqual([
    [{ name: 'web-network' }, { selector: { matchLabels: { app: 'web' } }, mtls: { mode: 'STRICT' } }],
  ]);
});

test('workloads that nobody isolates are left alone where namespaces are not closed as a whole', () => {
  const all = made([workload('web')], { wholeNamespaces: false });
  for (const { kind, spec } of all) if (kind !== 'Sidecar') expect(spec.selector).toEqual({ matchLabels: { app: 'web' } });
  const question = (app: string) => ({ from: { address: '10.0.0.9' }, to: { namespace: 'shop', labels: { app } }, port: 80 });
  expect([istioAllows(all, question('web')), istioAllows(all, question('other'))]).toEqual([false, true]);
  expect(istioAllows(made([workload('web')]), question('other'))).toBe(false);
});

test('a workload that labels do not select by value is an error with its path', () => {
  const selected = { labels: {}, expressions: [{ key: 'app', operator: 'Exists', values: [] }] } as const;
  expect(failureOf(() => made([workload('web', { pods: selected })]))).toContain('shop/web: its pods are selected by Exists app');
});

describe('the plugin underneath', () => {
  const asked = (stated: readonly StatedNetwork[], props: IstioProps = {}): readonly StatedNetwork[] => {
    const over = plugin();
    istio({ ...props, over }).policies(stated, 'shop', namespacesOf(stated));
    return over.asked;
  };
  const portsOf = ({ ports }: Flow): readonly number[] | undefined => ports?.map(({ port }) => port);

  test('lets a sidecar reach istiod, and keeps the ports of the flows', () => {
    const [web] = asked([workload('web', { egress: [flow(pods('api'), [tcp(8080)])], ingress: [flow(pods('api'), [tcp(80)])] })]);
    expect(web?.egress[0]).toMatchObject({
      peer: { namespaceNames: ['istio-system'], pods: labels({ app: 'istiod' }) },
      ports: [tcp(15012)],
    });
    expect(web?.egress.slice(1).map(portsOf)).toEqual([[8080]]);
    expect(web?.ingress.map(portsOf)).toEqual([[80]]);
  });

  test('lets the tunnel and the probes of ambient through, and needs no istiod', () => {
    const stated = [
      workload('web', {
        egress: [flow(pods('api'), [tcp(8080)]), flow(pods('api'), [{ protocol: 'UDP', port: 53 }]), flow(pods('api'))],
        ingress: [flow(namespace('monitoring'), [tcp(9090)]), flow(pods('api'), [tcp(80)])],
      }),
    ];
    const [web] = asked(stated, { mode: 'ambient', unmeshed: ['monitoring'] });
    expect(web?.egress.map(portsOf)).toEqual([[8080, 15008], [53], undefined]);
    expect(web?.ingress.map(portsOf)).toEqual([undefined, undefined, [9090], [80, 15008]]);
    expect(web?.ingress[0]?.peer).toMatchObject({ cidr: '169.254.7.127/32' });
  });

  test('never sees requests of HTTP, which are encrypted', () => {
    const [web] = asked([workload('web', { ingress: [flow(pods('api'), [tcp(80)], [{ path: '/a' }])] })]);
    expect(web?.ingress[0]?.http).toBeUndefined();
    expect(istio({ over: plugin() }).http).toEqual(['ingress']);
    expect(istio({ over: plugin(), mode: 'ambient' }).http).toEqual([]);
  });

  test('may have no words for a flow that the mesh has', () => {
    const toName = flow({ kind: 'fqdn', fqdn: 'api.example.com' }, [tcp(443)]);
    expect(said({ over: plugin('fqdn') }, toName, 'egress')).toBe('is of fqdn');
    expect(istio({ over: plugin('fqdn') }).inexpressible(toName, 'egress')?.hint).toContain('istio({ outside: [...] })');
    expect(istio({ over: plugin('fqdn'), mode: 'ambient' }).inexpressible(toName, 'egress')?.hint).toBe('none');
    expect(said({ over: plugin('fqdn'), outside: [{ cidr: '0.0.0.0/0' }] }, toName, 'egress')).toBe('said');
    expect(said({ over: plugin('fqdn'), outside: [{ cidr: '0.0.0.0/0' }], registryOnly: false }, toName, 'egress')).toBe('is of fqdn');
    expect(said({ over: plugin('fqdn'), outside: [{ cidr: '0.0.0.0/0' }], mode: 'ambient' }, toName, 'egress')).toBe('is of fqdn');
  });

  test('opens for a name the blocks where it may be, without the metadata address', () => {
    const over = plugin('fqdn');
    const outside = [{ cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] }, { cidr: '203.0.113.0/24' }, { cidr: '::/0' }];
    istio({ over, outside }).policies(
      [workload('web', { egress: [flow({ kind: 'fqdn', fqdn: 'api.example.com' }, [tcp(443)])] })],
      'shop',
      ['shop'],
    );
    expect(over.asked[0]?.egress.slice(1)).toEqual([
      flow({ kind: 'cidr', cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '169.254.169.254/32'] }, [tcp(443)]),
      flow({ kind: 'cidr', cidr: '203.0.113.0/24', except: [] }, [tcp(443)]),
      flow({ kind: 'cidr', cidr: '::/0', except: ['fd00:ec2::254/128'] }, [tcp(443)]),
    ]);
  });
});

describe('a proxy', () => {
  test('reaches what is stated and nothing else', () => {
    const [sidecar] = of(made(outward), 'Sidecar');
    expect(sidecar?.spec.outboundTrafficPolicy).toEqual({ mode: 'REGISTRY_ONLY' });
    expect(sidecar?.spec.workloadSelector).toEqual({ labels: { app: 'web' } });
    expect(sidecar?.spec.egress[0].hosts).toEqual([
      './*',
      'default/kubernetes.default.svc.cluster.local',
      'istio-system/*',
      'kube-system/*',
      'queues/*',
    ]);
    const [closed] = of(made([workload('web')]), 'Sidecar');
    expect(closed?.spec.egress[0].hosts).toEqual(['istio-system/*', 'kube-system/*']);
  });

  test('knows each destination outside by name and port', () => {
    const entries = of(made(outward), 'ServiceEntry');
    expect(
      entries.map(({ spec: { hosts, resolution, ports, exportTo } }) => [
        hosts[0],
        resolution,
        ports.map(({ name }: Json) => name),
        exportTo,
      ]),
    ).toEqual([
      ['api.example.com', 'DNS', ['http-80', 'tls-443'], ['.']],
      ['*.example.net', 'NONE', ['tls-443'], ['.']],
      [expect.stringMatching(/^block-.*\.invalid$/), 'NONE', ['tcp-5432'], ['.']],
    ]);
    expect(entries[2]?.spec.addresses).toEqual(['203.0.113.0/24']);
  });

  test('needs the ports of what is outside, unless others hold it', () => {
    const everything = flow({ kind: 'cidr', cidr: '203.0.113.0/24', except: [] });
    expect(said({}, everything, 'egress')).toContain('is to every port of 203.0.113.0/24');
    expect(said({ registryOnly: false }, everything, 'egress')).toBe('said');
    expect(of(made(outward, { registryOnly: false }), 'Sidecar')).toEqual([]);
    expect(of(made(outward, { mode: 'ambient' }), 'Sidecar')).toEqual([]);
  });
});

test('clients are told to speak mTLS only where they do not find out', () => {
  expect(of(made(outward), 'DestinationRule')).toEqual([]);
  expect(
    of(made(outward, { autoMtls: false, unmeshed: ['queues'] }), 'DestinationRule').map(({ metadata, spec }) => [metadata, spec]),
  ).toEqual([
    [
      { name: 'shop-mtls-shop', namespace: 'shop' },
      { host: '*.shop.svc.cluster.local', exportTo: ['.'], trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } },
    ],
  ]);
});

test('a range of ports is written out, up to a size', () => {
  expect(authorization([flow(pods('api'), [tcp(8000, 8003)])]).rules[0].to[0].operation.ports).toEqual(['8000', '8001', '8002', '8003']);
  expect(said({}, flow(pods('api'), [tcp(8000, 8127)]))).toBe('said');
  expect(said({}, flow(pods('api'), [tcp(8000, 8128)]))).toContain('names the ports 8000 to 8128');
});

test.each<[IstioProps, string]>([
  [{ trustDomain: '*' }, '"*" is no trust domain'],
  [{ controlPlane: 'Mesh' }, 'no name of a namespace'],
  [{ unmeshed: ['a.b'] }, 'no name of a namespace'],
  [{ plaintextPorts: [0] }, '0 is no port'],
  [{ apiServer: ['10.0.0.1'] }, 'no block of addresses'],
  [{ outside: [{ cidr: '0.0.0.0' }] }, 'no block of addresses'],
  [{ over: istio() }, 'it stands over Istio over NetworkPolicy'],
])('a setting that no cluster can have is an error: %j', (props, wrong) => {
  expect(failureOf(() => istio(props))).toContain('istio(): ');
  expect(failureOf(() => istio(props))).toContain(wrong);
});
