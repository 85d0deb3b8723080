import type { Rule } from '../controls/requirement';
import type { Evaluation, Verdict } from './evaluate';
import type { Finding } from './finding';
import type { Plan } from './plan';
import type { ControlCounts } from './report';

type Outcome = Verdict | 'waived';
const RANK: Readonly<Record<Outcome, number>> = { 'not-applicable': 0, pass: 1, waived: 2, unknown: 3, fail: 4 };

/** Counts each control once, by its worst verdict over all resources. */
export class Tally {
  private readonly worst: Map<string, Outcome>;
  /** Controls that read objects of Docker alone: they are asked of nothing where there is none, and the others the other way round. */
  private readonly ofDocker: ReadonlySet<string>;
  private readonly seen = { docker: false, kubernetes: false };

  constructor({ controls }: Plan) {
    const asked = controls.filter(({ rules }) => rules.length > 0);
    this.worst = new Map(asked.map(({ control }) => [control.id, 'not-applicable']));
    const readsDocker = ({ reads }: Rule): boolean => typeof reads !== 'string' && reads.every(({ group }) => group === 'docker');
    this.ofDocker = new Set(asked.filter(({ rules }) => rules.every(readsDocker)).map(({ control }) => control.id));
  }

  /** `open` are the findings that no waiver lifts. */
  add({ resource, verdicts }: Evaluation, open: readonly Finding[]): void {
    this.seen[resource.group === 'docker' ? 'docker' : 'kubernetes'] = true;
    const failing = new Set(open.map(({ control }) => control));
    for (const { planned, verdict } of verdicts) {
      const { id } = planned.control;
      const outcome = verdict === 'fail' && !failing.has(id) ? 'waived' : verdict;
      const known = this.worst.get(id);
      if (known === undefined || RANK[outcome] > RANK[known]) this.worst.set(id, outcome);
    }
  }

  counts(): ControlCounts {
    // Of nothing at all, everything was asked.
    const { docker, kubernetes } = this.seen;
    const counted = [...this.worst].filter(([id]) => docker === kubernetes || this.ofDocker.has(id) === docker);
    const of = (outcome: Outcome): number => counted.filter(([, each]) => each === outcome).length;
    return {
      evaluated: counted.length,
      passed: of('pass'),
      failed: of('fail'),
      waived: of('waived'),
      notApplicable: of('not-applicable'),
      unknown: of('unknown'),
    };
  }
}
