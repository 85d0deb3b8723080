/** A version of an API that Kubernetes gave up. Minor versions: 25 is v1.25. */
export interface ApiDeprecation {
  readonly apiVersion: string;
  readonly kinds: readonly string[];
  /** From which version on an API server warns of it, or, of old ones, serves something better. */
  readonly deprecated: number;
  /** From which version on it is not served; absent where it still is. */
  readonly removed?: number;
  /** What to write instead: an apiVersion, with a kind where that is another one. Absent where nothing takes its place. */
  readonly instead?: string;
}

const ADMISSION = ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'];
const MUTATION = ['MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding'];
const ACCESS_REVIEWS = ['LocalSubjectAccessReview', 'SelfSubjectAccessReview', 'SelfSubjectRulesReview', 'SubjectAccessReview'];
const DEVICE_CLAIMS = ['DeviceClass', 'ResourceClaim', 'ResourceClaimTemplate', 'ResourceSlice'];
const FLOW_CONTROL = ['FlowSchema', 'PriorityLevelConfiguration'];
const RBAC = ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'];

/**
 * Removals up to v1.32 are those of the deprecated API migration guide
 * (https://kubernetes.io/docs/reference/using-api/deprecation-guide/); later ones, and alpha versions, are those by which
 * the OpenAPI documents of neighbouring releases differ, and of which the API server of v1.37 warns.
 */
