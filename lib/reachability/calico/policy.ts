import type { Resource } from '../../engine/resource';
import { inBlock } from '../blocks';
import { both, type Match } from '../certainty';
import type { Endpoint, PodEndpoint } from '../endpoint';
import { EVERYWHERE } from '../outsiders';
import type { Action, Direction, Policy, PolicySide, Rule } from '../policy';
import { matchesPorts } from '../ports';
import { type Complain, Shape } from '../shape';
import { NAMESPACED } from '../tiers';
import { type CalicoWorld, ENTITY, entityOf, selectorAt } from './entity';
import { NAMESPACE, namespaceLabel, serviceAccountLabel } from './labels';
import { portsOf } from './ports';
import type { CalicoTier } from './tiers';

const SPEC = ['tier', 'order', 'selector', 'serviceAccountSelector', 'types', 'ingress', 'egress', 'performanceHints'];
const GLOBAL_SPEC = [...SPEC, 'namespaceSelector', 'doNotTrack', 'preDNAT', 'applyOnForward'];
const RULE = ['action', 'ipVersion', 'protocol', 'notProtocol', 'icmp', 'notICMP', 'source', 'destination', 'http', 'metadata'];
const ACTIONS = ['Allow', 'Deny', 'Log', 'Pass'] as const;
const DOES: Readonly<Record<(typeof ACTIONS)[number], Action | undefined>> = { Allow: 'allow', Deny: 'deny', Pass: 'pass', Log: undefined };

/**
 * A NetworkPolicy or GlobalNetworkPolicy of Calico (projectcalico.org/v3): the first rule that matches decides, in the order of tiers,
 * policies and rules. A pod in its node's network is no endpoint of Calico's, and selected by none.
 *
 * Source: Calico, `api/pkg/apis/projectcalico/v3`, `felix/calc/policy_sorter.go` (order), `app-policy/checker/check.go` (`checkTiers`).
 *
 * @param namespace that of the policy; undefined for a global one
 * @param tiers one that is not known yet is put there
 */
export function calicoPolicy(
  resource: Resource,
  namespace: string | undefined,
  tiers: Map<string, CalicoTier>,
  world: CalicoWorld,
  complain: Complain,
): Policy {
  const spec = Shape.of(resource.object.spec, ['spec'], complain, namespace === undefined ? GLOBAL_SPEC : SPEC);
  for (const key of ['doNotTrack', 'preDNAT'])
    if (spec.flag(key) === true) spec.wrong(key, 'is for host endpoints, which reachability does not judge');
  const { tier, passes } = tierOf(spec, tiers, world);
  const rules = {
    ingress: rulesOf('ingress', spec, namespace, world),
    egress: rulesOf('egress', spec, namespace, world),
  };
  const types = typesOf(resource, spec);
  const side = (direction: Direction): PolicySide | undefined =>
    types.includes(direction) ? { isolates: !passes, rules: rules[direction] } : undefined;
  const order = spec.number('order') ?? Number.POSITIVE_INFINITY;
  const kind = resource.kind;
  return {
    resource,
    name: `Calico's ${kind} ${namespace === undefined ? '' : `${namespace}/`}${resource.name}`,
    place: { tier, order, tie: `${resource.name}/${namespace ?? ''}/${kind}` },
    selects: subjectsOf(spec, namespace, world),
    ingress: side('ingress'),
    egress: side('egress'),
  };
}

/** Where a tier stands that is not among the objects is not known: Tiers of one's own go before the default one. */
const BEFORE_DEFAULT = NAMESPACED.order - 1;

function tierOf(spec: Shape, tiers: Map<string, CalicoTier>, { mentions }: CalicoWorld): CalicoTier {
  const name = spec.text('tier') ?? NAMESPACED.name;
  const known = tiers.get(name);
  if (known !== undefined) return known;
  mentions.absentTiers.add(name);
  const assumed: CalicoTier = { tier: { name, order: BEFORE_DEFAULT }, passes: false };
  tiers.set(name, assumed);
  return assumed;
}

