import fc, { type Arbitrary } from 'fast-check';
import type { Json } from '../../lib/controls/requirement';
import { resource } from '../../lib/engine/resource';
import { type Enforcer, type Reachability, reachability } from '../../lib/reachability';
import {
  type ArbitraryNetwork,
  ciliumClusterwidePolicy,
  ciliumPolicy,
  clusterNetworkPolicy,
  network,
  networkPolicy,
  networkPolicyWithPodBlocks,
  OUTSIDE,
  PORTS,
} from './arbitrary-network';
import {
  allowedByCalico,
  allowedByNetworkPolicies,
  PLAIN_TIERS,
  type PlainCalicoPolicy,
  type PlainCondition,
  type PlainPod,
  plainPods,
} from './by-definition';

const RUNS = { numRuns: 60 };

function reach({ pods, namespaces, policies }: ArbitraryNetwork, more: readonly Json[] = []): Reachability {
  const read = reachability([...namespaces, ...pods, ...policies, ...more].map((each) => resource(each)));
  expect(read.problems).toEqual([]);
  return read;
}

/** What is allowed, a line each. */
function allowed(of: Reachability): ReadonlySet<string> {
  const ends = [...of.pods.map(({ name }) => name), ...OUTSIDE];
  const all = ends.flatMap((from) => of.pods.flatMap(({ name }) => [[from, name] as const, [name, from] as const]));
  return new Set(
    all.flatMap(([from, to]) => PORTS.filter((port) => of.allows(from, to, port).allowed).map((port) => `${from} -> ${to} ${port}`)),
  );
}

test('NetworkPolicies allow what their definition says, read a second time', () => {
  fc.assert(
    fc.property(network(networkPolicyWithPodBlocks), (set) => {
      const ours = reach(set);
      const plain = plainPods(set.pods, set.namespaces);
      const ends: readonly (PlainPod | string)[] = [...plain, ...OUTSIDE];
      const nameOf = (end: PlainPod | string): string => (typeof end === 'string' ? end : end.name);
      for (const from of ends)
        for (const to of ends) {
          if (typeof from === 'string' && typeof to === 'string') continue;
          for (const port of PORTS) {
            const theirs = allowedByNetworkPolicies(set.policies, from, to, port);
            expect(`${nameOf(from)} -> ${nameOf(to)} ${port} ${ours.allows(nameOf(from), nameOf(to), port).allowed}`).toBe(
              `${nameOf(from)} -> ${nameOf(to)} ${port} ${theirs}`,
            );
          }
        }
    }),
    RUNS,
  );
});

const KEYS = { app: ['web', 'api', 'db'], tier: ['front', 'back'] } as const;
const quoted = (values: readonly string[]): string => `{${values.map((each) => `'${each}'`).join(', ')}}`;
const comparison: Arbitrary<PlainCondition> = fc
  .constantFrom(...Object.entries(KEYS))
  .chain(([key, values]) => fc.tuple(fc.constant(key), fc.constantFrom<string>(...values), fc.subarray([...values] as string[]), fc.nat(6)))
  .map(([key, value, values, kind]): PlainCondition => {
    const kinds: readonly PlainCondition[] = [
      { text: `${key} == '${value}'`, holds: (labels) => labels[key] === value },
      { text: `${key} != "${value}"`, holds: (labels) => labels[key] !== value },
      { text: `${key} in ${quoted(values)}`, holds: (labels) => values.includes(labels[key] ?? '') },
      { text: `${key} not in ${quoted(values)}`, holds: (labels) => !values.includes(labels[key] ?? '') },
      { text: `has(${key})`, holds: (labels) => key in labels },
      { text: `${key} starts with '${value.slice(0, 1)}'`, holds: (labels) => labels[key]?.startsWith(value.slice(0, 1)) === true },
      { text: 'all()', holds: () => true },
    ];
    return kinds[kind] ?? { text: '', holds: () => true };
  });
