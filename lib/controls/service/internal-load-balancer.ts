/**
 * Annotations, as `key=value`, by which a provider makes a load balancer that only the private network reaches. Each is read so by the
 * provider's own controller: aws-load-balancer-controller (docs/guide/service/annotations.md), cloud-provider-azure (pkg/consts: `true`, in
 * small letters alone), cloud-provider-gcp (providers/gce/gce_annotations.go), cloud-provider-openstack (pkg/openstack/loadbalancer.go),
 * oci-cloud-controller-manager (load_balancer_spec.go), digitalocean-, scaleway- and hcloud-cloud-controller-manager; those of IBM, Alibaba
 * and Baidu after https://kubernetes.io/docs/concepts/services-networking/service/#internal-load-balancer.
 */
export const INTERNAL_ANNOTATIONS: readonly string[] = [
  ...either('service.beta.kubernetes.io/aws-load-balancer-internal', 'true', '0.0.0.0/0'),
  ...either('service.beta.kubernetes.io/aws-load-balancer-scheme', 'internal'),
  ...either('service.beta.kubernetes.io/azure-load-balancer-internal', 'true'),
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

/** The same, where the value is the private subnet: Tencent Cloud, after the same page. */
export const INTERNAL_SUBNET_ANNOTATION = 'service.kubernetes.io/qcloud-loadbalancer-internal-subnetid';

/** Classes of load balancers that are internal whatever else is written: Google's, after cloud-provider-gcp and ingress-gce. */
export const INTERNAL_CLASSES: readonly string[] = [
  'networking.gke.io/l4-regional-internal',
  'networking.gke.io/l4-regional-internal-legacy',
];

function either(key: string, ...values: readonly string[]): readonly string[] {
  return values.map((value) => `${key}=${value}`);
}