/** Absent, it follows from the rules; what was stored without the API of Calico, which fills it in, means both. */
function typesOf({ group }: Resource, spec: Shape): readonly Direction[] {
  const types = spec.texts('types') ?? [];
  for (const type of types) if (type !== 'Ingress' && type !== 'Egress') spec.wrong('types', 'must hold Ingress or Egress');
  if (types.length > 0) return (['ingress', 'egress'] as const).filter((each) => types.some((type) => type.toLowerCase() === each));
  if (group === 'crd.projectcalico.org') return ['ingress', 'egress'];
  const written = (key: Direction): boolean => (spec.elements(key) ?? []).length > 0;
  return [...(written('ingress') || !written('egress') ? (['ingress'] as const) : []), ...(written('egress') ? (['egress'] as const) : [])];
}

function subjectsOf(spec: Shape, namespace: string | undefined, { labelOf }: CalicoWorld): (pod: PodEndpoint) => boolean {
  const selector = selectorAt(spec, 'selector');
  const accounts = selectorAt(spec, 'serviceAccountSelector');
  const namespaces = selectorAt(spec, 'namespaceSelector');
  return (pod) => {
    if (pod.hostNetwork || (namespace !== undefined && pod.namespace !== namespace)) return false;
    const label = labelOf(pod);
    return (
      selector?.matches({ label }) !== false &&
      accounts?.matches({ label: serviceAccountLabel(label) }) !== false &&
      namespaces?.matches({ label: namespaceLabel(label), all: label(NAMESPACE) !== undefined }) !== false
    );
  };
}

function rulesOf(direction: Direction, spec: Shape, namespace: string | undefined, world: CalicoWorld): readonly Rule[] {
  return (spec.objects(direction, RULE) ?? []).flatMap((rule): readonly Rule[] => {
    const action = rule.oneOf('action', ACTIONS);
    if (action === undefined && !rule.has('action')) rule.wrong('action', 'is missing');
    const written = { source: rule.object('source', ENTITY), destination: rule.object('destination', ENTITY) };
    const source = entityOf(written.source, namespace, world);
    const destination = entityOf(written.destination, namespace, world);
    const ports = portsOf(rule, written.source, written.destination);
    const doubt = ports.bySource ? 'where it comes from a port of its rule' : (destination.doubt ?? source.doubt);
    const http = rule.object('http', ['methods', 'paths']);
    if (http !== undefined && action !== 'Allow') rule.wrong('http', 'is for rules that allow');
    const family = familyOf(rule);
    const does = action === undefined ? undefined : DOES[action];
    // Pings are no connections that are asked about.
    if (does === undefined || rule.has('icmp')) return [];
    return [
      {
        action: does,
        path: rule.path,
        peer: (peer, subject) => {
          const [from, to] = direction === 'ingress' ? [peer, subject] : [subject, peer];
          return both(both(source.matches(from), destination.matches(to)), family(peer));
        },
        port: (traffic, to) => both(ports.matches(traffic, to), matchesPorts(destination.servicePorts, traffic, to)),
        divides: [...ports.divides, ...(destination.servicePorts ?? [])],
        ...(doubt !== undefined && { doubt }),
        ...(http !== undefined && { condition: 'only the HTTP requests of its rule' }),
      },
    ];
  });
}

/** Whether an end has an address of the version that the rule is for. */
function familyOf(rule: Shape): (end: Endpoint) => Match {
  const version = rule.number('ipVersion');
  if (version === undefined) return () => 'yes';
  if (version !== 4 && version !== 6) rule.wrong('ipVersion', 'must be 4 or 6');
  const addresses = EVERYWHERE.filter(({ family }) => family === version);
  return (end) => (end.whereabouts.knowledge === 'exact' ? inBlock(addresses, end) : version === 4 ? 'yes' : 'maybe');
}
