import { control } from '../control';
import { custom, type Emit, type Fix, isObject, type Json, type Subject } from '../requirement';
import { allowsEviction, budgetsOf, keptReplicas, workloadsOf } from './disruption-budgets';
import { DEPLOYMENT, HORIZONTAL_POD_AUTOSCALER, isKind, POD_DISRUPTION_BUDGET, STATEFUL_SET } from './kinds';
import { labelsOf, selects } from './label-selector';
import { autoscalerOf, replicasOf } from './replicas';
import { autoscalerExample, budgetExample, workloadExample } from './workload-examples';

const manual = (instructions: string): Fix => ({ op: 'manual', instructions });

/** More pods than a budget is ever made for: what blocks these, blocks always. */
const MANY = 1_000_000;

/** The budget that a workload lacks. */
function createdFor({ object, namespace, name, neighbours }: Subject): Fix {
  const labels = labelsOf(object.spec.template);
  if (Object.keys(labels).length === 0 || object.metadata?.name === undefined)
    return manual('Give the workload a name and its pods labels, then a PodDisruptionBudget that selects them.');
  if (neighbours.find(POD_DISRUPTION_BUDGET.group, POD_DISRUPTION_BUDGET.kind, namespace, name) !== undefined)
    return manual(`Correct the selector of the PodDisruptionBudget ${name}: it selects other pods.`);
  const own: unknown = object.spec.selector;
  const selector = selects(own, labels) ? own : { matchLabels: labels };
  const given: unknown = object.metadata.labels;
  const metadata = { name, ...(namespace !== undefined && { namespace }), ...(isObject(given) && { labels: { ...given } }) };
  return {
    op: 'create',
    object: { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec: { maxUnavailable: 1, selector } },
  };
}

function judgeWorkload(subject: Subject, emit: Emit): boolean {
  const { object, namespace, neighbours } = subject;
  if (!isObject(object.spec)) return false;
  const autoscaler = autoscalerOf(subject);
  const kept = keptReplicas(object, autoscaler);
  if (Math.max(replicasOf(object), kept) < 2) return false;
  const budgets = budgetsOf(object, namespace, neighbours);
  const [budget] = budgets;
  if (budgets.length === 1 && budget !== undefined && allowsEviction(budget, kept)) return true;
  const names = budgets.map(({ metadata }) => String(metadata?.name ?? '')).join(', ');
  const fix =
    budget === undefined
      ? createdFor(subject)
      : budgets.length > 1
        ? manual(`Keep one of the budgets ${names}: a pod that several select cannot be evicted at all.`)
        : manual(`Let the PodDisruptionBudget ${names} allow an eviction, best by \`maxUnavailable: 1\`.`);
  emit({
    verdict: 'fail',
    path: ['spec', 'replicas'],
    actual: object.spec.replicas ?? undefined,
    expected: `covered by one PodDisruptionBudget that lets one of ${kept} pods be evicted${budgets.length === 0 ? '' : ` (there is ${names})`}`,
    fix,
  });
  return true;
}

function judgeBudget({ object, namespace, neighbours }: Subject, emit: Emit): void {
  const { maxUnavailable, minAvailable }: Json = isObject(object.spec) ? object.spec : {};
  if (minAvailable == null) {
    if (allowsEviction(object, MANY)) return;
    const path = ['spec', 'maxUnavailable'];
    emit({ verdict: 'fail', path, actual: maxUnavailable ?? undefined, expected: '1 or more', fix: { op: 'set', path, value: 1 } });
    return;
  }
  // Nobody evicts what does not run.
  const blocked = workloadsOf(object, namespace, neighbours).find(({ replicas }) => replicas > 0 && !allowsEviction(object, replicas));
  if (blocked === undefined && allowsEviction(object, MANY)) return;
  emit({
    verdict: 'fail',
    path: ['spec', 'minAvailable'],
    actual: minAvailable,
    expected: blocked === undefined ? 'less than all' : `less than the ${blocked.replicas} of ${blocked.kind} ${blocked.name}`,
    fix: manual('Write `maxUnavailable: 1` in its place, which stays right when the number of replicas changes.'),
  });
}

