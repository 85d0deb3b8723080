import { control } from '../control';
import { custom, type Fix, isObject, type Json, listOf } from '../requirement';
import { celList } from '../requirement/text';
import { DEPLOYMENT, isKind, STATEFUL_SET } from './kinds';
import { celSelects, labelsOf, selects, TEMPLATE_LABELS } from './label-selector';
import { replicasOf } from './replicas';
import { workloadExample } from './workload-examples';

const HOSTNAME = 'kubernetes.io/hostname';
const DOMAINS: readonly string[] = [HOSTNAME, 'topology.kubernetes.io/zone'];
/** The name of the zone until v1.17. */
const LEGACY_ZONE = 'failure-domain.beta.kubernetes.io/zone';

/** Whether a spread constraint or an affinity term keeps pods with these labels apart. */
function spreads(term: unknown, labels: Json): boolean {
  return isObject(term) && [...DOMAINS, LEGACY_ZONE].includes(term.topologyKey) && selects(term.labelSelector, labels);
}

function isSpread(spec: Json, labels: Json): boolean {
  if (listOf(spec.topologySpreadConstraints).some((each) => spreads(each, labels))) return true;
  const apart: unknown = isObject(spec.affinity) ? spec.affinity.podAntiAffinity : undefined;
  if (!isObject(apart)) return false;
  return (
    listOf(apart.requiredDuringSchedulingIgnoredDuringExecution).some((each) => spreads(each, labels)) ||
    listOf(apart.preferredDuringSchedulingIgnoredDuringExecution).some((each) => spreads(each.podAffinityTerm, labels))
  );
}

/** Soft, so that a small cluster still runs all replicas. */
const SOFT = 'ScheduleAnyway';

function fixOf({ path, object, labels }: { readonly path: readonly string[]; readonly object: Json; readonly labels: Json }): Fix {
  const { selector, template } = object.spec;
  const matchLabels: unknown = isObject(selector) ? selector.matchLabels : undefined;
  const own = isObject(matchLabels) && Object.keys(matchLabels).length > 0 && selects({ matchLabels }, labels) ? matchLabels : labels;
  if (Object.keys(own).length === 0)
    return { op: 'manual', instructions: 'Label the pods first: a spread constraint selects them by their labels.' };
  const given: unknown = template.spec.topologySpreadConstraints ?? undefined;
  // The API server accepts each pair of topologyKey and whenUnsatisfiable once.
  const topologyKey = DOMAINS.find((key) => !listOf(given).some((each) => each.topologyKey === key && each.whenUnsatisfiable === SOFT));
  if (topologyKey === undefined)
    return { op: 'manual', instructions: 'Correct the selector of one of the constraints, so that it selects the own pods.' };
  const value = { maxSkew: 1, topologyKey, whenUnsatisfiable: SOFT, labelSelector: { matchLabels: own } };
  return given === undefined ? { op: 'set', path, value: [value] } : { op: 'append', path, value };
}

const SPREADS = (term: string): string =>
  `${term}.topologyKey in ${celList([...DOMAINS, LEGACY_ZONE])} && has(${term}.labelSelector) && ${celSelects(`${term}.labelSelector`, 'variables.templateLabels')}`;
const POD = 'object.spec.template.spec';
const CONSTRAINTS = `${POD}.topologySpreadConstraints`;
const APART = `${POD}.affinity.podAntiAffinity`;
const AFFINITY = `has(${POD}.affinity) && has(${APART})`;
const REQUIRED = `${APART}.requiredDuringSchedulingIgnoredDuringExecution`;
const PREFERRED = `${APART}.preferredDuringSchedulingIgnoredDuringExecution`;
const PASSES = [
  '!has(object.spec.replicas) || object.spec.replicas < 2',
  `(has(${CONSTRAINTS}) && ${CONSTRAINTS}.exists(t, ${SPREADS('t')}))`,
  `(${AFFINITY} && has(${REQUIRED}) && ${REQUIRED}.exists(t, ${SPREADS('t')}))`,
  `(${AFFINITY} && has(${PREFERRED}) && ${PREFERRED}.exists(t, ${SPREADS('t.podAffinityTerm')}))`,
].join(' || ');

