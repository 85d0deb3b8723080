import { Construct, type IConstruct } from 'constructs';
import { type ControlId, isControlId, unknownControl } from '../controls/catalogue';
import { isObject } from '../controls/requirement';
import { type Waiver, waiverError } from '../engine/waiver';
import { TemperedError } from '../errors';
import { recordWaiver } from './hardening/tree-waivers';

/** A control that is not asked of something, for a reason and until a day. */
export interface WaiverProps {
  /** The control that is not asked. */
  readonly control: ControlId;
  /**
   * The name of the one container that it is for. Not given with a waiver of a container, which names it already.
   *
   * @default - everything that the construct emits
   */
  readonly container?: string;
  /** Why the risk is taken: a sentence for whoever audits the manifest in a year. */
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

/** A container of any version of cdk8s-plus. */
export interface NamedContainer {
  /** The container's name in the manifest. */
  readonly name: string;
  /** The container's image. */
  readonly image: string;
}

/**
 * Takes a risk on purpose: a control is not asked of a construct and everything below it, or of one container.
 *
 * The waiver is written into the manifests that need it, as the annotation `waive.tempered/<control>` on the object and on its pod
 * template. An audit of the YAML months later still honours it, lists it, and knows when it ends.
 *
 * @example
 * ```ts
 * waive(agent, {
 *   control: 'restricted-volume-types',
 *   reason: 'reads the logs of the node',
 *   expires: '2027-06-30',
 *   ticket: 'SEC-142',
 * });
 * ```
 *
 * @throws a TemperedError `unknown-control` that names the nearest control, or `invalid-waiver`
 */
export function waive(target: IConstruct | NamedContainer, waiver: WaiverProps): void {
  const container = Construct.isConstruct(target) ? undefined : nameOf(target);
  recordWaiver(target, checked(waiver, container));
}

function nameOf(target: unknown): string {
  if (isObject(target) && typeof target.name === 'string') return target.name;
  throw new TemperedError('invalid-waiver', 'a waiver is for a construct or a container of one; this is neither');
}

/** The types ask for all this already; JavaScript, and texts that are made up at run time, do not. */
function checked({ control, container, reason, expires, ticket }: WaiverProps, of: string | undefined): Waiver {
  if (!isControlId(control)) throw unknownControl(control);
  const wrong = waiverError({ reason, expires, container, ticket });
  if (wrong !== undefined) throw new TemperedError('invalid-waiver', `a waiver of ${control} ${wrong}`);
  if (of !== undefined && container !== undefined && container !== of)
    throw new TemperedError('invalid-waiver', `a waiver of ${control} for container "${of}" cannot be one for container "${container}"`);
  const about = of ?? container;
  return { control, ...(about !== undefined && { container: about }), reason, expires, ...(ticket !== undefined && { ticket }) };
}
