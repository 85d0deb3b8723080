import fc, { type Arbitrary } from 'fast-check';
import type { Json } from '../../lib/controls/requirement';

/** A small cluster and policies for it, few enough words that rules meet what they name. */
export interface ArbitraryNetwork {
  readonly pods: readonly Json[];
  readonly namespaces: readonly Json[];
  readonly policies: readonly Json[];
}

const NAMESPACES = { shop: { team: 'a', stage: 'live' }, lab: { team: 'b' }, ops: {} } as const;
const namespaceName = fc.constantFrom('shop', 'lab', 'ops');
/** Of the last Cilium makes no identity. */
const POD_LABELS = { app: ['web', 'api', 'db'], tier: ['front', 'back'], 'statefulset.kubernetes.io/pod-name': ['db-0', 'db-1'] } as const;
const NAMESPACE_LABELS = { team: ['a', 'b'], stage: ['live', 'test'] } as const;
type Words = Readonly<Record<string, readonly string[]>>;

/** Outside of the cluster; blocks below cover some of them. */
export const OUTSIDE = ['203.0.113.7', '203.0.113.130', '198.51.100.1', '169.254.169.254'] as const;
/** Some that rules name, some that containers do, and one that nobody does. */
export const PORTS = ['TCP/80', 'TCP/8080', 'TCP/8085', 'UDP/53', 'UDP/8080', 'TCP/65001'] as const;

const list = <T>(one: Arbitrary<T>, most: number, least = 0): Arbitrary<T[]> => fc.array(one, { minLength: least, maxLength: most });

/** Keys that are left out as often as not. */
const some = (members: Readonly<Record<string, Arbitrary<unknown>>>): Arbitrary<Json> => fc.record({ ...members }, { requiredKeys: [] });

function labels(words: Words): Arbitrary<Record<string, string>> {
  return some(Object.fromEntries(Object.entries(words).map(([key, values]) => [key, fc.constantFrom(...values)]))).map((each) =>
    Object.fromEntries(Object.entries(each).filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
  );
}

function expression(words: Words, prefix: string): Arbitrary<Json> {
  return fc.constantFrom(...Object.entries(words)).chain(([key, values]) =>
    fc.oneof(
      fc.record({
        key: fc.constant(prefix + key),
        operator: fc.constantFrom('In', 'NotIn'),
        values: fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 }),
      }),
      fc.record({ key: fc.constant(prefix + key), operator: fc.constantFrom('Exists', 'DoesNotExist') }),
    ),
  );
}

/** @param prefix what goes before each key */
export function selector(words: Words, prefix = ''): Arbitrary<Json> {
  const prefixed = (all: Record<string, string>): Json =>
    Object.fromEntries(Object.entries(all).map(([key, value]) => [prefix + key, value]));
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant({}) },
    { weight: 4, arbitrary: labels(words).map((matchLabels) => ({ matchLabels: prefixed(matchLabels) })) },
    { weight: 2, arbitrary: expression(words, prefix).map((each) => ({ matchExpressions: [each] })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(labels(words), expression(words, prefix))
        .map(([matchLabels, each]) => ({ matchLabels: prefixed(matchLabels), matchExpressions: [each] })),
    },
  );
}

const podSelector = selector(POD_LABELS);
const namespaceSelector = fc.oneof(
  selector(NAMESPACE_LABELS),
  namespaceName.map((name) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } })),
);

const PORT_SETS: readonly (readonly Json[])[] = [
  [],
  [{ name: 'http', containerPort: 8080 }],
  [{ name: 'http', containerPort: 80 }],
  [{ containerPort: 8080 }, { name: 'dns', containerPort: 53, protocol: 'UDP' }],
  [{ name: 'http', containerPort: 8085, protocol: 'TCP' }],
];

/** Pods that run, so that everybody knows their addresses. */
const pods: Arbitrary<readonly Json[]> = list(
  fc.record({ namespace: namespaceName, labels: labels(POD_LABELS), ports: fc.constantFrom(...PORT_SETS) }),
  5,
  2,
).map((all) =>
  all.map(({ namespace, labels: own, ports }, index) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `pod-${index}`, namespace, labels: own },
    spec: { containers: [{ name: 'main', image: 'main', ports }] },
    status: { podIP: `10.244.0.${index + 1}` },
  })),
);

