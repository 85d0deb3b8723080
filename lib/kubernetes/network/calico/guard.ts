import type { ClusterNetwork } from '../cluster';
import { dnsPorts, nodeLocalBlock, resolverPods } from '../cluster';
import type { PolicyObject } from '../stated-network';
import { policyName } from './policy-name';
import type { CalicoRule } from './rules';
import { allow, DENY_METADATA } from './rules';

/**
 * Asked before everything else of the tier, so that no policy that allows comes first: Calico asks the lowest order first, and the
 * first rule that matches decides.
 */
const FIRST = 1;

/**
 * What holds for every pod of some namespaces: no metadata address, names from the resolver, and nothing else that no policy
 * allows. Of the whole cluster (GlobalNetworkPolicy), so that who may only write in a namespace cannot lift it there.
 */
export function guards(namespaces: readonly string[], scopeName: string, tier: string, cluster: ClusterNetwork): readonly PolicyObject[] {
  const rest = restOf(tier);
  return namespaces.flatMap((namespace) => [
    guard(namespace, scopeName, 'metadata', tier, { order: FIRST, types: ['Egress'], egress: DENY_METADATA }),
    // Without an order: the last of its tier.
    guard(namespace, scopeName, 'deny', tier, {
      types: ['Ingress', 'Egress'],
      ...(rest.length > 0 && { ingress: rest }),
      egress: [...askNames(cluster), ...rest],
    }),
  ]);
}

/** To the resolver, and to its cache on each node where there is one. */
export function askNames({ resolver }: ClusterNetwork): readonly CalicoRule[] {
  return [...names(resolver)].flatMap((flow) => allow(flow, 'egress', {}));
}

/**
 * At the end of the default tier Kubernetes' own policies have been asked too, and the rest is dropped. Whether that of another tier
 * drops or passes on is a setting of the tier, so there it is said.
 */
export function restOf(tier: string): readonly CalicoRule[] {
  return tier === 'default' ? [] : [{ action: 'Deny' }];
}

function* names(resolver: ClusterNetwork['resolver']) {
  yield { peer: resolverPods(resolver), ports: dnsPorts(resolver), http: undefined };
  const cidr = nodeLocalBlock(resolver);
  if (cidr !== undefined) yield { peer: { kind: 'cidr', cidr, except: [] } as const, ports: dnsPorts(), http: undefined };
}

function guard(namespace: string, scopeName: string, what: string, tier: string, spec: Readonly<Record<string, unknown>>): PolicyObject {
  // A name of the cluster: the same chart may be applied to several namespaces.
  // With a dot, which no part has, two pairs of namespace and chart never come to one name: `a-b` with `c`, and `a` with `b-c`.
  const id = `${namespace}.${scopeName}-${what}`;
  return {
    id: `calico-${id}`,
    apiVersion: 'projectcalico.org/v3',
    kind: 'GlobalNetworkPolicy',
    metadata: { name: policyName(tier, id) },
    // With a selector of namespaces a global policy leaves the hosts alone.
    spec: { tier, namespaceSelector: `projectcalico.org/name == '${namespace}'`, selector: 'all()', ...spec },
    clusterScoped: true,
  };
}
