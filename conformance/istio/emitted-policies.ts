import * as fc from 'fast-check';
import { calico, cidr, type Dialect, fqdn, type IstioProps, istio, kubernetesPolicies, type StatedNetwork } from 'tempered/kubernetes';
import type { Json } from '../../lib/controls/requirement';
import { flow, manifest, namespace, namespacesOf, pods, shop, tcp, workload } from '../../test/kubernetes/network/calico/stated-shop';
import { PLAINTEXT, randomMesh } from '../../test/kubernetes/network/istio/random-mesh';
import { SEED } from '../settings';

const ofIstio = ({ apiVersion }: Json): boolean => String(apiVersion).includes('istio.io/');
/** What the mesh is given, without what the network plugin is. */
const emitted = (dialect: Dialect, stated: readonly StatedNetwork[]): readonly Json[] =>
  dialect.policies(stated, 'shop', namespacesOf(stated)).map(manifest).filter(ofIstio);

const plaintext = { unmeshed: ['monitoring'], plaintextPorts: [8080, 9090] };
const over = kubernetesPolicies({ apiServer: ['10.0.0.1/32'] });
const outward = [
  workload('web', {
    egress: [
      flow(fqdn('api.example.com'), [tcp(443), tcp(80), tcp(5432)]),
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

const scenes: readonly (readonly [string, readonly StatedNetwork[], IstioProps])[] = [
  ['of a shop', shop, plaintext],
  ['of a shop in an ambient mesh', shop, { ...plaintext, mode: 'ambient' }],
  ['over Calico', shop, { ...plaintext, over: calico() }],
  ['of a namespace that is not known', shop.slice(2).map((each) => ({ ...each, namespace: undefined })), {}],
  ['of what goes outside', outward, {}],
  ['where clients must be told to speak mTLS', [...shop, ...outward], { ...plaintext, autoMtls: false }],
  ['where namespaces are not closed as a whole', shop, { ...plaintext, wholeNamespaces: false }],
];

/** Policies of Istio, by what they are made from. */
export const POLICIES: readonly (readonly [string, readonly Json[]])[] = scenes.map(([name, stated, props]) => [
  name,
  emitted(istio({ over, ...props }), stated),
]);

/** Those of random meshes, each with the policies of all its workloads. */
export function randomPolicies(count: number): readonly (readonly Json[])[] {
  const dialect = istio({ over, plaintextPorts: PLAINTEXT });
  return fc.sample(randomMesh(), { numRuns: count, seed: SEED }).map((stated) => emitted(dialect, stated));
}

/** The policies of a shop and its outside, with one of a kind changed. */
export function broken(kind: string, change: (spec: Json) => Json): readonly Json[] {
  const all = emitted(istio({ over, ...plaintext }), [...shop, ...outward]);
  const index = all.findLastIndex((each) => each.kind === kind);
  if (index === -1) throw new Error(`there is no ${kind}`);
  return all.map((each, at) => (at === index ? { ...each, spec: change(each.spec) } : each));
}
