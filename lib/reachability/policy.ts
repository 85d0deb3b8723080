import type { Path } from '../controls/requirement';
import type { Resource } from '../engine/resource';
import type { AddressRange } from './addresses';
import type { Match } from './certainty';
import type { Endpoint, Entity, PodEndpoint, Traffic } from './endpoint';
import type { LabelRequirements } from './label-selector';
import type { PortTest } from './ports';
import type { Place } from './tiers';

/** Who carries policies out, where it makes a difference. */
export type Enforcer = 'kubernetes' | 'cilium' | 'calico';

export type Direction = 'ingress' | 'egress';

/** What a rule does with the traffic that it matches; `pass` leaves it to the next tier. */
export type Action = 'allow' | 'deny' | 'pass';

/** One rule of a policy, in one direction. */
export interface Rule {
  readonly action: Action;
  /** From the root of the object: `spec.ingress[0]`. */
  readonly path: Path;
  /** Whether the other end is one that the rule speaks of. */
  readonly peer: (peer: Endpoint, subject: PodEndpoint) => Match;
  /** Whether the destination's port is. */
  readonly port: (traffic: Traffic, destination: Endpoint) => Match;
  /** The ports that it tells apart: between them it says the same of all. */
  readonly divides: readonly PortTest[];
  /** What it depends on where the match is `maybe`; default: an address that is not known. */
  readonly doubt?: string;
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
  /** When it is asked. */
  readonly place: Place;
  readonly selects: (pod: PodEndpoint) => boolean;
  /** Whether what no rule allows is refused, where it selects; undefined: it has no say in that direction. */
  readonly ingress: PolicySide | undefined;
  readonly egress: PolicySide | undefined;
}

export interface PolicySide {
  readonly isolates: boolean;
  readonly rules: readonly Rule[];
}

/** Pods as a rule selects them, among the objects or not. */
export interface PodsMention {
  /** The namespace, where it is one; else `namespaces` says which. */
  readonly namespace: string | undefined;
  /** Labels of namespaces. */
  readonly namespaces: LabelRequirements;
  /** Labels of pods. */
  readonly pods: LabelRequirements;
}

/** What policies name, by which the rest of the world is divided. */
export interface Mentions {
  readonly blocks: Map<string, AddressRange>;
  /** Those of them that are peers, and not only excepted from others. */
  readonly peerBlocks: Set<string>;
  readonly fqdns: Set<string>;
  readonly entities: Set<Entity>;
  readonly pods: PodsMention[];
  /** Services that are not among the objects: `NAMESPACE/NAME`. */
  readonly absentServices: Set<string>;
  /** Tiers of Calico that are not among the objects. */
  readonly absentTiers: Set<string>;
  /** Kinds of policies by which meshes refuse. */
  readonly meshPolicies: Set<string>;
}

/** A number of a port as it may be written; undefined where it is none. */
export function isPortNumber(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65_535;
}
