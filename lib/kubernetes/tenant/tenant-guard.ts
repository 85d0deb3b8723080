import { DENY_METADATA } from '../network/calico/rules';
import { METADATA_BLOCKS } from '../network/cluster';
import type { TenantPolicy } from './tenant-network';

/** The label by which namespaces are known to be given away, with the name of the tenant. */
export const TENANT_LABEL = 'tempered/tenant';

/**
 * A policy of the whole cluster that denies the metadata address and other tenants, whatever the tenant's own policies allow.
 *
 * @param friends tenants that may come in all the same
 */
export function tenantGuard(dialect: 'cilium' | 'calico', tenant: string, friends: readonly string[]): TenantPolicy {
  return dialect === 'cilium' ? ofCilium(tenant, friends) : ofCalico(tenant, friends);
}

/**
 * A denial of Cilium wins over everything that allows, whoever wrote it.
 *
 * @see https://docs.cilium.io/en/stable/security/policy/language/#deny-policies
 */
function ofCilium(tenant: string, friends: readonly string[]): TenantPolicy {
  const key = `k8s:io.cilium.k8s.namespace.labels.${TENANT_LABEL}`;
  const but = (names: readonly string[]) => ({
    matchExpressions: [
      { key, operator: 'Exists' },
      { key, operator: 'NotIn', values: names },
    ],
  });
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumClusterwideNetworkPolicy',
    metadata: { name: `tenant-${tenant}` },
    spec: {
      endpointSelector: { matchLabels: { 'k8s:io.kubernetes.pod.namespace': tenant } },
      ingressDeny: [{ fromEndpoints: [but([tenant, ...friends])] }],
      egressDeny: [{ toCIDR: [...METADATA_BLOCKS] }, { toEndpoints: [but([tenant])] }],
      // It denies and allows nothing: what is closed beside is the NetworkPolicies' to say.
      enableDefaultDeny: { ingress: false, egress: false },
    },
  };
}

/**
 * A low order is asked first; what it does not deny goes on to the policies of the tenant. No `Pass`: that would skip them.
 *
 * @see https://docs.tigera.io/calico/latest/reference/resources/globalnetworkpolicy
 */
function ofCalico(tenant: string, friends: readonly string[]): TenantPolicy {
  const but = (names: readonly string[]) => ({
    namespaceSelector: `has(${TENANT_LABEL}) && ${TENANT_LABEL} not in { ${names.map((each) => `'${each}'`).join(', ')} }`,
  });
  return {
    apiVersion: 'projectcalico.org/v3',
    kind: 'GlobalNetworkPolicy',
    metadata: { name: `default.tenant-${tenant}` },
    spec: {
      tier: 'default',
      order: 1,
      namespaceSelector: `projectcalico.org/name == '${tenant}'`,
      types: ['Ingress', 'Egress'],
      ingress: [{ action: 'Deny', source: but([tenant, ...friends]) }],
      egress: [...DENY_METADATA, { action: 'Deny', destination: but([tenant]) }],
    },
  };
}
