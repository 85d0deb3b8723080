import { isControlId, unknownControl } from '../controls/catalogue';
import { isObject, type Json } from '../controls/requirement';
import { podsOf } from '../controls/requirement/pods';
import { TemperedError } from '../errors';
import type { Finding } from './finding';
import type { Resource } from './resource';

/** A control that is not asked of something, for a reason and until a day. */
export interface Waiver {
  /** The id of the control that is not asked. */
  readonly control: string;
  /** The name of the one container that it is for. Default: the whole object. */
  readonly container?: string;
  /** Why the risk is taken; a sentence for the reader of an audit in a year. */
  readonly reason: string;
  /** The last day on which it holds, `YYYY-MM-DD`. */
  readonly expires: string;
  /** Where the decision is kept. */
  readonly ticket?: string;
}

/** Annotations of this prefix hold waivers, a control each: `waive.tempered/host-network: '{"reason":…,"expires":…}'`. */
export const WAIVER_PREFIX = 'waive.tempered/';

/**
 * The annotation of the waivers for one control, for manifests that a program writes: its key and its JSON text.
 *
 * @throws a TemperedError `no-waiver` for an empty list
 */
export function waiverAnnotation(waivers: readonly Waiver[]): { readonly key: string; readonly value: string } {
  const [first] = waivers;
  if (first === undefined) throw new TemperedError('no-waiver', 'waiverAnnotation needs at least one waiver');
  const bodies = waivers.map(({ container, reason, expires, ticket }) => ({
    ...(container !== undefined && { container }),
    reason,
    expires,
    ...(ticket !== undefined && { ticket }),
  }));
  return { key: WAIVER_PREFIX + first.control, value: JSON.stringify(bodies.length === 1 ? bodies[0] : bodies) };
}

/** Something about a waiver that a person should know; it never hides a finding. */
export interface WaiverProblem {
  /** Its last day is over; it hides nothing; it cannot be read; or the profile allows no waiver of the control. */
  readonly kind: 'expired' | 'unused' | 'invalid' | 'forbidden';
  /** What it names as the control; of an invalid one, perhaps none that there is. */
  readonly control: string;
  /** The object that carries it; undefined for one from outside that was about nothing. */
  readonly resource: Resource | undefined;
  /** Undefined where it cannot be read. */
  readonly waiver: Waiver | undefined;
  /** One sentence: what is wrong with it, and what to do. */
  readonly message: string;
}

/** The waivers that an object carries, on itself or on its pod template, and those that cannot be read. */
export function waiversOf(resource: Resource): { readonly waivers: readonly Waiver[]; readonly problems: readonly WaiverProblem[] } {
  const waivers = new Map<string, Waiver>();
  const problems: WaiverProblem[] = [];
  const { metadata } = resource.object;
  const places: readonly unknown[] = [
    isObject(metadata) ? metadata.annotations : undefined,
    // Of a Pod the object and its pod are the same.
    ...podsOf(resource.group, resource.kind, resource.object).pods.flatMap(({ at, metadata }) =>
      at.length === 0 ? [] : [metadata.annotations],
    ),
  ];
  for (const annotations of places) {
    if (!isObject(annotations)) continue;
    for (const key in annotations) {
      if (!key.startsWith(WAIVER_PREFIX)) continue;
      const control = key.slice(WAIVER_PREFIX.length);
      const read = readWaivers(control, annotations[key]);
      if (typeof read === 'string')
        problems.push({ kind: 'invalid', control, resource, waiver: undefined, message: `${holderOf(resource)} ${key}: ${read}` });
      else for (const waiver of read) waivers.set(JSON.stringify(waiver), waiver);
    }
  }
  return { waivers: [...waivers.values()], problems };
}

/** What the sources of Docker write waivers in. */
const HOLDERS: Readonly<Record<string, string>> = { Dockerfile: 'comment', ComposeFile: 'x-waive.tempered, written as', Daemon: 'label' };

function holderOf({ group, kind }: Resource): string {
  return group === 'docker' ? (HOLDERS[kind] ?? 'label') : 'annotation';
}

function readWaivers(control: string, value: unknown): readonly Waiver[] | string {
  let body: unknown;
  try {
    body = typeof value === 'string' ? JSON.parse(value) : undefined;
  } catch {
    body = undefined;
  }
  if (!isControlId(control)) return unknownControl(control).message;
  const all: readonly unknown[] = Array.isArray(body) ? body : [body];
  const waivers: Waiver[] = [];
  for (const each of all) {
    const wrong = waiverError(each);
    if (wrong !== undefined) return wrong;
    const { container, reason, expires, ticket } = each as Json;
    waivers.push({ control, reason, expires, ...(container !== undefined && { container }), ...(ticket !== undefined && { ticket }) });
  }
  return waivers;
}

/** What is wrong with the body of a waiver, if anything is. */
export function waiverError(body: unknown): string | undefined {
  if (!isObject(body)) return 'must hold JSON such as {"reason": "…", "expires": "2027-01-31"}';
  if (typeof body.reason !== 'string' || body.reason.trim() === '') return 'needs a "reason"';
  if (typeof body.expires !== 'string' || !isDay(body.expires)) return 'needs "expires", a day written YYYY-MM-DD';
  for (const key of ['container', 'ticket']) if (body[key] !== undefined && typeof body[key] !== 'string') return `"${key}" must be a text`;
  return undefined;
}

/** Whether the text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/**
 * The day that waivers are compared with: today in UTC, the one use of a clock. `TEMPERED_TODAY` sets it.
 *
 * @throws a TemperedError `invalid-day` where it is set to anything else: compared with that, no waiver might ever end
 */
export function today(): string {
  const day = process.env.TEMPERED_TODAY ?? new Date().toISOString().slice(0, 10);
  if (!isDay(day)) throw new TemperedError('invalid-day', `TEMPERED_TODAY is "${day}"; it must be a day written YYYY-MM-DD`);
  return day;
}

/** Whether the waiver is about the finding; its day is not asked. */
export function waives(waiver: Waiver, finding: Pick<Finding, 'control' | 'container'>): boolean {
  return waiver.control === finding.control && (waiver.container === undefined || waiver.container === finding.container);
}