export const API_DEPRECATIONS: readonly ApiDeprecation[] = [
  // v1.16
  { apiVersion: 'extensions/v1beta1', kinds: ['DaemonSet', 'Deployment', 'ReplicaSet'], deprecated: 9, removed: 16, instead: 'apps/v1' },
  { apiVersion: 'extensions/v1beta1', kinds: ['NetworkPolicy'], deprecated: 9, removed: 16, instead: 'networking.k8s.io/v1' },
  { apiVersion: 'extensions/v1beta1', kinds: ['PodSecurityPolicy'], deprecated: 10, removed: 16 },
  { apiVersion: 'apps/v1beta1', kinds: ['Deployment', 'ReplicaSet', 'StatefulSet'], deprecated: 9, removed: 16, instead: 'apps/v1' },
  {
    apiVersion: 'apps/v1beta2',
    kinds: ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
    deprecated: 9,
    removed: 16,
    instead: 'apps/v1',
  },
  // v1.17
  { apiVersion: 'scheduling.k8s.io/v1alpha1', kinds: ['PriorityClass'], deprecated: 14, removed: 17, instead: 'scheduling.k8s.io/v1' },
  // v1.22
  {
    apiVersion: 'admissionregistration.k8s.io/v1beta1',
    kinds: ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    deprecated: 16,
    removed: 22,
    instead: 'admissionregistration.k8s.io/v1',
  },
  {
    apiVersion: 'apiextensions.k8s.io/v1beta1',
    kinds: ['CustomResourceDefinition'],
    deprecated: 16,
    removed: 22,
    instead: 'apiextensions.k8s.io/v1',
  },
  {
    apiVersion: 'apiregistration.k8s.io/v1beta1',
    kinds: ['APIService'],
    deprecated: 10,
    removed: 22,
    instead: 'apiregistration.k8s.io/v1',
  },
  { apiVersion: 'authentication.k8s.io/v1beta1', kinds: ['TokenReview'], deprecated: 6, removed: 22, instead: 'authentication.k8s.io/v1' },
  { apiVersion: 'authorization.k8s.io/v1beta1', kinds: ACCESS_REVIEWS, deprecated: 8, removed: 22, instead: 'authorization.k8s.io/v1' },
  {
    apiVersion: 'certificates.k8s.io/v1beta1',
    kinds: ['CertificateSigningRequest'],
    deprecated: 19,
    removed: 22,
    instead: 'certificates.k8s.io/v1',
  },
  { apiVersion: 'coordination.k8s.io/v1beta1', kinds: ['Lease'], deprecated: 14, removed: 22, instead: 'coordination.k8s.io/v1' },
  { apiVersion: 'extensions/v1beta1', kinds: ['Ingress'], deprecated: 14, removed: 22, instead: 'networking.k8s.io/v1' },
  {
    apiVersion: 'networking.k8s.io/v1beta1',
    kinds: ['Ingress', 'IngressClass'],
    deprecated: 19,
    removed: 22,
    instead: 'networking.k8s.io/v1',
  },
  { apiVersion: 'rbac.authorization.k8s.io/v1alpha1', kinds: RBAC, deprecated: 17, removed: 22, instead: 'rbac.authorization.k8s.io/v1' },
  { apiVersion: 'rbac.authorization.k8s.io/v1beta1', kinds: RBAC, deprecated: 17, removed: 22, instead: 'rbac.authorization.k8s.io/v1' },
  { apiVersion: 'scheduling.k8s.io/v1beta1', kinds: ['PriorityClass'], deprecated: 14, removed: 22, instead: 'scheduling.k8s.io/v1' },
  { apiVersion: 'storage.k8s.io/v1beta1', kinds: ['CSIDriver'], deprecated: 19, removed: 22, instead: 'storage.k8s.io/v1' },
  { apiVersion: 'storage.k8s.io/v1beta1', kinds: ['CSINode'], deprecated: 17, removed: 22, instead: 'storage.k8s.io/v1' },
  { apiVersion: 'storage.k8s.io/v1beta1', kinds: ['StorageClass'], deprecated: 6, removed: 22, instead: 'storage.k8s.io/v1' },
  { apiVersion: 'storage.k8s.io/v1beta1', kinds: ['VolumeAttachment'], deprecated: 13, removed: 22, instead: 'storage.k8s.io/v1' },
  // v1.25
  { apiVersion: 'autoscaling/v2beta1', kinds: ['HorizontalPodAutoscaler'], deprecated: 22, removed: 25, instead: 'autoscaling/v2' },
  { apiVersion: 'batch/v1beta1', kinds: ['CronJob'], deprecated: 21, removed: 25, instead: 'batch/v1' },
  { apiVersion: 'discovery.k8s.io/v1beta1', kinds: ['EndpointSlice'], deprecated: 21, removed: 25, instead: 'discovery.k8s.io/v1' },
  { apiVersion: 'events.k8s.io/v1beta1', kinds: ['Event'], deprecated: 19, removed: 25, instead: 'events.k8s.io/v1' },
  { apiVersion: 'node.k8s.io/v1beta1', kinds: ['RuntimeClass'], deprecated: 22, removed: 25, instead: 'node.k8s.io/v1' },
  { apiVersion: 'policy/v1beta1', kinds: ['PodDisruptionBudget'], deprecated: 21, removed: 25, instead: 'policy/v1' },
  { apiVersion: 'policy/v1beta1', kinds: ['PodSecurityPolicy'], deprecated: 21, removed: 25 },
  // v1.26 and v1.27
  { apiVersion: 'autoscaling/v2beta2', kinds: ['HorizontalPodAutoscaler'], deprecated: 23, removed: 26, instead: 'autoscaling/v2' },
  {
    apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta1',
    kinds: FLOW_CONTROL,
    deprecated: 23,
    removed: 26,
    instead: 'flowcontrol.apiserver.k8s.io/v1',
  },
  { apiVersion: 'storage.k8s.io/v1beta1', kinds: ['CSIStorageCapacity'], deprecated: 24, removed: 27, instead: 'storage.k8s.io/v1' },
  // v1.29 to v1.32
  {
    apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta2',
    kinds: FLOW_CONTROL,
    deprecated: 26,
    removed: 29,
    instead: 'flowcontrol.apiserver.k8s.io/v1',
  },
  { apiVersion: 'networking.k8s.io/v1alpha1', kinds: ['ClusterCIDR'], deprecated: 28, removed: 29 },
  {
    apiVersion: 'networking.k8s.io/v1alpha1',
    kinds: ['IPAddress', 'ServiceCIDR'],
    deprecated: 31,
    removed: 31,
    instead: 'networking.k8s.io/v1',
  },
  { apiVersion: 'resource.k8s.io/v1alpha2', kinds: DEVICE_CLAIMS.slice(1), deprecated: 31, removed: 31, instead: 'resource.k8s.io/v1' },
  {
    apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta3',
    kinds: FLOW_CONTROL,
    deprecated: 29,
    removed: 32,
    instead: 'flowcontrol.apiserver.k8s.io/v1',
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1alpha1',
    kinds: ADMISSION,
    deprecated: 29,
    removed: 32,
    instead: 'admissionregistration.k8s.io/v1',
  },
  {
    apiVersion: 'authentication.k8s.io/v1alpha1',
    kinds: ['SelfSubjectReview'],
    deprecated: 29,
    removed: 32,
    instead: 'authentication.k8s.io/v1',
  },
  // Later
  {
    apiVersion: 'authentication.k8s.io/v1beta1',
    kinds: ['SelfSubjectReview'],
    deprecated: 30,
    removed: 33,
    instead: 'authentication.k8s.io/v1',
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1beta1',
    kinds: ADMISSION,
    deprecated: 31,
    removed: 34,
    instead: 'admissionregistration.k8s.io/v1',
  },
  { apiVersion: 'resource.k8s.io/v1alpha3', kinds: DEVICE_CLAIMS, deprecated: 32, removed: 34, instead: 'resource.k8s.io/v1' },
  { apiVersion: 'storage.k8s.io/v1alpha1', kinds: ['VolumeAttributesClass'], deprecated: 32, removed: 35, instead: 'storage.k8s.io/v1' },
  {
    apiVersion: 'storagemigration.k8s.io/v1alpha1',
    kinds: ['StorageVersionMigration'],
    deprecated: 35,
    removed: 35,
    instead: 'storagemigration.k8s.io/v1',
  },
  {
    apiVersion: 'certificates.k8s.io/v1alpha1',
    kinds: ['PodCertificateRequest'],
    deprecated: 35,
    removed: 35,
    instead: 'certificates.k8s.io/v1',
  },
  {
    apiVersion: 'certificates.k8s.io/v1alpha1',
    kinds: ['ClusterTrustBundle'],
    deprecated: 33,
    removed: 37,
    instead: 'certificates.k8s.io/v1',
  },
  {
    apiVersion: 'networking.k8s.io/v1beta1',
    kinds: ['IPAddress', 'ServiceCIDR'],
    deprecated: 34,
    removed: 37,
    instead: 'networking.k8s.io/v1',
  },
  { apiVersion: 'storage.k8s.io/v1beta1', kinds: ['VolumeAttributesClass'], deprecated: 34, removed: 37, instead: 'storage.k8s.io/v1' },
  // Still served by v1.37
  { apiVersion: 'v1', kinds: ['ComponentStatus'], deprecated: 19 },
  { apiVersion: 'v1', kinds: ['Endpoints'], deprecated: 33, instead: 'discovery.k8s.io/v1 EndpointSlice' },
  {
    apiVersion: 'admissionregistration.k8s.io/v1alpha1',
    kinds: MUTATION,
    deprecated: 35,
    removed: 38,
    instead: 'admissionregistration.k8s.io/v1',
  },
  { apiVersion: 'coordination.k8s.io/v1alpha2', kinds: ['LeaseCandidate'], deprecated: 35, removed: 38 },
  { apiVersion: 'resource.k8s.io/v1beta1', kinds: DEVICE_CLAIMS, deprecated: 35, removed: 38, instead: 'resource.k8s.io/v1' },
  { apiVersion: 'coordination.k8s.io/v1beta1', kinds: ['LeaseCandidate'], deprecated: 36, removed: 39 },
  { apiVersion: 'resource.k8s.io/v1alpha3', kinds: ['DeviceTaintRule'], deprecated: 36, removed: 39, instead: 'resource.k8s.io/v1' },
  { apiVersion: 'resource.k8s.io/v1beta2', kinds: DEVICE_CLAIMS, deprecated: 36, removed: 39, instead: 'resource.k8s.io/v1' },
  {
    apiVersion: 'admissionregistration.k8s.io/v1beta1',
    kinds: MUTATION,
    deprecated: 37,
    removed: 40,
    instead: 'admissionregistration.k8s.io/v1',
  },
  {
    apiVersion: 'certificates.k8s.io/v1beta1',
    kinds: ['ClusterTrustBundle', 'PodCertificateRequest'],
    deprecated: 37,
    removed: 40,
    instead: 'certificates.k8s.io/v1',
  },
  {
    apiVersion: 'storagemigration.k8s.io/v1beta1',
    kinds: ['StorageVersionMigration'],
    deprecated: 37,
    removed: 40,
    instead: 'storagemigration.k8s.io/v1',
  },
];
