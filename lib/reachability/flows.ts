import type { Endpoint, Traffic } from './endpoint';
import { PROTOCOLS } from './endpoint';
import { LAST_PORT, type PortClass } from './ports';
import type { Side } from './verdict';

/** What both ends say of a connection. */
export interface Sides {
  /** What the source's policies say. */
  readonly egress: Side;
  /** What the destination's policies say. */
  readonly ingress: Side;
}

/** Ports on which one end reaches another, all for the same reasons. */
export interface OpenPorts extends PortClass, Sides {}

/** One end reaches another. */
export interface Flow {
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** By protocol and number; ranges that do not overlap. */
  readonly ports: readonly OpenPorts[];
}

/** Of classes of ports, those on which a connection is let through; neighbours of the same reasons in one. */
export function openPorts(classes: readonly PortClass[], ask: (traffic: Traffic) => Sides): readonly OpenPorts[] {
  const open: OpenPorts[] = [];
  for (const { protocol, first, last } of classes) {
    const sides = ask({ protocol, port: first });
    if (!sides.egress.allowed || !sides.ingress.allowed) continue;
    const before = open.at(-1);
    if (before !== undefined && before.protocol === protocol && before.last === first - 1 && sameReasons(before, sides))
      open[open.length - 1] = { ...before, last };
    else open.push({ protocol, first, last, ...sides });
  }
  return open;
}

function sameReasons(a: Sides, b: Sides): boolean {
  return a.egress.reasons.join('\n') === b.egress.reasons.join('\n') && a.ingress.reasons.join('\n') === b.ingress.reasons.join('\n');
}

/** `TCP/8080, UDP/5000-5010`; `every port` where it is all of every protocol, `TCP` where it is all of one. Ranges that touch are one. */
export function portsText(ports: readonly PortClass[]): string {
  const merged = mergePorts(ports);
  const whole = merged.filter(({ first, last }) => first === 1 && last === LAST_PORT).map(({ protocol }) => protocol);
  if (PROTOCOLS.every((each) => whole.includes(each))) return 'every port';
  return merged
    .map(({ protocol, first, last }) => {
      if (first === 1 && last === LAST_PORT) return `${protocol}`;
      return `${protocol}/${first === last ? first : `${first}-${last}`}`;
    })
    .join(', ');
}

/** The same ports in as few ranges as can be. */
export function mergePorts(ports: readonly PortClass[]): readonly PortClass[] {
  return PROTOCOLS.flatMap((protocol) => {
    const merged: PortClass[] = [];
    for (const { first, last } of ports.filter((each) => each.protocol === protocol).sort((a, b) => a.first - b.first)) {
      const before = merged.at(-1);
      if (before !== undefined && first <= before.last + 1) merged[merged.length - 1] = { ...before, last: Math.max(before.last, last) };
      else merged.push({ protocol, first, last });
    }
    return merged;
  });
}

/** What of some ports is not among others. */
export function withoutPorts(from: readonly PortClass[], taken: readonly PortClass[]): readonly PortClass[] {
  let left = from;
  for (const { protocol, first, last } of taken)
    left = left.flatMap((each) => {
      if (each.protocol !== protocol || each.last < first || each.first > last) return [each];
      return [...(each.first < first ? [{ ...each, last: first - 1 }] : []), ...(each.last > last ? [{ ...each, first: last + 1 }] : [])];
    });
  return left;
}
