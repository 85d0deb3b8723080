import type { Path } from '../../controls/requirement';
import type { Resource } from '../../engine/resource';
import type { PodEndpoint } from '../endpoint';
import { type LabelRequirements, labelRequirements, satisfiesAll } from '../label-selector';
import type { Direction, Mentions, Policy, PolicySide, Rule } from '../policy';
import { matchesPorts } from '../ports';
import { type Complain, Shape } from '../shape';
import type { Surroundings } from '../surroundings';
import { UNORDERED } from '../tiers';
import { labelValue, POD_NAMESPACE } from './identity';
import { peersOf, ruleKeys } from './peers';
import { portsOf } from './ports';
import { identified } from './selectors';

const SPEC = [
  'endpointSelector',
  'nodeSelector',
  'ingress',
  'ingressDeny',
  'egress',
  'egressDeny',
  'labels',
  'description',
  'enableDefaultDeny',
  'log',
];

/**
 * A CiliumNetworkPolicy or CiliumClusterwideNetworkPolicy (cilium.io/v2): one policy for `spec` and each of `specs`.
 *
 * Source: Cilium documentation, "Network Policy", and the reference of the fields. A clusterwide policy with a `nodeSelector` is about nodes and selects no pod.
 *
 * @param namespace that of the policy; undefined for a clusterwide one
 */
export function ciliumPolicies(
  resource: Resource,
  namespace: string | undefined,
  around: Surroundings,
  mentions: Mentions,
  complain: Complain,
): readonly Policy[] {
  const { spec, specs } = resource.object;
  if ((spec ?? undefined) === undefined && !Array.isArray(specs)) complain(['spec'], 'is missing');
  const rules: readonly (readonly [unknown, Path])[] = [
    ...((spec ?? undefined) === undefined ? [] : [[spec, ['spec']] as const]),
    ...(Array.isArray(specs) ? specs.map((each: unknown, index) => [each, ['specs', index]] as const) : []),
  ];
  return rules.map(([each, path]) => policyOf(resource, namespace, Shape.of(each, path, complain, SPEC), around, mentions));
}

function policyOf(resource: Resource, namespace: string | undefined, spec: Shape, around: Surroundings, mentions: Mentions): Policy {
  const endpoints = labelRequirements(spec, 'endpointSelector');
  const nodes = labelRequirements(spec, 'nodeSelector');
  if (endpoints === undefined && nodes === undefined) spec.wrong('endpointSelector', 'is missing');
  if (endpoints !== undefined && nodes !== undefined) spec.wrong('nodeSelector', 'cannot stand beside endpointSelector');
  if (nodes !== undefined && namespace !== undefined) spec.wrong('nodeSelector', 'is for a CiliumClusterwideNetworkPolicy');
  const deny = spec.object('enableDefaultDeny', ['ingress', 'egress']);
  const side = (direction: Direction): PolicySide | undefined => {
    const rules = [
      ...rulesOf(spec, direction, 'allow', namespace, around, mentions),
      ...rulesOf(spec, direction, 'deny', namespace, around, mentions),
    ];
    return rules.length === 0 ? undefined : { rules, isolates: deny?.flag(direction) ?? true };
  };
  const ingress = side('ingress');
  const egress = side('egress');
  if (ingress === undefined && egress === undefined)
    spec.wrong('ingress', 'is missing, as are egress, ingressDeny and egressDeny: Cilium refuses a policy without rules');
  const name = `${resource.kind} ${namespace === undefined ? '' : `${namespace}/`}${resource.name}`;
  return {
    resource,
    name,
    place: UNORDERED,
    selects: (pod) => endpoints !== undefined && selectsPod(pod, endpoints, namespace),
    ingress,
    egress,
  };
}

function selectsPod(pod: PodEndpoint, requirements: LabelRequirements, namespace: string | undefined): boolean {
  if (pod.hostNetwork || (namespace !== undefined && pod.namespace !== namespace)) return false;
  // What such a policy says of the namespace with the source k8s is replaced by its own.
  const asked = requirements.filter(({ key, operator }) => namespace === undefined || key !== `k8s:${POD_NAMESPACE}` || operator !== 'In');
  return identified(pod, (identity) => satisfiesAll(asked, (key) => labelValue(identity, key))) === 'yes';
}

function rulesOf(
  spec: Shape,
  direction: Direction,
  action: 'allow' | 'deny',
  namespace: string | undefined,
  around: Surroundings,
  mentions: Mentions,
): readonly Rule[] {
  const key = action === 'allow' ? direction : `${direction}Deny`;
  return (spec.objects(key, ruleKeys(direction)) ?? []).map((rule): Rule => {
    const peers = peersOf(rule, direction, namespace, around, mentions);
    const ports = portsOf(rule);
    const mode = rule.object('authentication', ['mode'])?.text('mode');
    const condition =
      mode === 'required'
        ? ['with mutual authentication', ports.condition].filter((each) => each !== undefined).join(', ')
        : ports.condition;
    if (action === 'deny' && (ports.condition !== undefined || peers.byName)) rule.wrong('toPorts', 'cannot deny by requests or by names');
    return {
      action,
      path: rule.path,
      peer: peers.matches,
      port: (traffic, destination) => matchesPorts(ports.tests, traffic, destination),
      divides: ports.tests ?? [],
      byName: peers.byName,
      ...(peers.doubt !== undefined && { doubt: peers.doubt }),
      ...(condition !== undefined && { condition }),
      ...(ports.learns !== undefined && { learns: ports.learns }),
    };
  });
}
