import { type Addresses, parseCidr, without } from '../addresses';
import { inBlock } from '../blocks';
import { anyOf, both, type Match, not } from '../certainty';
import type { Endpoint, PodEndpoint } from '../endpoint';
import type { LabelRequirement } from '../label-selector';
import { EVERYWHERE } from '../outsiders';
import type { Mentions } from '../policy';
import type { PortTest } from '../ports';
import { absentService, type ServicePeer, servicePeer } from '../services';
import type { Shape } from '../shape';
import type { Surroundings } from '../surroundings';
import { type LabelOf, NAMESPACE, namespaceLabel, SERVICE_ACCOUNT, serviceAccountLabel } from './labels';
import { parseSelector, type Selector } from './selector';

export const ENTITY = [
  ...(['nets', 'notNets', 'selector', 'notSelector', 'namespaceSelector'] as const),
  ...(['services', 'serviceAccounts', 'ports', 'notPorts'] as const),
];

/** Addresses with labels: what a NetworkSet or a GlobalNetworkSet is to a selector. */
export interface LabelledAddresses {
  readonly label: LabelOf;
  readonly addresses: Addresses;
}

/** What of the objects rules refer to. */
export interface CalicoWorld {
  readonly around: Surroundings;
  readonly sets: readonly LabelledAddresses[];
  readonly labelOf: (pod: PodEndpoint) => LabelOf;
  readonly mentions: Mentions;
}

/** The source or the destination of a rule. */
export interface Entity {
  readonly matches: (end: Endpoint) => Match;
  /** The ports that its Service has at its pods; undefined where it names none. */
  readonly servicePorts: readonly PortTest[] | undefined;
  /** What a match depends on beside an address that is not known. */
  readonly doubt?: string;
}

