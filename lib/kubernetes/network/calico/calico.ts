import { checkCluster } from '../check-cluster';
import type { ClusterNetwork } from '../cluster';
import type { Dialect } from '../dialect';
import type { PolicyObject, StatedNetwork } from '../stated-network';
import { askNames, guards, restOf } from './guard';
import { policyName } from './policy-name';
import { allow, type CalicoRule, DENY_METADATA } from './rules';
import { podSelector } from './selector';
import type { CalicoTier } from './tier';
import { tierObjects } from './tier';

/** What the policies of Calico must know of the cluster. */
export interface CalicoProps extends ClusterNetwork {
  /**
   * The tier of the policies. One before the default tier is asked first and drops what it does not allow, so that no NetworkPolicy of
   * Kubernetes can add to the flows that are stated.
   *
   * @default - the default tier, where NetworkPolicies of Kubernetes are too, and what either allows is allowed
   */
  readonly tier?: CalicoTier;
  /**
   * Whether the other pods of the namespace are closed too, those that nobody isolates: pods of a Helm hook, of an operator, of
   * `kubectl run`. Two GlobalNetworkPolicies
   * stand guard there, which whoever may only write in the namespace cannot lift; without them each workload carries in its own policy what
   * they say. It holds for the namespace that an isolated chart states (`new Chart(app, 'shop', { namespace: 'shop' })`),
   * if all that the app has there is isolated by this dialect; never for a workload that is isolated by itself.
   *
   * @default true
   */
  readonly wholeNamespaces?: boolean;
}

/** After the guard against the metadata address, and before Kubernetes' own policies, which Calico asks at 1,000. */
const WORKLOADS = 500;

/**
 * Policies of Calico (projectcalico.org/v3): a NetworkPolicy for each workload, and for the namespaces of the scope a guard that denies
 * whatever no policy allows.
 *
 * To be applied through Calico's API server, by `calicoctl`, or by `kubectl` where Calico keeps its policies as custom resources of v3.
 *
 * A block of addresses means these addresses, whoever has them: also pods, where the block covers theirs.
 *
 * @see https://docs.tigera.io/calico/latest/reference/resources/networkpolicy
 * @throws a TemperedError `invalid-tier` for a tier that Calico would refuse, `invalid-cidr` or `invalid-resolver` for what no cluster can have
 *
 * @example
 * ```ts
 * isolate(chart, { dialect: calico({ tier: { name: 'shop', order: 500 } }) });
 * ```
 */
export function calico({ tier = { name: 'default' }, wholeNamespaces = true, ...cluster }: CalicoProps = {}): Dialect {
  const tiers = tierObjects(tier);
  checkCluster('calico', cluster);
  return {
    name: 'Calico',
    http: [],
    cluster,
    // In a tier of its own the guard drops what later tiers would allow.
    isAdditive: tier.name === 'default',
    inexpressible: ({ peer }) =>
      peer.kind === 'fqdn'
        ? {
            wrong: `is to the name ${peer.fqdn}, and only Calico Enterprise and Calico Cloud know names (domains of a rule)`,
            hint: 'name its addresses with cidr(), or isolate with cilium()',
          }
        : peer.kind === 'nodes' && cluster.nodes === undefined
          ? {
              wrong: 'is with the nodes, which Calico knows by their addresses only',
              hint: 'give them: calico({ nodes: [...] }), from `kubectl get nodes -o wide`',
            }
          : undefined,
    policies: (stated, scopeName, namespaces) => {
      const guarded = wholeNamespaces ? namespaces : [];
      const isGuarded = ({ namespace }: StatedNetwork): boolean => namespace !== undefined && guarded.includes(namespace);
      return [
        ...tiers,
        ...guards(guarded, scopeName, tier.name, cluster),
        ...stated.map((each) => workloadPolicy(each, tier.name, cluster, isGuarded(each) ? NOTHING : alone(tier.name, cluster))),
      ];
    },
  };
}

/** What comes before and after the flows of a workload. */
interface Frame {
  readonly before: readonly CalicoRule[];
  readonly after: readonly CalicoRule[];
}

const NOTHING: Frame = { before: [], after: [] };

function alone(tier: string, cluster: ClusterNetwork): Frame {
  return { before: [...DENY_METADATA, ...askNames(cluster)], after: restOf(tier) };
}

function workloadPolicy(stated: StatedNetwork, tier: string, cluster: ClusterNetwork, { before, after }: Frame): PolicyObject {
  const { name, path, namespace, pods } = stated;
  const ingress = [...stated.ingress.flatMap((flow) => allow(flow, 'ingress', cluster)), ...after];
  const egress = [...before, ...stated.egress.flatMap((flow) => allow(flow, 'egress', cluster)), ...after];
  return {
    id: `calico-${name}`,
    apiVersion: 'projectcalico.org/v3',
    kind: 'NetworkPolicy',
    metadata: { name: policyName(tier, `${name}-network`), ...(namespace !== undefined && { namespace }) },
    workload: path,
    spec: {
      tier,
      order: WORKLOADS,
      selector: podSelector(pods),
      types: ['Ingress', 'Egress'],
      ...(ingress.length > 0 && { ingress }),
      ...(egress.length > 0 && { egress }),
    },
  };
}
