import type { Json } from '../../controls/requirement';

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
   * Labels of the pods that answer names, and their namespace.
   *
   * @default - `k8s-app: kube-dns` in kube-system, which CoreDNS carries nearly everywhere
   */
  readonly resolver?: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> };
  /**
   * Policies of the cluster's network plugin on top, which the tenant cannot lift by a NetworkPolicy of its own, since they deny: the
   * metadata address of the cloud and the tenant's way to other tenants.
   *
   * @default - none
   */
  readonly dialect?: 'cilium' | 'calico';
}

const METADATA = '169.254.169.254/32';
const NAME_LABEL = 'kubernetes.io/metadata.name';
const NO_PODS = {};

/** The policies of a tenant, by the id of the construct. */
export function tenantPolicies(
  namespace: string,
  {
    ingressFrom = [],
    within = false,
    resolver = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
    dialect,
  }: TenantNetworkProps,
): Readonly<Record<string, PolicyObject>> {
  const policy = (name: string, spec: Json): PolicyObject => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace },
    spec: { podSelector: NO_PODS, ...spec },
  });
  const dns = { namespaceSelector: { matchLabels: { [NAME_LABEL]: resolver.namespace } }, podSelector: { matchLabels: resolver.labels } };
  return {
    'deny-all': policy('tenant-deny-all', { policyTypes: ['Ingress', 'Egress'] }),
    'allow-dns': policy('tenant-allow-dns', {
      policyTypes: ['Egress'],
      egress: [{ to: [dns], ports: (['UDP', 'TCP'] as const).map((protocol) => ({ protocol, port: 53 })) }],
    }),
    ...(ingressFrom.length > 0 && {
      'allow-from': policy('tenant-allow-from', {
        policyTypes: ['Ingress'],
        ingress: [{ from: ingressFrom.map((each) => ({ namespaceSelector: { matchLabels: { [NAME_LABEL]: each } } })) }],
      }),
    }),
    ...(within && {
      'allow-within': policy('tenant-allow-within', {
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: [{ podSelector: NO_PODS }] }],
        egress: [{ to: [{ podSelector: NO_PODS }] }],
      }),
    }),
    ...(dialect === 'cilium' && { 'deny-metadata': ciliumDeny(namespace) }),
    ...(dialect === 'calico' && { 'deny-metadata': calicoDeny(namespace) }),
  };
}

interface PolicyObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: Json;
}

/** A denial of Cilium wins over everything that allows, whoever wrote it. */
function ciliumDeny(namespace: string): PolicyObject {
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name: 'tenant-deny-metadata', namespace },
    spec: { endpointSelector: {}, egressDeny: [{ toCIDR: [METADATA] }], enableDefaultDeny: { egress: false } },
  };
}

/** A low order is asked first; what it does not deny goes on to the policies of the tenant. No `Pass`: that would skip them. */
function calicoDeny(namespace: string): PolicyObject {
  return {
    apiVersion: 'projectcalico.org/v3',
    kind: 'GlobalNetworkPolicy',
    metadata: { name: `default.${namespace}-deny-metadata` },
    spec: {
      tier: 'default',
      order: 1,
      namespaceSelector: `projectcalico.org/name == '${namespace}'`,
      types: ['Egress'],
      egress: [{ action: 'Deny', destination: { nets: [METADATA] } }],
    },
  };
}
