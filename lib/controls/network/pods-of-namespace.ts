import { cachedByList, type Json, type KindRef, type Neighbours, type PodSubject, podsOf, WORKLOAD_KINDS } from '../requirement';
import { type LabelIndex, labelIndex } from '../workload/neighbour-index';

/** Every kind that holds pods, once. */
const KINDS: readonly KindRef[] = [
  ...new Map(WORKLOAD_KINDS.map(({ group, kind }) => [`${group}/${kind}`, { group, kind }] as const)).values(),
];

/** Custom resources from which an operator makes pods, with labels that only it knows. */
const OPERATED: readonly KindRef[] = [
  ...['Prometheus', 'PrometheusAgent', 'Alertmanager', 'ThanosRuler'].map((kind) => ({ group: 'monitoring.coreos.com', kind })),
  ...['Cluster', 'Pooler'].map((kind) => ({ group: 'postgresql.cnpg.io', kind })),
  ...['Elasticsearch'].map((kind) => ({ group: 'elasticsearch.k8s.elastic.co', kind })),
  { group: 'kibana.k8s.elastic.co', kind: 'Kibana' },
  ...['Kafka', 'KafkaConnect', 'KafkaBridge'].map((kind) => ({ group: 'kafka.strimzi.io', kind })),
  { group: 'acid.zalan.do', kind: 'postgresql' },
  { group: 'rabbitmq.com', kind: 'RabbitmqCluster' },
  { group: 'postgres-operator.crunchydata.com', kind: 'PostgresCluster' },
  { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease' },
  { group: 'argoproj.io', kind: 'Application' },
  { group: 'argoproj.io', kind: 'ArgoCD' },
  { group: 'opentelemetry.io', kind: 'OpenTelemetryCollector' },
  { group: 'jaegertracing.io', kind: 'Jaeger' },
  { group: 'gateway.networking.k8s.io', kind: 'Gateway' },
  { group: 'k8s.keycloak.org', kind: 'Keycloak' },
];

/** What controllers add to the labels of a pod, and no template has. */
const ADDED = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'rollouts-pod-template-hash',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'job-name',
  'controller-uid',
  'batch.kubernetes.io/job-name',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
]);

interface Templates {
  readonly pods: readonly PodSubject[];
  readonly index: LabelIndex;
  readonly ofPod: ReadonlyMap<Json, PodSubject>;
}

const TEMPLATES = KINDS.map(({ group, kind }) =>
  cachedByList((list): Templates => {
    const pods = list.flatMap((object) => podsOf(group, kind, object).pods);
    const holders = pods.map((pod): Json => ({ metadata: pod.metadata }));
    const ofPod = new Map(holders.flatMap((holder, index) => (pods[index] === undefined ? [] : [[holder, pods[index]] as const])));
    return { pods, index: labelIndex(holders, (holder) => holder), ofPod };
  }),
);

function templatesOf(namespace: string | undefined, neighbours: Neighbours): readonly Templates[] {
  return KINDS.flatMap(({ group, kind }, at) => {
    const list = neighbours.list(group, kind, namespace);
    const templates = list.length === 0 ? undefined : TEMPLATES[at]?.(list);
    return templates === undefined || templates.pods.length === 0 ? [] : [templates];
  });
}

/** The pod templates of a namespace that a LabelSelector selects. Labels that controllers add are taken for there. */
export function selectedPods(selector: Json, namespace: string | undefined, neighbours: Neighbours): readonly PodSubject[] {
  const asked = withoutAdded(selector);
  return templatesOf(namespace, neighbours).flatMap(({ index, ofPod }) =>
    index.selectedBy(asked).flatMap((holder) => ofPod.get(holder) ?? []),
  );
}

/** Whether a selector selects a pod template of a namespace. */
export function selectsAny(selector: Json, namespace: string | undefined, neighbours: Neighbours): boolean {
  return selectedPods(selector, namespace, neighbours).length > 0;
}

/** Whether anything is known of the pods of a namespace: no operator makes some there, and some pods are read, there or elsewhere. */
export function knowsPods(namespace: string | undefined, neighbours: Neighbours): boolean {
  if (OPERATED.some(({ group, kind }) => neighbours.list(group, kind, namespace).length > 0)) return false;
  return KINDS.some(({ group, kind }) => neighbours.everywhere(group, kind).length > 0);
}

/** Whether some pod template of the namespace is read. */
export function readsPods(namespace: string | undefined, neighbours: Neighbours): boolean {
  return templatesOf(namespace, neighbours).length > 0;
}

function withoutAdded(selector: Json): Json {
  const { matchLabels, matchExpressions } = selector;
  return {
    ...(typeof matchLabels === 'object' &&
      matchLabels !== null && { matchLabels: Object.fromEntries(Object.entries(matchLabels).filter(([key]) => !ADDED.has(key))) }),
    ...(Array.isArray(matchExpressions) && { matchExpressions: matchExpressions.filter((each) => !ADDED.has(each?.key)) }),
  };
}