const { condition } = fc.letrec<{ condition: PlainCondition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small' },
    comparison,
    tie('condition').map(({ text, holds }): PlainCondition => ({ text: `!(${text})`, holds: (labels) => !holds(labels) })),
    fc
      .tuple(comparison, tie('condition'))
      .map(([a, b]): PlainCondition => ({ text: `${a.text} && (${b.text})`, holds: (labels) => a.holds(labels) && b.holds(labels) })),
    fc.tuple(comparison, comparison, comparison).map(
      ([a, b, c]): PlainCondition => ({
        text: `${a.text} || ${b.text} && ${c.text}`,
        holds: (labels) => a.holds(labels) || (b.holds(labels) && c.holds(labels)),
      }),
    ),
  ),
}));
const calicoPolicies: Arbitrary<readonly PlainCalicoPolicy[]> = fc
  .array(
    fc.record({
      namespace: fc.constantFrom('shop', 'lab', undefined),
      tier: fc.constantFrom('first', 'default', 'last'),
      order: fc.constantFrom(1, 5, 5, undefined),
      subject: condition,
      rules: fc.array(
        fc.record(
          {
            action: fc.constantFrom('Allow', 'Deny', 'Pass', 'Log'),
            source: condition,
            ports: fc.constantFrom<[number, number]>([8080, 8080], [8000, 8090]),
          },
          { requiredKeys: ['action'] },
        ),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 5 },
  )
  .map((all) => all.map((each, index) => ({ ...each, name: `policy-${index}` })) as readonly PlainCalicoPolicy[]);

function asCalico({ name, namespace, tier, order, subject, rules }: PlainCalicoPolicy): Json {
  return {
    apiVersion: 'projectcalico.org/v3',
    kind: namespace === undefined ? 'GlobalNetworkPolicy' : 'NetworkPolicy',
    metadata: { name, namespace },
    spec: {
      tier,
      order,
      selector: subject.text,
      types: ['Ingress'],
      ingress: rules.map(({ action, source, ports }) => ({
        action,
        ...(ports !== undefined && { protocol: 'TCP', destination: { ports: [ports.join(':')] } }),
        ...(source !== undefined && { source: { selector: source.text } }),
      })),
    },
  };
}

const tiers: readonly Json[] = PLAIN_TIERS.filter(({ name }) => name !== 'default').map(({ name, order, passes }) => ({
  apiVersion: 'projectcalico.org/v3',
  kind: 'Tier',
  metadata: { name },
  spec: { order, defaultAction: passes ? 'Pass' : 'Deny' },
}));

test('policies of Calico allow what their definition says, read a second time', () => {
  fc.assert(
    fc.property(network(networkPolicy), calicoPolicies, (set, policies) => {
      const plain = plainPods(set.pods, set.namespaces);
      const ours = reach({ ...set, policies: [] }, [...tiers, ...policies.map(asCalico)]);
      for (const from of plain)
        for (const to of plain)
          for (const port of PORTS)
            expect(`${from.name} -> ${to.name} ${port} ${ours.allows(from.name, to.name, port).allowed}`).toBe(
              `${from.name} -> ${to.name} ${port} ${allowedByCalico(policies, from, to, port)}`,
            );
    }),
    { numRuns: 200 },
  );
});

const KINDS = {
  NetworkPolicies: network(networkPolicy),
  'policies of Cilium': network(ciliumPolicy, ciliumClusterwidePolicy, networkPolicy),
  ClusterNetworkPolicies: network(clusterNetworkPolicy, networkPolicy),
};

describe.each(Object.entries(KINDS))('%s', (_, sets) => {
  test('say the same in whatever order they are read', () => {
    fc.assert(
      fc.property(sets, (set) => {
        expect(allowed(reach({ ...set, policies: [...set.policies].reverse() }))).toEqual(allowed(reach(set)));
      }),
      { numRuns: 25 },
    );
  });

  test('list as flows what they allow, and nothing else', () => {
    fc.assert(
      fc.property(sets, (set) => {
        const of = reach(set);
        const listed = new Set(
          of.flows({ also: OUTSIDE }).flatMap(({ from, to, ports }) =>
            PORTS.filter((port) => {
              const [protocol, number] = port.split('/');
              return ports.some((each) => each.protocol === protocol && each.first <= Number(number) && Number(number) <= each.last);
            }).map((port) => `${from.name} -> ${to.name} ${port}`),
          ),
        );
        // The metadata address only answers.
        const expected = [...allowed(of)].filter((each) => !each.startsWith('169.254.169.254 ->'));
        expect([...listed].filter((each) => PAIR.test(each)).sort()).toEqual(expected.sort());
      }),
      { numRuns: 25 },
    );
  });
});

/** Between pods of the set, and between them and the addresses outside that are asked about. */
const PAIR =
  /^(\w+\/Pod\/pod-\d|203\.0\.113\.(7|130)|198\.51\.100\.1|169\.254\.169\.254) -> (\w+\/Pod\/pod-\d|203\.0\.113\.(7|130)|198\.51\.100\.1|169\.254\.169\.254) /;

test('NetworkPolicies alone are the same under Calico', () => {
  fc.assert(
    fc.property(network(networkPolicyWithPodBlocks), ({ pods, namespaces, policies }) => {
      const as = (enforcer: Enforcer) =>
        allowed(
          reachability(
            [...namespaces, ...pods, ...policies].map((each) => resource(each)),
            { enforcer },
          ),
        );
      expect(as('calico')).toEqual(as('kubernetes'));
    }),
    { numRuns: 30 },
  );
});

test('a further rule in a NetworkPolicy closes nothing', () => {
  const sets = network(networkPolicyWithPodBlocks).filter(({ policies }) =>
    policies.some(({ spec }) => Array.isArray(Object(spec).ingress)),
  );
  fc.assert(
    fc.property(sets, network(networkPolicy), (set, other) => {
      const rules: readonly unknown[] = other.policies.flatMap(({ spec }) => Object(spec).ingress ?? []);
      const wider = set.policies.map((policy) => {
        const spec = Object(policy.spec);
        return Array.isArray(spec.ingress) ? { ...policy, spec: { ...spec, ingress: [...spec.ingress, ...rules] } } : policy;
      });
      const after = allowed(reach({ ...set, policies: wider }));
      expect([...allowed(reach(set))].filter((each) => !after.has(each))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
