/** A kind of object that holds a pod, and where. */
export interface WorkloadKind {
  readonly group: string;
  readonly kind: string;
  /** From the root to the pod or pod template: what has `metadata` and `spec`. `*` is every element of a list or map. */
  readonly template: readonly string[];
  /** The resource's plural name, by which admission policies match it. */
  readonly resource: string;
  readonly versions: readonly string[];
}

const template = ['spec', 'template'] as const;

/** Every kind that is known to hold a pod. Custom resources are added here, and nowhere else. */
export const WORKLOAD_KINDS: readonly WorkloadKind[] = [
  { group: '', kind: 'Pod', template: [], resource: 'pods', versions: ['v1'] },
  { group: '', kind: 'PodTemplate', template: ['template'], resource: 'podtemplates', versions: ['v1'] },
  { group: '', kind: 'ReplicationController', template, resource: 'replicationcontrollers', versions: ['v1'] },
  { group: 'apps', kind: 'Deployment', template, resource: 'deployments', versions: ['v1'] },
  { group: 'apps', kind: 'ReplicaSet', template, resource: 'replicasets', versions: ['v1'] },
  { group: 'apps', kind: 'StatefulSet', template, resource: 'statefulsets', versions: ['v1'] },
  { group: 'apps', kind: 'DaemonSet', template, resource: 'daemonsets', versions: ['v1'] },
  { group: 'batch', kind: 'Job', template, resource: 'jobs', versions: ['v1'] },
  { group: 'batch', kind: 'CronJob', template: ['spec', 'jobTemplate', 'spec', 'template'], resource: 'cronjobs', versions: ['v1'] },
  // Removed versions that old charts still carry.
  { group: 'extensions', kind: 'Deployment', template, resource: 'deployments', versions: ['v1beta1'] },
  { group: 'extensions', kind: 'ReplicaSet', template, resource: 'replicasets', versions: ['v1beta1'] },
  { group: 'extensions', kind: 'DaemonSet', template, resource: 'daemonsets', versions: ['v1beta1'] },
  // Custom resources.
  { group: 'argoproj.io', kind: 'Rollout', template, resource: 'rollouts', versions: ['v1alpha1'] },
  { group: 'serving.knative.dev', kind: 'Service', template, resource: 'services', versions: ['v1'] },
  { group: 'serving.knative.dev', kind: 'Configuration', template, resource: 'configurations', versions: ['v1'] },
  { group: 'serving.knative.dev', kind: 'Revision', template: [], resource: 'revisions', versions: ['v1'] },
  { group: 'apps.openshift.io', kind: 'DeploymentConfig', template, resource: 'deploymentconfigs', versions: ['v1'] },
  { group: 'apps.kruise.io', kind: 'CloneSet', template, resource: 'clonesets', versions: ['v1alpha1'] },
  { group: 'apps.kruise.io', kind: 'StatefulSet', template, resource: 'statefulsets', versions: ['v1beta1', 'v1alpha1'] },
  { group: 'apps.kruise.io', kind: 'DaemonSet', template, resource: 'daemonsets', versions: ['v1alpha1'] },
  { group: 'apps.kruise.io', kind: 'BroadcastJob', template, resource: 'broadcastjobs', versions: ['v1alpha1'] },
  {
    group: 'jobset.x-k8s.io',
    kind: 'JobSet',
    template: ['spec', 'replicatedJobs', '*', 'template', 'spec', 'template'],
    resource: 'jobsets',
    versions: ['v1alpha2'],
  },
  {
    group: 'kubeflow.org',
    kind: 'MPIJob',
    template: ['spec', 'mpiReplicaSpecs', '*', 'template'],
    resource: 'mpijobs',
    versions: ['v2beta1', 'v1'],
  },
  {
    group: 'kubeflow.org',
    kind: 'PyTorchJob',
    template: ['spec', 'pytorchReplicaSpecs', '*', 'template'],
    resource: 'pytorchjobs',
    versions: ['v1'],
  },
  { group: 'kubeflow.org', kind: 'TFJob', template: ['spec', 'tfReplicaSpecs', '*', 'template'], resource: 'tfjobs', versions: ['v1'] },
  {
    group: 'leaderworkerset.x-k8s.io',
    kind: 'LeaderWorkerSet',
    template: ['spec', 'leaderWorkerTemplate', 'workerTemplate'],
    resource: 'leaderworkersets',
    versions: ['v1'],
  },
  {
    group: 'leaderworkerset.x-k8s.io',
    kind: 'LeaderWorkerSet',
    template: ['spec', 'leaderWorkerTemplate', 'leaderTemplate'],
    resource: 'leaderworkersets',
    versions: ['v1'],
  },
  { group: 'ray.io', kind: 'RayCluster', template: ['spec', 'headGroupSpec', 'template'], resource: 'rayclusters', versions: ['v1'] },
  {
    group: 'ray.io',
    kind: 'RayCluster',
    template: ['spec', 'workerGroupSpecs', '*', 'template'],
    resource: 'rayclusters',
    versions: ['v1'],
  },
  { group: 'keda.sh', kind: 'ScaledJob', template: ['spec', 'jobTargetRef', 'template'], resource: 'scaledjobs', versions: ['v1alpha1'] },
];
