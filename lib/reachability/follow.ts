import type { Court } from './court';
import type { Endpoint, PodEndpoint, Traffic } from './endpoint';
import { type Flow, type OpenPorts, openPorts, type Sides } from './flows';
import { METADATA } from './outsiders';
import { portClasses } from './ports';
import type { Side } from './verdict';

/** Everything that is let through among workloads, and between them and others. */
export function* flowsAmong(court: Court, pods: readonly PodEndpoint[], others: readonly Endpoint[]): Generator<Flow> {
  for (const from of [...pods, ...others]) {
    // That a node reaches its own pods is no flow that anybody could close; a name and the metadata address only answer.
    if (from.kind === 'outsider' && (from.entity === 'host' || from.fqdn !== undefined || METADATA.includes(from.name))) continue;
    for (const to of isWorkload(from) ? [...pods, ...others] : pods) {
      const ports = portsBetween(court, from, to);
      if (ports.length > 0) yield { from, to, ports };
    }
  }
}

/** Most pairs are refused by an end that has no rule about the other: then no port is looked at. */
function portsBetween(court: Court, from: Endpoint, to: Endpoint): readonly OpenPorts[] {
  const egress = isWorkload(from) ? court.hear('egress', from, to) : undefined;
  if (egress?.refusesAll === true) return [];
  const ingress = isWorkload(to) ? court.hear('ingress', to, from) : undefined;
  if (ingress?.refusesAll === true) return [];
  const tests = [...(egress?.rules ?? []), ...(ingress?.rules ?? [])].flatMap(({ divides }) => divides);
  return openPorts(portClasses(tests, to), (traffic) => ({
    egress: egress?.on(traffic) ?? open(from),
    ingress: ingress?.on(traffic) ?? open(to),
  }));
}

/** What both ends say of a connection. */
export function sidesOf(court: Court, from: Endpoint, to: Endpoint, traffic: Traffic): Sides {
  return {
    egress: isWorkload(from) ? court.hear('egress', from, to).on(traffic) : open(from),
    ingress: isWorkload(to) ? court.hear('ingress', to, from).on(traffic) : open(to),
  };
}

function isWorkload(end: Endpoint): end is PodEndpoint {
  return end.kind === 'pod' && end.resource !== undefined;
}

function open({ kind, name }: Endpoint): Side {
  const why =
    kind === 'pod' ? 'is not among the objects: what its own policies say is not known' : 'is no pod: policies for pods do not select it';
  return { allowed: true, reasons: [`${name} ${why}`], rules: [] };
}
