import { EXAMPLE_IMAGE } from '../example-object';
import type { Json } from '../requirement';

const LABELS = { app: 'web' };

interface WorkloadExample {
  readonly kind?: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'ReplicaSet';
  readonly name?: string;
  readonly namespace?: string;
  /** Of the object. */
  readonly labels?: Json;
  /** Beside selector and template. */
  readonly spec?: Json;
  /** Of the template. */
  readonly podLabels?: Json;
  readonly pod?: Json;
  readonly image?: string;
}

/** A workload of the group `apps` that an API server accepts, named `web` and labelled `app: web`, for the examples of controls. */
export function workloadExample({ kind = 'Deployment', name = 'web', namespace, labels, ...rest }: WorkloadExample): Json {
  const { spec, podLabels = LABELS, pod, image = EXAMPLE_IMAGE } = rest;
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, ...(namespace && { namespace }), ...(labels && { labels }) },
    spec: {
      ...(kind === 'StatefulSet' && { serviceName: name }),
      selector: { matchLabels: podLabels },
      template: { metadata: { labels: podLabels }, spec: { containers: [{ name: 'web', image }], ...pod } },
      ...spec,
    },
  };
}

const JOB_POD = { spec: { restartPolicy: 'Never', containers: [{ name: 'report', image: EXAMPLE_IMAGE }] } };

/** A Job named `report`, with these fields in its spec. */
export function jobExample(spec: Json, metadata?: Json): Json {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'report', ...metadata }, spec: { template: JOB_POD, ...spec } };
}

/** A CronJob named `report`, with these fields in its spec. */
export function cronJobExample(spec: Json): Json {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'report' },
    spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: JOB_POD } }, ...spec },
  };
}

/** A HorizontalPodAutoscaler for `web`, with these fields in its spec. */
export function autoscalerExample(spec: Json): Json {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 10, ...spec },
  };
}

/** A PodDisruptionBudget that selects `app: web`, with these fields in its spec. */
export function budgetExample(spec: Json, name = 'web'): Json {
  return { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name }, spec: { selector: { matchLabels: LABELS }, ...spec } };
}
