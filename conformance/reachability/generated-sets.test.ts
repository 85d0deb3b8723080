import fc, { type Arbitrary } from 'fast-check';
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
} from '../../test/reachability/arbitrary-network';
import { type EngineVerdict, engineVerdicts } from '../judges/reachability-engines';
import { SEED } from '../settings';

const SETS: Readonly<Record<string, { readonly count: number; readonly of: Arbitrary<ArbitraryNetwork> }>> = {
  NetworkPolicies: { count: 200, of: network(networkPolicy) },
  'NetworkPolicies with blocks of pods': { count: 80, of: network(networkPolicyWithPodBlocks) },
  'policies of Cilium beside NetworkPolicies': {
    count: 200,
    of: network(ciliumPolicy, ciliumPolicy, ciliumClusterwidePolicy, networkPolicy),
  },
  'ClusterNetworkPolicies beside NetworkPolicies': { count: 100, of: network(clusterNetworkPolicy, clusterNetworkPolicy, networkPolicy) },
};

interface Asked {
  readonly objects: ArbitraryNetwork;
  readonly verdicts: readonly EngineVerdict[];
}

async function asked(kind: string): Promise<readonly Asked[]> {
  const { count, of } = SETS[kind] ?? { count: 0, of: fc.constant({ pods: [], namespaces: [], policies: [] }) };
  const sets = fc.sample(of, { numRuns: count, seed: SEED });
  const answers = await engineVerdicts(
    sets.map(({ pods, namespaces, policies }) => [...namespaces, ...pods, ...policies]),
    { ports: PORTS, outside: OUTSIDE },
  );
  return sets.map((objects, index) => ({ objects, verdicts: answers[index] ?? [] }));
}

function ours({ pods, namespaces, policies }: ArbitraryNetwork, enforcer: Enforcer): Reachability {
  const reach = reachability(
    [...namespaces, ...pods, ...policies].map((each) => resource(each)),
    { enforcer, podCidrs: ['10.244.0.0/16'] },
  );
  if (reach.problems.length > 0) throw new Error(reach.problems.map(({ path, message }) => `${path.join('.')} ${message}`).join('\n'));
  return reach;
}

/** The engine's `world` has no address: where policies name blocks, ours is in some of them. */
function isComparable({ from, to }: EngineVerdict, namesBlocks: boolean): boolean {
  return !namesBlocks || (from !== 'world' && to !== 'world');
}

const isPod = (end: string): boolean => end.includes('/');

function byCilium({ from, to, egress, ingress }: EngineVerdict): boolean {
  return (!isPod(from) || egress === 'allowed') && (!isPod(to) || ingress === 'allowed');
}

/** What differs, the smallest set first. */
function differences(all: readonly Asked[], enforcer: Enforcer, theirs: (verdict: EngineVerdict) => boolean | undefined) {
  let compared = 0;
  let allowed = 0;
  const different: string[] = [];
  for (const { objects, verdicts } of all) {
    const reach = ours(objects, enforcer);
    const namesBlocks = /"(cidr|(from|to)CIDR|networks)"/.test(JSON.stringify(objects.policies));
    for (const verdict of verdicts) {
      const they = theirs(verdict);
      if (they === undefined || !isComparable(verdict, namesBlocks)) continue;
      const answer = reach.allows(verdict.from, verdict.to, verdict.port);
      compared++;
      if (answer.allowed) allowed++;
      if (answer.allowed !== they)
        different.push(
          `${verdict.from} -> ${verdict.to} ${verdict.port}: ${they}, ours ${JSON.stringify(answer)}\n${JSON.stringify([...objects.policies, ...objects.pods])}`,
        );
    }
  }
  return { compared, allowed, different: different.length, smallest: different.sort((a, b) => a.length - b.length)[0] };
}

describe.each(Object.keys(SETS))(`%s (CONFORMANCE_SEED=${SEED})`, (kind) => {
  let all: readonly Asked[];
  beforeAll(async () => {
    all = await asked(kind);
  });

  test('Cilium answers as we do', () => {
    const { compared, allowed, ...rest } = differences(all, 'cilium', byCilium);
    expect(rest).toEqual({ different: 0, smallest: undefined });
    expect(Math.min(allowed, compared - allowed)).toBeGreaterThan(compared / 50);
  });

  // For Kubernetes NotIn matches what lacks the label, for cyclonus it does not.
  test('cyclonus answers as we do, wherever it has a say', () => {
    const askable = all.filter(({ objects: { policies } }) => !JSON.stringify(policies).includes('"NotIn"'));
    const { compared, allowed, ...rest } = differences(askable, 'kubernetes', ({ cyclonus }) => cyclonus);
    expect(rest).toEqual({ different: 0, smallest: undefined });
    if (kind.startsWith('NetworkPolicies')) expect(Math.min(allowed, compared - allowed)).toBeGreaterThan(compared / 50);
  });
});
