import { type ControlId, isControlId, unknownControl } from '../controls/catalogue';
import { type Waiver, waiverError } from '../engine/waiver';
import { TemperedError } from '../errors';

/** A control that is not asked of a resource, for a reason and until a day. */
export interface ResourceWaiver {
  /** The control that is not asked. */
  readonly control: ControlId;
  /** Why the risk is taken: a sentence for whoever audits the engine in a year. */
  readonly reason: string;
  /** The last day on which it holds, `YYYY-MM-DD`. From the next day on the finding is back, so that somebody decides again. */
  readonly expires: string;
  /**
   * Where the decision is kept.
   *
   * @default - nowhere
   */
  readonly ticket?: string;
}

/**
 * The waivers, checked. The types ask for all this already; JavaScript, and texts that are made up at run time, do not.
 *
 * @throws a TemperedError `unknown-control` that names the nearest one, or `invalid-waiver`
 */
export function checkedWaivers(waivers: readonly ResourceWaiver[] = [], of?: string): readonly Waiver[] {
  return waivers.map(({ control, reason, expires, ticket }) => {
    if (!isControlId(control)) throw unknownControl(control);
    const wrong = waiverError({ reason, expires, ticket });
    if (wrong !== undefined)
      throw new TemperedError('invalid-waiver', `a waiver of ${control}${of === undefined ? '' : ` at ${of}`} ${wrong}`);
    return { control, reason, expires, ...(ticket !== undefined && { ticket }) };
  });
}
