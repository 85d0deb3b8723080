import type { Profile } from '../profiles/profile';
import type { Evaluation } from './evaluate';
import { type Finding, findingOf } from './finding';
import type { Plan } from './plan';
import { describeResource, type Resource } from './resource';
import { today, type Waiver, type WaiverProblem, waiversOf, waives } from './waiver';

/** A waiver that stands outside the manifest, for resources that it names. An absent field matches everything. */
export interface ExternalWaiver extends Waiver {
  /** Which objects: by kind (`DaemonSet`), namespace and name, each compared exactly. */
  readonly match: { readonly kind?: string; readonly namespace?: string; readonly name?: string };
}

/** What was observed, sorted by the waivers that are about it. */
export interface Judged {
  /** What no waiver lifts. */
  readonly findings: readonly Finding[];
  /** What a waiver lifts, each with the one that does. */
  readonly waived: readonly { readonly finding: Finding; readonly waiver: Waiver }[];
  /** What is wrong with the waivers themselves. */
  readonly problems: readonly WaiverProblem[];
}

/** The waivers of one audit: those that stand outside of the manifests, and the day they are compared with. */
export class Waivers {
  private readonly usedExternal = new Set<ExternalWaiver>();
  private day: string | undefined;

  constructor(
    private readonly profile: Profile,
    private readonly external: readonly ExternalWaiver[] = [],
    day?: string,
  ) {
    this.day = day;
  }

  /** The waivers about a resource, its own and those from outside, and what cannot be read of its own. */
  about(resource: Resource): WaiversAbout {
    const own = waiversOf(resource);
    const matching = this.external.filter(({ match }) => matches(match, resource));
    return new WaiversAbout(this, resource, own.waivers, matching, own.problems);
  }

  /** Whether the waiver holds today under the profile. The clock is read only where there is a waiver. */
  holds(waiver: Waiver): boolean {
    return !this.isForbidden(waiver) && !this.isExpired(waiver);
  }

  isForbidden({ control }: Waiver): boolean {
    return this.profile.neverWaive.has(control);
  }

  isExpired({ expires }: Waiver): boolean {
    this.day ??= today();
    return expires < this.day;
  }

  markUsed(waiver: ExternalWaiver): void {
    this.usedExternal.add(waiver);
  }

  /** Waivers from outside that were about nothing in the whole audit. */
  unusedExternal(): readonly WaiverProblem[] {
    return this.external.filter((waiver) => !this.usedExternal.has(waiver)).map((waiver) => unused(waiver, undefined));
  }
}

/** The waivers about one resource. */
export class WaiversAbout {
  private readonly all: readonly Waiver[];

  constructor(
    private readonly waivers: Waivers,
    private readonly resource: Resource,
    private readonly own: readonly Waiver[],
    private readonly external: readonly ExternalWaiver[],
    private readonly unreadable: readonly WaiverProblem[],
  ) {
    this.all = [...own, ...external];
  }

  /** The waiver that lifts the finding, if one does. */
  lifting(finding: Pick<Finding, 'control' | 'container'>): Waiver | undefined {
    return this.all.find((waiver) => waives(waiver, finding) && this.waivers.holds(waiver));
  }

  /** Sorts what was observed, and says what is wrong with the waivers. */
  judge(plan: Plan, { observations }: Pick<Evaluation, 'observations'>): Judged {
    const findings: Finding[] = [];
    const waived: { finding: Finding; waiver: Waiver }[] = [];
    const used = new Set<Waiver>();
    for (const { planned, observation } of observations) {
      const finding = findingOf(planned, this.resource, observation);
      for (const waiver of this.all) if (waives(waiver, finding)) used.add(waiver);
      const waiver = this.lifting(finding);
      if (waiver === undefined) findings.push(finding);
      else waived.push({ finding, waiver });
    }
    for (const waiver of this.external) if (used.has(waiver)) this.waivers.markUsed(waiver);
    return { findings, waived, problems: [...this.unreadable, ...this.problems(plan, used)] };
  }

  private *problems(plan: Plan, used: ReadonlySet<Waiver>): Generator<WaiverProblem> {
    for (const waiver of this.all) {
      const { control, expires } = waiver;
      if (!used.has(waiver)) {
        if (this.own.includes(waiver) && plan.controls.some((planned) => planned.control.id === control))
          yield unused(waiver, this.resource);
      } else if (this.waivers.isForbidden(waiver))
        yield {
          kind: 'forbidden',
          control,
          resource: this.resource,
          waiver,
          message: `the profile ${plan.profile.name} allows no waiver of ${control}`,
        };
      else if (this.waivers.isExpired(waiver)) {
        const message = `the waiver of ${control} for ${describeResource(this.resource)} ended on ${expires}; renew it with a reason, or fix what it hid`;
        yield { kind: 'expired', control, resource: this.resource, waiver, message };
      }
    }
  }
}

function matches(match: ExternalWaiver['match'], resource: Resource): boolean {
  return (['kind', 'namespace', 'name'] as const).every((key) => match[key] === undefined || match[key] === resource[key]);
}

function unused(waiver: Waiver, resource: Resource | undefined): WaiverProblem {
  const where = resource === undefined ? '' : ` on ${describeResource(resource)}`;
  return {
    kind: 'unused',
    control: waiver.control,
    resource,
    waiver,
    message: `the waiver of ${waiver.control}${where} hides nothing; remove it`,
  };
}
