import fc from 'fast-check';
import { cilium, type Dialect, kubernetesPolicies } from 'tempered/kubernetes';
import {
  ADDRESSES,
  API_SERVER,
  type Expressible,
  expectedOf,
  manifestOf,
  OTHERS,
  PROBES,
  type Scenario,
  scenarios,
} from '../../test/kubernetes/network/random-flows';
import { type EngineVerdict, engineVerdicts } from '../judges/reachability-engines';
import { SEED } from '../settings';

const SETS = 100;
const isPod = (end: string): boolean => end.includes('/');

/** Cilium enforces NetworkPolicies as well as its own. */
function byCilium({ from, to, egress, ingress }: EngineVerdict): boolean {
  return (!isPod(from) || egress === 'allowed') && (!isPod(to) || ingress === 'allowed');
}

describe.each<readonly [string, Dialect, Expressible, (verdict: EngineVerdict) => boolean]>([
  ['NetworkPolicies, for cyclonus', kubernetesPolicies(), { foreign: true }, ({ cyclonus }) => cyclonus === true],
  ['NetworkPolicies, for Cilium', kubernetesPolicies(), { foreign: true }, byCilium],
  ['policies of Cilium, for Cilium', cilium(), { apiServer: true, foreign: true }, byCilium],
])('%s', (_, dialect, expressible, judged) => {
  test(`allow exactly what is stated, in ${SETS} sets of random flows`, async () => {
    const sampled = fc.sample(scenarios(expressible), { numRuns: SETS, seed: SEED });
    const verdicts = await engineVerdicts(
      sampled.map((scenario) => [...manifestOf(scenario, dialect), ...OTHERS]),
      { ports: PROBES, outside: Object.values(ADDRESSES) },
    );
    const wrong = sampled.flatMap((scenario, set) => {
      const expected = expectedOf(scenario, expressible);
      const asked = (verdicts[set] ?? []).filter((verdict) => isAsked(verdict, scenario, expressible));
      expect(asked.length).toBeGreaterThan(0);
      return asked
        .filter((verdict) => judged(verdict) !== expected.has(`${verdict.from} > ${verdict.to} ${verdict.port}`))
        .map((verdict) => ({ scenario, verdict }));
    });
    expect(wrong).toEqual([]);
  });
});

/** One end must be isolated; of the ends that are no pods, those are asked that the scenarios know. */
function isAsked({ from, to }: EngineVerdict, { workloads }: Scenario, { apiServer = false }: Expressible): boolean {
  const isolated = workloads.map(({ namespace }, index) => `${namespace}/Deployment/w${index}`);
  const outside: readonly string[] = [...Object.values(ADDRESSES), API_SERVER, ...(apiServer ? ['kube-apiserver'] : [])];
  const known = (end: string): boolean => isPod(end) || outside.includes(end);
  return known(from) && known(to) && (isolated.includes(from) || isolated.includes(to));
}