export const topologySpread = control({
  id: 'topology-spread',
  family: 'workload',
  title: 'Spread replicas over nodes and zones',
  severity: 'low',
  why: 'Replicas that share a node or a zone all go down with it.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/' },
  counterparts: {
    kubeLinter: ['no-anti-affinity'],
    polaris: ['topologySpreadConstraint'],
    kubeScore: ['deployment-has-host-podantiaffinity', 'statefulset-has-host-podantiaffinity', 'pod-topology-spread-constraints'],
    kyverno: ['topologyspreadconstraints-policy', 'spread-pods'],
  },
  notes:
    'Asked where `spec.replicas` is two or more; what only an autoscaler makes two is not seen. What hardening writes is soft (`ScheduleAnyway`), so that a single node still runs everything. A constraint counts only when its selector selects the workload’s own pods.',
  require: custom({
    reads: [DEPLOYMENT, STATEFUL_SET],
    evaluate(subject, emit) {
      const { object, pod } = subject;
      if (pod === undefined || (!isKind(DEPLOYMENT, subject) && !isKind(STATEFUL_SET, subject))) return false;
      if (replicasOf(object) < 2) return false;
      const labels = labelsOf(object.spec.template);
      if (isSpread(pod.spec, labels)) return true;
      const path = ['spec', 'template', 'spec', 'topologySpreadConstraints'];
      const actual: unknown = pod.spec.topologySpreadConstraints ?? undefined;
      const expected = 'a list with a constraint on hostname or zone that selects the own pods, or a podAntiAffinity of that kind';
      emit({ verdict: 'fail', path, actual, expected, fix: fixOf({ path, object, labels }) });
      return true;
    },
    cel: {
      variables: [TEMPLATE_LABELS],
      expression: PASSES,
      offenders: `(${PASSES}) ? [] : ['the pod template']`,
    },
    prose:
      'a Deployment or StatefulSet with two or more replicas has a topology spread constraint, or a pod anti-affinity, on hostname or zone that selects its own pods',
  }),
  examples: {
    pass: [
      { because: 'one replica cannot be spread', object: workloadExample({ spec: { replicas: 1 } }) },
      {
        because: 'a constraint selects its pods',
        object: workloadExample({
          spec: { replicas: 2 },
          pod: {
            topologySpreadConstraints: [
              {
                maxSkew: 1,
                topologyKey: 'topology.kubernetes.io/zone',
                whenUnsatisfiable: 'DoNotSchedule',
                labelSelector: { matchLabels: { app: 'web' } },
              },
            ],
          },
        }),
      },
      {
        because: 'its pods avoid each other',
        object: workloadExample({
          kind: 'StatefulSet',
          spec: { replicas: 3 },
          pod: {
            affinity: {
              podAntiAffinity: {
                preferredDuringSchedulingIgnoredDuringExecution: [
                  {
                    weight: 100,
                    podAffinityTerm: {
                      topologyKey: HOSTNAME,
                      labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] },
                    },
                  },
                ],
              },
            },
          },
        }),
      },
    ],
    fail: [
      { because: 'the scheduler may put both on one node', object: workloadExample({ spec: { replicas: 2 } }) },
      {
        because: 'the constraint selects other pods',
        object: workloadExample({
          spec: { replicas: 2 },
          pod: {
            topologySpreadConstraints: [
              { maxSkew: 1, topologyKey: HOSTNAME, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: { app: 'api' } } },
            ],
          },
        }),
      },
      {
        because: 'a rack is neither node nor zone',
        object: workloadExample({
          kind: 'StatefulSet',
          spec: { replicas: 2 },
          pod: {
            affinity: {
              podAntiAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: [
                  { topologyKey: 'example.com/rack', labelSelector: { matchLabels: { app: 'web' } } },
                ],
              },
            },
          },
        }),
      },
    ],
  },
});
