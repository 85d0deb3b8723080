/** Annotations, as `key=value`, by which a provider makes a load balancer that only the private network reaches. */
export const INTERNAL_ANNOTATIONS: readonly string[] = [
  ...either('service.beta.kubernetes.io/aws-load-balancer-internal', 'true', '0.0.0.0/0'),
  ...either('service.beta.kubernetes.io/aws-load-balancer-scheme', 'internal'),
  ...either('service.beta.kubernetes.io/azure-load-balancer-internal', 'true', 'True'),
  ...either('networking.gke.io/load-balancer-type', 'Internal', 'internal'),
  ...either('cloud.google.com/load-balancer-type', 'Internal', 'internal'),
  ...either('service.beta.kubernetes.io/openstack-internal-load-balancer', 'true'),
  ...either('service.beta.kubernetes.io/oci-load-balancer-internal', 'true'),
  ...either('oci-network-load-balancer.oraclecloud.com/internal', 'true'),
  ...either('service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type', 'private'),
  ...either('service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type', 'intranet'),
  ...either('service.beta.kubernetes.io/cce-load-balancer-internal-vpc', 'true'),
  ...either('service.beta.kubernetes.io/do-loadbalancer-network', 'INTERNAL'),
  ...either('service.beta.kubernetes.io/scw-loadbalancer-private', 'true'),
  ...either('load-balancer.hetzner.cloud/disable-public-network', 'true'),
];

function either(key: string, ...values: readonly string[]): readonly string[] {
  return values.map((value) => `${key}=${value}`);
}