const namespaces: readonly Json[] = Object.entries(NAMESPACES).map(([name, own]) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: own },
}));

const BLOCKS: readonly Json[] = [
  { cidr: '203.0.113.0/24' },
  { cidr: '203.0.113.0/24', except: ['203.0.113.128/25'] },
  { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '169.254.169.254/32'] },
  { cidr: '198.51.100.1/32' },
];
/** Blocks in which there are pods too. */
const BLOCKS_OF_PODS: readonly Json[] = [
  { cidr: '0.0.0.0/0' },
  { cidr: '10.244.0.0/30' },
  { cidr: '10.244.0.0/16', except: ['10.244.0.2/32'] },
];

const peer = (blocks: readonly Json[]): Arbitrary<Json> =>
  fc.oneof(
    fc.record({ podSelector }),
    fc.record({ namespaceSelector }),
    fc.record({ podSelector, namespaceSelector }),
    fc.record({ ipBlock: fc.constantFrom(...blocks) }),
  );

const port: Arbitrary<Json> = fc.constantFrom<Json>(
  { port: 8080 },
  { port: 80, protocol: 'TCP' },
  { port: 53, protocol: 'UDP' },
  { port: 'http' },
  { port: 'http', protocol: 'UDP' },
  { port: 'dns', protocol: 'UDP' },
  { port: 8000, endPort: 8090 },
  { protocol: 'UDP' },
  { protocol: 'TCP', port: 8085, endPort: 8085 },
  {},
);

function policyRule(end: 'from' | 'to', blocks: readonly Json[]): Arbitrary<Json> {
  return some({ [end]: list(peer(blocks), 2), ports: list(port, 2) });
}

const object = (apiVersion: string, kind: string, namespaced: boolean, spec: Arbitrary<Json>): Arbitrary<Json> =>
  fc.tuple(namespaceName, spec).map(([namespace, each]) => ({ apiVersion, kind, metadata: namespaced ? { namespace } : {}, spec: each }));

function networkPolicyOver(blocks: readonly Json[]): Arbitrary<Json> {
  return object(
    'networking.k8s.io/v1',
    'NetworkPolicy',
    true,
    fc
      .tuple(
        podSelector,
        some({
          policyTypes: fc.constantFrom(['Ingress'], ['Egress'], ['Ingress', 'Egress']),
          ingress: list(policyRule('from', blocks), 2),
          egress: list(policyRule('to', blocks), 2),
        }),
      )
      .map(([selected, rest]) => ({ podSelector: selected, ...rest })),
  );
}

/** A NetworkPolicy; its blocks are of addresses outside. */
export const networkPolicy = networkPolicyOver(BLOCKS);
/** A NetworkPolicy some of whose blocks cover pods. */
export const networkPolicyWithPodBlocks = networkPolicyOver([...BLOCKS, ...BLOCKS_OF_PODS]);

const ciliumPort: Arbitrary<Json> = fc.constantFrom<Json>(
  { port: '8080', protocol: 'TCP' },
  { port: '53', protocol: 'UDP' },
  { port: '53', protocol: 'ANY' },
  { port: '8080' },
  { port: 'http', protocol: 'TCP' },
  { port: '8000', endPort: 8090, protocol: 'TCP' },
  { port: '0', protocol: 'UDP' },
);

const endpoints = fc.oneof(
  podSelector,
  selector(POD_LABELS, 'k8s:'),
  fc.tuple(podSelector, namespaceName).map(([{ matchLabels = {}, ...rest }, name]) => ({
    ...rest,
    matchLabels: { ...Object(matchLabels), 'k8s:io.kubernetes.pod.namespace': name },
  })),
  selector(NAMESPACE_LABELS, 'k8s:io.cilium.k8s.namespace.labels.'),
  fc.constant({ matchExpressions: [{ key: 'k8s:io.kubernetes.pod.namespace', operator: 'Exists' }] }),
);

