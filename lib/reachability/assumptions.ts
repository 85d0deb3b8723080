import { isTakenForHosts, touchesPrivate } from './assumed-addresses';
import type { Enforcer, Mentions } from './policy';

/** What may be said beside the objects, as `ReachabilityOptions` has it. */
export type SettingName = 'podCidrs' | 'apiServer' | 'enforcer';

/** What an answer takes for granted, since neither the objects nor the options say it. */
export interface Assumption {
  /** A clause: `10.0.0.10/32 is taken for hosts outside: …`. */
  readonly text: string;
  /** The options that would say it. */
  readonly options: readonly SettingName[];
}

/** What is known beside the objects. */
export interface Known {
  readonly enforcer: Enforcer;
  readonly podCidrs: boolean;
  readonly apiServer: boolean;
}

/** More would hide the rest. */
const MOST_NAMES = 3;

/** What the answer takes for granted of these policies. */
export function assumptionsOf(mentions: Mentions, known: Known): readonly Assumption[] {
  return [...whereThingsAre(mentions, known), ...whatServicesLeadTo(mentions), ...whereTiersStand(mentions), ...whatMeshesDo(mentions)];
}

/** Cilium tells what is in the cluster apart by labels: there no block is about it. */
function whereThingsAre({ blocks, peerBlocks }: Mentions, { enforcer, podCidrs, apiServer }: Known): readonly Assumption[] {
  if (enforcer === 'cilium' || (podCidrs && apiServer)) return [];
  const named = [...blocks].filter(([text, range]) => peerBlocks.has(text) && touchesPrivate(range));
  const hosts = named.filter(([, range]) => isTakenForHosts(range)).map(([text]) => text);
  const options: readonly SettingName[] = [...(podCidrs ? [] : ['podCidrs' as const]), ...(apiServer ? [] : ['apiServer' as const])];
  const unknown = [...(podCidrs ? [] : ['pods']), ...(apiServer ? [] : ['the API server'])];
  const where = `where ${unknown.join(' and ')} may be is not known: any private address (RFC 1918), and what a policy names of 100.64.0.0/10 and fc00::/7`;
  const outside = `${namesText(hosts)}, less than one node has for its pods, ${hosts.length === 1 ? 'is' : 'are'} taken for hosts outside: not ${unknown.join(', not ')}`;
  return [...(named.length > hosts.length ? [{ text: where, options }] : []), ...(hosts.length > 0 ? [{ text: outside, options }] : [])];
}

function whatServicesLeadTo({ absentServices }: Mentions): readonly Assumption[] {
  const names = [...absentServices];
  if (names.length === 0) return [];
  const text = `what is behind ${namesText(names)} is not known, since ${names.length === 1 ? 'that Service is' : 'those Services are'} not among the objects: any pods of the namespace, and no addresses that somebody put there`;
  return [{ text, options: [] }];
}

function whereTiersStand({ absentTiers }: Mentions): readonly Assumption[] {
  return [...absentTiers].map((name) => ({
    text: `where the Tier ${name} stands is not known, since it is not among the objects: directly before the tier default, and refusing what none of its policies allows`,
    options: [],
  }));
}

function whatMeshesDo({ meshPolicies }: Mentions): readonly Assumption[] {
  if (meshPolicies.size === 0) return [];
  return [{ text: `what a mesh refuses is no part of the answer: not read are ${[...meshPolicies].join(', ')}`, options: [] }];
}

function namesText(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  return rest > 0 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${rest} more` : names.join(', ');
}

/** `; say podCidrs or apiServer`, in the words of where they are said; empty where there is nothing to say. */
export function settingsText(options: readonly SettingName[] | undefined, nameOf: (option: SettingName) => string): string {
  return options === undefined || options.length === 0 ? '' : `; say ${options.map(nameOf).join(' or ')}`;
}
