import type { Path } from '../controls/requirement';
import type { Resource } from '../engine/resource';
import type { AddressRange } from './addresses';
import type { Match } from './certainty';
import type { Endpoint, PodEndpoint, Traffic } from './endpoint';
import type { PortTest } from './ports';

export type Direction = 'ingress' | 'egress';

/** What a rule does with the traffic that it matches. */
export type Action = 'allow' | 'deny';

/** One rule of a policy, in one direction. */
export interface Rule {
  readonly action: Action;
  /** From the root of the object: `spec.ingress[0]`. */
  readonly path: Path;
  /** Whether the other end is one that the rule speaks of. */
  readonly peer: (peer: Endpoint, subject: PodEndpoint) => Match;
  /** Whether the destination's port is. */
  readonly port: (traffic: Traffic, destination: Endpoint) => Match;
  /** What it asks beyond the port, such as the requests that it lets through. */
  readonly condition?: string;
  /** Whether the rule lets the enforcer see the answers about a name, so that it learns its addresses. Cilium only. */
  readonly learns?: (name: string) => boolean;
  /** Whether its peers are names, which match nothing unless another rule lets the enforcer learn their addresses. */
  readonly byName?: boolean;
}

/** A policy of any dialect, ready to be asked. */
export interface Policy {
  readonly resource: Resource;
  /** `NetworkPolicy shop/web`. */
  readonly name: string;
  readonly selects: (pod: PodEndpoint) => boolean;
  /** Whether what no rule allows is refused, where it selects; undefined: it has no say in that direction. */
  readonly ingress: PolicySide | undefined;
  readonly egress: PolicySide | undefined;
}

export interface PolicySide {
  readonly isolates: boolean;
  readonly rules: readonly Rule[];
}

/** What policies name, by which the rest of the world is divided. */
export interface Mentions {
  readonly ports: PortTest[];
  readonly blocks: Map<string, AddressRange>;
  readonly fqdns: Set<string>;
}

/** A number of a port as it may be written; undefined where it is none. */
export function isPortNumber(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65_535;
}
