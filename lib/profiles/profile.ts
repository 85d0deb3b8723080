import type { IConstruct } from 'constructs';
import { CATALOGUE, type ControlId, controlById, type ParametersOf } from '../controls/catalogue';
import type { Control, Severity } from '../controls/control';

/**
 * What a finding means.
 *
 * - `fail`: synthesis fails, an admission policy denies.
 * - `warn`: advice, for a reader to decide.
 */
export type Level = 'fail' | 'warn';

/** What a profile says of one control: a level, `off`, or a level with severity and parameters. */
export type ControlSetting<Id extends ControlId = ControlId> =
  | 'off'
  | Level
  | ({
      /** Default: as in the profile that is extended, else `fail`. */
      readonly level?: Level;
      /** Default: the control's own. */
      readonly severity?: Severity;
    } & Partial<ParametersOf<Id>>);

/** Settings by control id; a parameter that a control does not have does not compile. */
export type ControlSettings = { readonly [Id in ControlId]?: ControlSetting<Id> };

/** What `defineProfile` takes. */
export interface ProfileDefinition {
  /** How reports and options name it. */
  readonly name: string;
  /** One sentence: for whom it is. */
  readonly description?: string;
  /** What is asked where `controls` says nothing. Default: nothing is asked. */
  readonly extends?: Profile;
  /** What is asked, by control id; what is not named stays as in the profile that is extended. */
  readonly controls: ControlSettings;
  /** Controls that no waiver may lift under this profile. Added to those of the profile that is extended. */
  readonly neverWaive?: readonly ControlId[];
}

/** One control under a profile. */
export interface ProfileEntry {
  /** The control that is asked. */
  readonly control: Control;
  /** What a finding means. */
  readonly level: Level;
  /** How bad a finding is. */
  readonly severity: Severity;
  /** Those that the profile sets; the others are at the control's defaults. */
  readonly parameters: object;
}

/** A choice of controls with their levels and parameters. Immutable; make one with `defineProfile`. */
export class Profile {
  /** How reports and options name it. */
  readonly name: string;
  /** One sentence: for whom it is. */
  readonly description: string | undefined;
  /** Controls that no waiver may lift, those of the profiles that it extends included. */
  readonly neverWaive: ReadonlySet<string>;
  private readonly byId: ReadonlyMap<string, ProfileEntry>;

  constructor({ name, description, extends: base, controls, neverWaive = [] }: ProfileDefinition) {
    this.name = name;
    this.description = description;
    this.neverWaive = new Set([...(base?.neverWaive ?? []), ...neverWaive]);
    const byId = new Map(base?.byId);
    for (const [id, setting] of Object.entries(controls)) {
      const control = controlById(id);
      if (setting === 'off') byId.delete(id);
      else byId.set(id, entryOf(control, setting, byId.get(id)));
    }
    this.byId = byId;
  }

  /** The controls that are asked, in the order of the catalogue. */
  *entries(): Generator<ProfileEntry> {
    for (const { id } of CATALOGUE) {
      const entry = this.byId.get(id);
      if (entry !== undefined) yield entry;
    }
  }

  /** What the profile says of one control; undefined where it does not ask it. */
  entry(id: ControlId | string): ProfileEntry | undefined {
    return this.byId.get(id);
  }

  /**
   * The same profile, asking only these controls, or all but these.
   *
   * @throws a TemperedError `unknown-control` that names the nearest one
   */
  narrowed({ only, skip = [] }: { readonly only?: readonly string[]; readonly skip?: readonly string[] }): Profile {
    for (const id of [...(only ?? []), ...skip]) controlById(id);
    const off = CATALOGUE.filter(({ id }) => (only !== undefined && !only.includes(id)) || skip.includes(id));
    const on = (only ?? []).filter((id) => this.byId.get(id) === undefined && !skip.includes(id));
    const controls = Object.fromEntries([...off.map(({ id }) => [id, 'off']), ...on.map((id) => [id, 'fail'])]);
    return new Profile({ name: this.name, extends: this, controls });
  }

  /**
   * Hardens everything that the scope emits, now and later: constructs of any cdk8s-plus, Include, Helm and raw
   * ApiObjects. The nearest profile above an object wins.
   */
  applyTo(scope: IConstruct): void {
    // Loaded here, so that an audit never loads cdk8s.
    const { applyProfile } = require('../kubernetes/apply-profile') as { applyProfile: (profile: Profile, scope: IConstruct) => void };
    applyProfile(this, scope);
  }
}

function entryOf(control: Control, setting: Exclude<ControlSetting, 'off'>, base: ProfileEntry | undefined): ProfileEntry {
  const { level, severity, ...parameters }: { level?: Level; severity?: Severity } =
    typeof setting === 'string' ? { level: setting } : setting;
  return {
    control,
    level: level ?? base?.level ?? 'fail',
    severity: severity ?? base?.severity ?? control.severity,
    parameters: { ...base?.parameters, ...parameters },
  };
}

/**
 * A profile of your own.
 *
 * @throws a TemperedError `unknown-control` where the compiler was not asked, naming the nearest one
 *
 * @example
 * const shop = defineProfile({
 *   name: 'shop',
 *   extends: restricted,
 *   controls: { 'allowed-registries': { prefixes: ['registry.example/'] }, 'cpu-limit': 'off' },
 *   neverWaive: ['privileged'],
 * });
 */
export function defineProfile(definition: ProfileDefinition): Profile {
  return new Profile(definition);
}
