import type { Resource } from '../engine/resource';

/** Those of Calico that only say what they would do. */
const STAGED = ['StagedNetworkPolicy', 'StagedGlobalNetworkPolicy', 'StagedKubernetesNetworkPolicy'];
const OF_CALICO = ['NetworkPolicy', 'GlobalNetworkPolicy', ...STAGED];

/** Kinds of network policies that are read, or do nothing, by group. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  'cilium.io': ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'],
  'projectcalico.org': OF_CALICO,
  'crd.projectcalico.org': OF_CALICO,
};

/** What OVN-Kubernetes calls its policy of what leaves the cluster. */
const EGRESS_FIREWALL = 'EgressFirewall';

/** What meshes decide by, after the network has let a connection through. */
const OF_MESHES: Readonly<Record<string, readonly string[]>> = {
  'security.istio.io': ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'],
  'policy.linkerd.io': ['AuthorizationPolicy', 'ServerAuthorization', 'Server'],
};

/**
 * Whether an object is a network policy that is not read, so that the answer would not be the whole: of Antrea, of clouds, of versions that are
 * gone. All of them end their kinds so.
 */
export function isUnreadPolicy({ group, version, kind }: Resource): boolean {
  if (group === 'networking.k8s.io' && kind === 'NetworkPolicy') return version !== 'v1';
  if (KNOWN[group]?.includes(kind) === true) return false;
  return kind.endsWith('NetworkPolicy') || kind === EGRESS_FIREWALL;
}

/** The kind, where it is a policy by which a mesh refuses. */
export function meshPolicyOf({ group, kind }: Resource): string | undefined {
  return OF_MESHES[group]?.includes(kind) === true ? `${kind} (${group})` : undefined;
}
