import type { Evaluation, Verdict } from './evaluate';
import type { Finding } from './finding';
import type { Plan } from './plan';
import type { ControlCounts } from './report';

type Outcome = Verdict | 'waived';
const RANK: Readonly<Record<Outcome, number>> = { 'not-applicable': 0, pass: 1, waived: 2, unknown: 3, fail: 4 };

/** Counts each control once, by its worst verdict over all resources. */
export class Tally {
  private readonly worst: Map<string, Outcome>;

  constructor({ controls }: Plan) {
    const asked = controls.filter(({ rules }) => rules.length > 0);
    this.worst = new Map(asked.map(({ control }) => [control.id, 'not-applicable']));
  }

  /** `open` are the findings that no waiver lifts. */
  add({ verdicts }: Evaluation, open: readonly Finding[]): void {
    const failing = new Set(open.map(({ control }) => control));
    for (const { planned, verdict } of verdicts) {
      const { id } = planned.control;
      const outcome = verdict === 'fail' && !failing.has(id) ? 'waived' : verdict;
      const known = this.worst.get(id);
      if (known === undefined || RANK[outcome] > RANK[known]) this.worst.set(id, outcome);
    }
  }

  counts(): ControlCounts {
    const of = (outcome: Outcome): number => [...this.worst.values()].filter((each) => each === outcome).length;
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
