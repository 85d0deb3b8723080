import type { Neighbours } from '../controls/requirement';
import type { Profile } from '../profiles/profile';
import { type Evaluation, evaluate, type Verdict } from './evaluate';
import { type Finding, findingOf } from './finding';
import { Inventory } from './inventory';
import { LATEST_MINOR, type Plan, planOf } from './plan';
import type { ControlCounts, Report } from './report';
import { describeResource, type Resource } from './resource';
import { today, type Waiver, type WaiverProblem, waiversOf, waives } from './waiver';

/** A waiver that stands outside the manifest, for resources that it names. An absent field matches everything. */
export interface ExternalWaiver extends Waiver {
  readonly match: { readonly kind?: string; readonly namespace?: string; readonly name?: string };
}

export interface AuditOptions {
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
export function audit(resources: readonly Resource[], options: AuditOptions): Report {
  const plan = planOf(options.profile, options.minor ?? LATEST_MINOR);
  const neighbours = options.neighbours ?? new Inventory(resources);
  const tally = new Tally();
  const findings: Finding[] = [];
  const waived: { finding: Finding; waiver: Waiver }[] = [];
  const problems: WaiverProblem[] = [];
  const malformed: Report['malformed'][number][] = [];
  const external = new Map<ExternalWaiver, boolean>((options.waivers ?? []).map((each) => [each, false]));
  for (const resource of resources) {
    const evaluation = evaluate(plan, resource, neighbours);
    const judged = applyWaivers(plan, evaluation, external, options.today);
    findings.push(...judged.findings);
    waived.push(...judged.waived);
    problems.push(...judged.problems);
    for (const observation of evaluation.malformed) malformed.push({ resource, observation });
    tally.add(evaluation, judged.findings);
  }
  for (const [waiver, used] of external) if (!used) problems.push(unused(waiver, undefined));
  return {
    profile: plan.profile.name,
    kubernetesVersion: `v1.${plan.minor}`,
    findings,
    waived,
    waiverProblems: problems,
    malformed,
    resources: resources.length,
    controls: tally.counts(),
  };
}

interface Judged {
  readonly findings: readonly Finding[];
  readonly waived: readonly { readonly finding: Finding; readonly waiver: Waiver }[];
  readonly problems: readonly WaiverProblem[];
}

/** Sorts what was observed into findings and waived ones, and says what is wrong with the waivers. */
export function applyWaivers(
  plan: Plan,
  { resource, observations }: Evaluation,
  external: Map<ExternalWaiver, boolean>,
  day: string | undefined,
): Judged {
  const own = waiversOf(resource);
  const used = new Set<Waiver>();
  const findings: Finding[] = [];
  const waived: { finding: Finding; waiver: Waiver }[] = [];
  const problems: WaiverProblem[] = [...own.problems];
  const candidates = [...own.waivers, ...[...external.keys()].filter(({ match }) => matches(match, resource))];
  const now = candidates.length === 0 ? '' : (day ?? today());
  for (const { planned, observation } of observations) {
    const finding = findingOf(planned, resource, observation);
    const about = candidates.filter((waiver) => waives(waiver, finding));
    for (const waiver of about) used.add(waiver);
    const valid = plan.profile.neverWaive.has(finding.control) ? undefined : about.find((waiver) => waiver.expires >= now);
    if (valid === undefined) findings.push(finding);
    else waived.push({ finding, waiver: valid });
  }
  for (const waiver of candidates) {
    const isExternal = external.has(waiver as ExternalWaiver);
    if (isExternal && used.has(waiver)) external.set(waiver as ExternalWaiver, true);
    const forbidden = plan.profile.neverWaive.has(waiver.control);
    if (used.has(waiver) && forbidden)
      problems.push(problem('forbidden', waiver, resource, `the profile ${plan.profile.name} allows no waiver of ${waiver.control}`));
    else if (used.has(waiver) && waiver.expires < now)
      problems.push(
        problem(
          'expired',
          waiver,
          resource,
          `the waiver of ${waiver.control} for ${describeResource(resource)} ended on ${waiver.expires}; renew it with a reason, or fix what it hid`,
        ),
      );
    else if (!used.has(waiver) && !isExternal && plan.controls.some(({ control }) => control.id === waiver.control))
      problems.push(unused(waiver, resource));
  }
  return { findings, waived, problems };
}

function matches(match: ExternalWaiver['match'], resource: Resource): boolean {
  return (['kind', 'namespace', 'name'] as const).every((key) => match[key] === undefined || match[key] === resource[key]);
}

function unused(waiver: Waiver, resource: Resource | undefined): WaiverProblem {
  const where = resource === undefined ? '' : ` on ${describeResource(resource)}`;
  return problem('unused', waiver, resource, `the waiver of ${waiver.control}${where} hides nothing; remove it`);
}

function problem(kind: WaiverProblem['kind'], waiver: Waiver, resource: Resource | undefined, message: string): WaiverProblem {
  return { kind, control: waiver.control, resource, waiver, message };
}

/** Counts each control once, by its worst verdict. */
class Tally {
  private readonly worst = new Map<string, Verdict | 'waived'>();

  add({ verdicts }: Evaluation, open: readonly Finding[]): void {
    const failing = new Set(open.map(({ control }) => control));
    for (const { planned, verdict } of verdicts) {
      const id = planned.control.id;
      const outcome = verdict === 'fail' && !failing.has(id) ? 'waived' : verdict;
      if (RANK[outcome] > RANK[this.worst.get(id) ?? 'not-applicable'] || !this.worst.has(id)) this.worst.set(id, outcome);
    }
  }

  counts(): ControlCounts {
    const of = (verdict: Verdict | 'waived'): number => [...this.worst.values()].filter((each) => each === verdict).length;
    return {
      evaluated: this.worst.size,
      passed: of('pass'),
      failed: of('fail'),
      waived: of('waived'),
      notApplicable: of('not-applicable'),
      unknown: of('unknown'),
    };
  }
}

const RANK: Readonly<Record<Verdict | 'waived', number>> = { 'not-applicable': 0, pass: 1, waived: 2, unknown: 3, fail: 4 };
