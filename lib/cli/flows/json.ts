import { type Endpoint, type OpenPorts, type Protocol, portsText } from '../../reachability';
import type { Place, PlacedError } from '../../reporters/audit-result';
import { type FlowsResult, isWorkload, placesOf } from './result';

export interface JsonEnd {
  /** `shop/Deployment/web`, `203.0.113.0/24`, `namespace monitoring`. */
  readonly name: string;
  /** `pods`: of others, that are not among the objects. */
  readonly kind: 'workload' | 'pods' | 'addresses' | 'name' | 'node';
}

/** What lets a connection through at one of its ends. */
export interface JsonSide {
  readonly reasons: readonly string[];
  /** The rules, where rules do. */
  readonly rules: readonly Place[];
}

export interface JsonOpenPorts {
  readonly protocol: Protocol;
  readonly first: number;
  readonly last: number;
  readonly egress: JsonSide;
  readonly ingress: JsonSide;
}

export interface JsonFlow {
  readonly from: JsonEnd;
  readonly to: JsonEnd;
  /** All its ports: `TCP/8080, UDP/53`. */
  readonly text: string;
  readonly ports: readonly JsonOpenPorts[];
}

/** What `tempered audit --flows --format json` prints. Members may be added, none is taken away. */
export interface JsonFlows {
  /** Of pairs that are not listed, nothing is let through. */
  readonly flows: readonly JsonFlow[];
  /** Workloads that policies leave open, and in which direction. */
  readonly open: readonly { readonly workload: string; readonly ingress: boolean; readonly egress: boolean }[];
  /** What the answer takes for granted, and the flags that would say it. */
  readonly assumptions: readonly string[];
  readonly errors: readonly PlacedError[];
  readonly summary: { readonly workloads: number; readonly policies: number; readonly flows: number; readonly open: number };
}

/** One flow a line. */
export function* jsonFlows({ reach, flows, open, policies, assumptions, errors, placeOf }: FlowsResult): Generator<string> {
  const side = (each: OpenPorts['egress']): JsonSide => ({ reasons: each.reasons, rules: placesOf(each, placeOf) });
  yield '{\n  "flows": [';
  for (const [index, { from, to, ports }] of flows.entries()) {
    const flow: JsonFlow = {
      from: endOf(from),
      to: endOf(to),
      text: portsText(ports),
      ports: ports.map(({ protocol, first, last, egress, ingress }) => ({
        protocol,
        first,
        last,
        egress: side(egress),
        ingress: side(ingress),
      })),
    };
    yield `${index === 0 ? '' : ','}\n    ${JSON.stringify(flow)}`;
  }
  const rest: Omit<JsonFlows, 'flows'> = {
    open: open.map(({ pod, ingress, egress }) => ({ workload: pod.name, ingress: !ingress, egress: !egress })),
    assumptions,
    errors,
    summary: { workloads: reach.pods.length, policies, flows: flows.length, open: open.length },
  };
  yield `${flows.length === 0 ? '' : '\n  '}]`;
  for (const [key, value] of Object.entries(rest)) yield `,\n  ${JSON.stringify(key)}: ${JSON.stringify(value)}`;
  yield '\n}\n';
}

function endOf(end: Endpoint): JsonEnd {
  if (end.kind === 'pod') return { name: end.name, kind: isWorkload(end) ? 'workload' : 'pods' };
  return { name: end.name, kind: end.fqdn !== undefined ? 'name' : end.entity === 'world' ? 'addresses' : 'node' };
}