function ciliumRule(end: 'from' | 'to', entities: readonly string[]): Arbitrary<Json> {
  const peers = fc.oneof(
    { weight: 3, arbitrary: list(endpoints, 2).map((all) => ({ [`${end}Endpoints`]: all })) },
    { weight: 2, arbitrary: list(fc.constantFrom(...entities), 2, 1).map((all) => ({ [`${end}Entities`]: all })) },
    { weight: 1, arbitrary: fc.constantFrom<Json>({ [`${end}CIDR`]: ['203.0.113.0/24'] }, { [`${end}CIDR`]: ['0.0.0.0/0'] }) },
    { weight: 1, arbitrary: fc.constantFrom(...BLOCKS).map((each) => ({ [`${end}CIDRSet`]: [each] })) },
    { weight: 1, arbitrary: fc.constant({}) },
  );
  const toPorts = list(fc.record({ ports: list(ciliumPort, 2, 1) }), 1, 1);
  return fc.tuple(peers, some({ toPorts })).map(([who, ports]) => ({ ...who, ...ports }));
}

const ALLOWED = ['all', 'world', 'cluster', 'host', 'remote-node', 'kube-apiserver'];

const ciliumSpec: Arbitrary<Json> = fc
  .tuple(
    podSelector,
    some({
      ingress: list(ciliumRule('from', ALLOWED), 2, 1),
      egress: list(ciliumRule('to', ALLOWED), 2, 1),
      ingressDeny: list(ciliumRule('from', ALLOWED), 1, 1),
      egressDeny: list(ciliumRule('to', ALLOWED), 1, 1),
    }),
    fc.option(some({ ingress: fc.boolean(), egress: fc.boolean() }), { nil: undefined, freq: 4 }),
  )
  .map(([endpointSelector, rules, enableDefaultDeny]) => ({
    endpointSelector,
    ...(Object.keys(rules).length === 0 ? { ingress: [{}] } : rules),
    ...(enableDefaultDeny !== undefined && { enableDefaultDeny }),
  }));

export const ciliumPolicy = object('cilium.io/v2', 'CiliumNetworkPolicy', true, ciliumSpec);
export const ciliumClusterwidePolicy = object('cilium.io/v2', 'CiliumClusterwideNetworkPolicy', false, ciliumSpec);

const namespacedPods = fc.oneof(
  fc.record({ namespaces: namespaceSelector }),
  fc.record({ pods: fc.record({ namespaceSelector, podSelector }) }),
);
const protocol: Arbitrary<Json> = fc.constantFrom<Json>(
  { tcp: { destinationPort: { number: 8080 } } },
  { udp: { destinationPort: { number: 53 } } },
  { tcp: { destinationPort: { range: { start: 8000, end: 8090 } } } },
  { destinationNamedPort: 'http' },
);

function clusterRule(end: 'from' | 'to', peers: Arbitrary<Json>): Arbitrary<Json> {
  return fc
    .tuple(
      fc.record({ action: fc.constantFrom('Accept', 'Deny', 'Pass'), [end]: list(peers, 2, 1) }),
      some({ protocols: list(protocol, 2, 1) }),
    )
    .map(([rule, rest]) => ({ ...rule, ...rest }));
}

const networks = fc.constantFrom('203.0.113.0/24', '198.51.100.1/32', '203.0.113.128/25').map((each) => ({ networks: [each] }));

/** Its priority is given to it by `network`: that of two is never the same. */
export const clusterNetworkPolicy = object(
  'policy.networking.k8s.io/v1alpha2',
  'ClusterNetworkPolicy',
  false,
  fc
    .tuple(
      fc.record({ tier: fc.constantFrom('Admin', 'Baseline'), subject: namespacedPods }),
      some({
        ingress: list(clusterRule('from', namespacedPods), 3, 1),
        egress: list(clusterRule('to', fc.oneof({ weight: 3, arbitrary: namespacedPods }, { weight: 1, arbitrary: networks })), 3, 1),
      }),
    )
    .map(([required, rules]) => ({ ...required, ...rules })),
);

/** A cluster with policies of these kinds, each with a name of its own. */
export function network(...kinds: readonly [Arbitrary<Json>, ...Arbitrary<Json>[]]): Arbitrary<ArbitraryNetwork> {
  return fc.record({ pods, namespaces: fc.constant(namespaces), policies: list(fc.oneof(...kinds), 4, 1).map(named) });
}

function named(policies: readonly Json[]): readonly Json[] {
  return policies.map(({ metadata, spec, ...rest }, index) => ({
    ...rest,
    metadata: { ...Object(metadata), name: `policy-${index}` },
    spec: rest.kind === 'ClusterNetworkPolicy' ? { ...Object(spec), priority: (7 * (index + 1)) % 11 } : spec,
  }));
}
