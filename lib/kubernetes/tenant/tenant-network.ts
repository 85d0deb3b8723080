import type { Json } from '../../controls/requirement';
import { NAMESPACE_NAME_LABEL, type Resolver } from '../network/cluster';
import { dnsRules } from '../network/network-policy/kubernetes-policies';
import { tenantGuard } from './tenant-guard';

/** What goes in and out of a tenant's namespace beside what its own policies say. */
export interface TenantNetworkProps {
  /** Namespaces whose pods may reach every pod of the tenant: of the ingress controller, of monitoring. Default: none. */
  readonly ingressFrom?: readonly string[];
  /**
   * Whether the pods of the tenant reach each other. Without it each flow needs a policy of its own.
   *
   * @default false
   */
  readonly within?: boolean;
  /**
   * Who answers names, as in the dialects of `isolate`.
   *
   * @default - `k8s-app: kube-dns` in kube-system, which CoreDNS carries nearly everywhere
   */
  readonly resolver?: Resolver;
  /**
   * A policy of the whole cluster on top, in the words of its network plugin, which nobody can lift from within the tenant, since it
   * denies: the metadata address of the cloud, and other tenants, both ways. Namespaces of `ingressFrom` may be tenants, too.
   *
   * @default - none
   */
  readonly dialect?: 'cilium' | 'calico';
  /**
   * Whether who deploys may write NetworkPolicies, too, which charts of the tenant carry that state their own flows by `isolate`.
   * Whoever writes them may open what they like, and delete those of the tenant: only what `dialect` denies stays closed.
   *
   * @default false - whoever runs the cluster applies them
   */
  readonly ownPolicies?: boolean;
}

/** An object of a tenant's network. */
export interface TenantPolicy {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: Json;
}

const NO_PODS = {};

/** The policies of a tenant, by the id of the construct. */
export function tenantPolicies(namespace: string, props: TenantNetworkProps): Readonly<Record<string, TenantPolicy>> {
  const { ingressFrom = [], within = false, dialect, resolver } = props;
  const policy = (name: string, spec: Json): TenantPolicy => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace },
    spec: { podSelector: NO_PODS, ...spec },
  });
  return {
    'deny-all': policy('tenant-deny-all', { policyTypes: ['Ingress', 'Egress'] }),
    'allow-dns': policy('tenant-allow-dns', { policyTypes: ['Egress'], egress: [...dnsRules(props), ...cacheOfCilium(dialect, resolver)] }),
    ...(ingressFrom.length > 0 && {
      'allow-from': policy('tenant-allow-from', {
        policyTypes: ['Ingress'],
        ingress: [{ from: ingressFrom.map((each) => ({ namespaceSelector: { matchLabels: { [NAMESPACE_NAME_LABEL]: each } } })) }],
      }),
    }),
    ...(within && {
      'allow-within': policy('tenant-allow-within', {
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: [{ podSelector: NO_PODS }] }],
        egress: [{ to: [{ podSelector: NO_PODS }] }],
      }),
    }),
    ...(dialect !== undefined && { guard: tenantGuard(dialect, namespace, ingressFrom) }),
  };
}

/** Cilium redirects to the pods of the cache, and knows no pod by its address. */
function cacheOfCilium(dialect: TenantNetworkProps['dialect'], { nodeLocal = false, namespace }: Resolver = {}): readonly object[] {
  if (dialect !== 'cilium' || nodeLocal === false) return [];
  return dnsRules({ resolver: { labels: { 'k8s-app': 'node-local-dns' }, ...(namespace !== undefined && { namespace }) } });
}
