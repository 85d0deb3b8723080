import type { Neighbours } from '../controls/requirement';
import type { Profile } from '../profiles/profile';
import { type ExternalWaiver, Waivers } from './apply-waivers';
import { evaluate } from './evaluate';
import { type Finding, inWrittenForm } from './finding';
import { Inventory } from './inventory';
import { LATEST_MINOR, planOf } from './plan';
import type { Report } from './report';
import type { Resource } from './resource';
import { Tally } from './tally';

export type { ExternalWaiver } from './apply-waivers';

/** What audit and hardening are told. */
export interface EvaluationOptions {
  /** Which controls are asked, at which level and with which parameters. */
  readonly profile: Profile;
  /** Minor version of Kubernetes, 28 for v1.28. Default: the newest known. */
  readonly minor?: number;
  /** Waivers beside those that the objects carry. */
  readonly waivers?: readonly ExternalWaiver[];
  /** The day that waivers are compared with, `YYYY-MM-DD`. Default: today, in UTC. */
  readonly today?: string;
  /** What else is known to exist. Default: the resources themselves. */
  readonly neighbours?: Neighbours;
}

/** Judges resources under a profile. Pure but for the default of `today`. */
export function audit(resources: readonly Resource[], options: EvaluationOptions): Report {
  const plan = planOf(options.profile, options.minor ?? LATEST_MINOR);
  const neighbours = options.neighbours ?? new Inventory(resources);
  const waivers = new Waivers(options.profile, options.waivers, options.today);
  const tally = new Tally(plan);
  const findings: Finding[] = [];
  const waived: Report['waived'][number][] = [];
  const waiverProblems: Report['waiverProblems'][number][] = [];
  const malformed: Report['malformed'][number][] = [];
  for (const resource of resources) {
    const evaluation = evaluate(plan, resource, neighbours);
    const judged = waivers.about(resource).judge(plan, evaluation);
    findings.push(...judged.findings.map(inWrittenForm));
    waived.push(...judged.waived.map(({ finding, waiver }) => ({ finding: inWrittenForm(finding), waiver })));
    waiverProblems.push(...judged.problems);
    for (const observation of evaluation.malformed) malformed.push({ resource, observation });
    tally.add(evaluation, judged.findings);
  }
  return {
    profile: plan.profile.name,
    kubernetesVersion: `v1.${plan.minor}`,
    findings,
    waived,
    waiverProblems: [...waiverProblems, ...waivers.unusedExternal()],
    malformed,
    kubernetes: resources.length === 0 || resources.some(({ group }) => group !== 'docker'),
    resources: resources.length,
    controls: tally.counts(),
  };
}