export const podDisruptionBudget = control({
  id: 'pod-disruption-budget',
  family: 'workload',
  title: 'Protect replicas with a disruption budget',
  severity: 'low',
  why: 'Draining nodes may stop all replicas at once; a budget that allows no eviction stops the drain instead, and the node stays unpatched.',
  references: { kubernetes: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/' },
  counterparts: {
    kubeLinter: ['pdb-max-unavailable', 'pdb-min-available', 'pdb-unhealthy-pod-eviction-policy'],
    polaris: ['missingPodDisruptionBudget', 'pdbDisruptionsIsZero', 'pdbMinAvailableGreaterThanHPAMinReplicas'],
    kubeScore: ['deployment-has-poddisruptionbudget', 'statefulset-has-poddisruptionbudget', 'poddisruptionbudget-has-policy'],
    kyverno: ['require-pdb', 'pdb-minavailable-check', 'pdb-maxunavailable'],
    gatekeeper: ['K8sPodDisruptionBudget'],
  },
  notes:
    'Only what is read together is known. The number of pods is the minimum of the HorizontalPodAutoscaler where there is one, else `spec.replicas`. Percentages round up, as Kubernetes does. A pod that two budgets select cannot be evicted at all, and a budget that says neither `minAvailable` nor `maxUnavailable` allows no eviction: both fail. Budgets are judged themselves too.',
  require: custom({
    reads: [DEPLOYMENT, STATEFUL_SET, POD_DISRUPTION_BUDGET, HORIZONTAL_POD_AUTOSCALER],
    crossObject: true,
    evaluate(subject, emit) {
      if (isKind(DEPLOYMENT, subject) || isKind(STATEFUL_SET, subject)) return judgeWorkload(subject, emit);
      if (!isKind(POD_DISRUPTION_BUDGET, subject)) return false;
      judgeBudget(subject, emit);
      return true;
    },
    cel: { impossible: 'Workload, budget and autoscaler are three objects, and an admission policy sees one.' },
    prose:
      'a Deployment or StatefulSet with more than one replica is selected by one PodDisruptionBudget of its namespace, and every budget lets one pod be evicted',
  }),
  examples: {
    pass: [
      {
        because: 'one may go at a time',
        object: workloadExample({ spec: { replicas: 2 } }),
        with: [budgetExample({ maxUnavailable: 1 })],
      },
      {
        because: 'two of three must stay',
        object: workloadExample({ kind: 'StatefulSet', spec: { replicas: 3 } }),
        with: [budgetExample({ minAvailable: 2 })],
      },
      { because: 'a single replica cannot be protected so', object: workloadExample({}) },
      {
        because: 'half of them may go',
        object: budgetExample({ minAvailable: '50%' }),
        with: [workloadExample({ spec: { replicas: 2 } })],
      },
    ],
    fail: [
      { because: 'a drain may stop both', object: workloadExample({ spec: { replicas: 2 } }) },
      {
        because: 'the budget selects others',
        object: workloadExample({ spec: { replicas: 2 }, podLabels: { app: 'api' } }),
        with: [budgetExample({ maxUnavailable: 1 })],
      },
      {
        because: 'the autoscaler may go down to what the budget keeps',
        object: workloadExample({ spec: { replicas: 3 } }),
        with: [budgetExample({ minAvailable: 2 }), autoscalerExample({ minReplicas: 2 })],
      },
      {
        because: 'two budgets block each other',
        object: workloadExample({ spec: { replicas: 2 } }),
        with: [budgetExample({ maxUnavailable: 1 }), budgetExample({ maxUnavailable: 1 }, 'web-too')],
      },
      { because: 'it allows no eviction', object: budgetExample({ maxUnavailable: 0 }) },
      { because: 'it keeps all', object: budgetExample({ minAvailable: '100%' }) },
      { because: 'it says nothing, which allows no eviction', object: budgetExample({}) },
      {
        because: 'it keeps as many as there are',
        object: budgetExample({ minAvailable: 2 }),
        with: [workloadExample({ spec: { replicas: 2 } })],
      },
    ],
  },
});