/** The selector under a key, undefined where there is none; complains of what cannot be read. */
export function selectorAt(shape: Shape, key: string): Selector | undefined {
  const text = shape.text(key);
  if (text === undefined || text === '') return undefined;
  try {
    return parseSelector(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    shape.wrong(key, error.message);
    return { matches: () => false, asks: [] };
  }
}

/**
 * An EntityRule. Selectors ask pods and network sets by their labels, and through them addresses; as soon as there is any, a rule of a
 * NetworkPolicy is about its own namespace, unless `namespaceSelector` says which.
 *
 * Source: Calico, `policy_common.go` (`EntityRule`) and `updateprocessors/rules.go` (`GetEntityRuleSelector`).
 *
 * @param namespace that of the policy; undefined for a global one
 */
export function entityOf(shape: Shape | undefined, namespace: string | undefined, world: CalicoWorld): Entity {
  if (shape === undefined) return { matches: () => 'yes', servicePorts: undefined };
  const nets = netsAt(shape, 'nets', world);
  const notNets = netsAt(shape, 'notNets', world);
  const addresses = nets === undefined && notNets === undefined ? undefined : without(nets ?? EVERYWHERE, notNets ?? []);
  const notSelector = selectorAt(shape, 'notSelector');
  const selected = selectionOf(shape, namespace, notSelector, world);
  const service = serviceOf(shape, namespace, world);
  return {
    matches: (end) =>
      [
        addresses === undefined ? 'yes' : inBlock(addresses, end),
        selected === undefined ? 'yes' : known(end, selected, world),
        notSelector === undefined ? 'yes' : not(known(end, (label) => notSelector.matches({ label }), world)),
        service?.matches(end) ?? 'yes',
      ].reduce<Match>(both, 'yes'),
    servicePorts: service?.ports,
    ...(service?.doubt !== undefined && { doubt: service.doubt }),
  };
}

/** What all the selectors of an entity ask together; undefined where there is none. */
function selectionOf(
  shape: Shape,
  own: string | undefined,
  notSelector: Selector | undefined,
  { mentions, sets }: CalicoWorld,
): ((label: LabelOf) => boolean) | undefined {
  const selector = selectorAt(shape, 'selector');
  const namespaces = selectorAt(shape, 'namespaceSelector');
  const accounts = shape.object('serviceAccounts', ['names', 'selector']);
  const names = accounts?.texts('names') ?? [];
  const accountSelector = accounts === undefined ? undefined : selectorAt(accounts, 'selector');
  const narrows = selector !== undefined || namespaces !== undefined || accountSelector !== undefined || names.length > 0;
  if (!narrows && (own === undefined || notSelector === undefined)) return undefined;
  const selects = (label: LabelOf): boolean => {
    const inside = label(NAMESPACE) !== undefined;
    if (namespaces !== undefined && !namespaces.matches({ label: namespaceLabel(label), all: inside, global: !inside })) return false;
    if (namespaces === undefined && own !== undefined && label(NAMESPACE) !== own) return false;
    if (accountSelector !== undefined && !accountSelector.matches({ label: serviceAccountLabel(label) })) return false;
    if (names.length > 0 && !names.includes(label(SERVICE_ACCOUNT) ?? '')) return false;
    return selector === undefined || selector.matches({ label });
  };
  // Where it speaks of a set of addresses, it does not mean pods that nobody knows.
  if (!sets.some(({ label }) => selects(label)) && accounts === undefined) mention(selector, namespaces, own, mentions);
  return selects;
}

function mention(selector: Selector | undefined, namespaces: Selector | undefined, own: string | undefined, mentions: Mentions): void {
  for (const pods of selector?.asks ?? [[]])
    for (const there of namespaces?.asks ?? [[]]) {
      const named = (requirements: readonly LabelRequirement[], key: string): string | undefined =>
        requirements.find((each) => each.key === key)?.values[0];
      const namespace = named(pods, NAMESPACE) ?? named(there, 'projectcalico.org/name') ?? (namespaces === undefined ? own : undefined);
      mentions.pods.push({ namespace, namespaces: there, pods: pods.filter(({ key }) => !key.startsWith('projectcalico.org/')) });
    }
}

/** Whether an end is one of those that satisfy a selector, itself or by an address of a set that does. */
function known(end: Endpoint, selects: (label: LabelOf) => boolean, { sets, labelOf }: CalicoWorld): Match {
  if (end.kind === 'pod' && !end.hostNetwork && selects(labelOf(end))) return 'yes';
  return anyOf(sets, ({ label, addresses }) => (selects(label) ? inBlock(addresses, end) : 'no'));
}

function netsAt(shape: Shape, key: string, { mentions }: CalicoWorld): Addresses | undefined {
  const written = shape.texts(key);
  if (written === undefined || written.length === 0) return undefined;
  return written.flatMap((text) => {
    const range = parseCidr(text);
    if (range === undefined) shape.wrong(key, `must hold addresses and CIDR blocks such as 192.0.2.0/24, and ${text} is none`);
    else mentions.blocks.set(text, range);
    if (key === 'nets') mentions.peerBlocks.add(text);
    return range ?? [];
  });
}

/** A Service stands for its pods, and for their ports that it leads to. */
function serviceOf(shape: Shape, own: string | undefined, { around, mentions }: CalicoWorld): ServicePeer | undefined {
  const written = shape.object('services', ['name', 'namespace']);
  if (written === undefined) return undefined;
  const name = written.text('name');
  const namespace = written.text('namespace') ?? own;
  for (const key of ['selector', 'notSelector', 'namespaceSelector', 'nets', 'notNets', 'serviceAccounts'])
    if (shape.has(key)) shape.wrong(key, 'cannot stand beside services');
  if (name === undefined || namespace === undefined) {
    if (!written.has(name === undefined ? 'name' : 'namespace')) written.wrong(name === undefined ? 'name' : 'namespace', 'is missing');
    return { matches: () => 'no' };
  }
  const service = around.services.find((each) => each.name === name && each.namespace === namespace);
  return service === undefined ? absentService(name, namespace, mentions) : servicePeer(service);
}
