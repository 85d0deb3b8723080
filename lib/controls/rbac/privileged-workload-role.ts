import { control } from '../control';
import { EXAMPLE_IMAGE } from '../example-object';
import { holdsToken } from '../pod/projected-token';
import { serviceAccountNameOf, serviceAccountOf } from '../pod/service-account';
import { volumesQuietly } from '../pod/volumes';
import {
  containersOf,
  custom,
  isObject,
  type Json,
  listOf,
  type PodSubject,
  type Rule,
  type Subject,
  UNKNOWN,
  unknown,
} from '../requirement';
import { bindingsOfAccount, roleOf } from './bindings';
import { clusterRoleBindingExample, clusterRoleExample, personExample, roleBindingExample, roleExample } from './role-examples';
import { takeoverOf } from './takeover';

const EXPECTED = 'a ServiceAccount without rights to take over more';

/** The token is there for whoever breaks in: mounted by Kubernetes, or by hand. */
function mountsToken(pod: PodSubject, subject: Subject): unknown {
  const effective: unknown = pod.spec.automountServiceAccountToken ?? serviceAccountOf(pod, subject)?.automountServiceAccountToken;
  if (effective !== false) return effective === UNKNOWN ? UNKNOWN : true;
  const tokens = new Set<unknown>([...volumesQuietly(pod)].filter(holdsToken).map(({ name }) => name));
  if (tokens.size === 0) return false;
  for (const { container } of containersOf(pod)) if (listOf(container.volumeMounts).some(({ name }) => tokens.has(name))) return true;
  return false;
}

interface Takeover {
  /** `ClusterRoleBinding web` */
  readonly binding: string;
  /** `ClusterRole web` */
  readonly role: string;
  readonly words: string;
}

function takeoverBy(name: string, { namespace, neighbours }: Subject): Takeover | undefined {
  for (const binding of bindingsOfAccount(namespace, name, neighbours)) {
    const { roleRef, kind, metadata } = binding;
    const words = takeoverOf(roleRef, roleOf(binding, neighbours), neighbours);
    if (words !== undefined && isObject(roleRef))
      return { binding: `${String(kind)} ${String(metadata?.name)}`, role: `${String(roleRef.kind)} ${String(roleRef.name)}`, words };
  }
  return undefined;
}

const takesNothingOver: Rule = {
  reads: 'pod',
  crossObject: true,
  evaluate(subject, emit) {
    const { pod } = subject;
    if (pod === undefined) return false;
    const name = serviceAccountNameOf(pod);
    const path = [...pod.at, 'spec', 'serviceAccountName'];
    const mounts = mountsToken(pod, subject);
    if (name === UNKNOWN || mounts === UNKNOWN) {
      emit(unknown(path, EXPECTED));
      return true;
    }
    if (typeof name !== 'string' || mounts === false) return true;
    const takeover = takeoverBy(name, subject);
    if (takeover === undefined) return true;
    emit({
      verdict: 'fail',
      path,
      actual: pod.spec.serviceAccountName ?? undefined,
      expected: `${EXPECTED} (${takeover.binding} gives it ${takeover.role}, which grants ${takeover.words})`,
      fix: {
        op: 'manual',
        instructions: `Bind a role with what the workload needs in place of ${takeover.role}; where it does not speak to the API server, write \`automountServiceAccountToken: false\` and take ${takeover.binding} away.`,
      },
    });
    return true;
  },
  cel: { impossible: 'Account, bindings and roles are other objects, and an admission policy sees one.' },
  prose:
    'the ServiceAccount of a pod that mounts its token is bound to no role with a wildcard verb or resource, secrets, exec, bind, escalate, roles, impersonation, the proxy to nodes, or the making of workloads',
};

const workload = (spec: Json = {}): Json => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { serviceAccountName: 'web', containers: [{ name: 'web', image: EXAMPLE_IMAGE }], ...spec },
});
const READ_PODS = { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] };
const READ_SECRETS = { apiGroups: [''], resources: ['secrets'], verbs: ['list'] };
const EXEC = { apiGroups: [''], resources: ['pods/exec'], verbs: ['create'] };

export const privilegedWorkloadRole = control({
  id: 'privileged-workload-role',
  family: 'rbac',
  title: 'Run no pod under a takeover role',
  severity: 'critical',
  why: 'Whoever breaks into the pod has its token, and with these rights goes on to the namespace, to the node or to the cluster.',
  references: { cis: ['5.1.1'], nsa: 'Authorization: RBAC' },
  counterparts: { kubescape: ['C-0053', 'C-0261', 'C-0267', 'C-0272'] },
  notes:
    'Joins pods with accounts, bindings (by name, by the groups of accounts, in every namespace) and roles, aggregated ones included; only what is read together is known, and the built-in `cluster-admin`, `admin` and `edit`. A pod that mounts no token passes: what its account may is asked where the role is written. Operators need such rights: waive it for them, with the reason.',
  require: custom(takesNothingOver),
  examples: {
    pass: [
      { because: 'it may read pods', object: workload(), with: [roleBindingExample({}), roleExample([READ_PODS])] },
      {
        because: 'the pod has no token',
        object: workload({ automountServiceAccountToken: false }),
        with: [roleBindingExample({}), roleExample([READ_SECRETS])],
      },
      {
        because: 'an account of the same name in another namespace',
        object: workload(),
        with: [
          roleBindingExample({ namespace: 'api', subjects: [{ kind: 'ServiceAccount', name: 'web' }] }),
          roleExample([READ_SECRETS], { namespace: 'api' }),
        ],
      },
    ],
    fail: [
      { because: 'it reads every secret', object: workload(), with: [roleBindingExample({}), roleExample([READ_SECRETS])] },
      {
        because: 'built-in roles need nobody to write them',
        object: workload(),
        with: [roleBindingExample({ role: ['ClusterRole', 'edit'] })],
      },
      {
        because: 'the group of all accounts of its namespace',
        object: workload(),
        with: [
          clusterRoleBindingExample({ subjects: [personExample('Group', 'system:serviceaccounts:shop')] }),
          clusterRoleExample([{ apiGroups: ['*'], resources: ['*'], verbs: ['get'] }]),
        ],
      },
      {
        because: 'by aggregation',
        object: workload(),
        with: [
          clusterRoleBindingExample({}),
          { ...clusterRoleExample([]), aggregationRule: { clusterRoleSelectors: [{ matchLabels: { 'example.com/web': 'true' } }] } },
          clusterRoleExample([EXEC], { name: 'debug', labels: { 'example.com/web': 'true' } }),
        ],
      },
      {
        because: 'by aggregation of every role of the cluster, whether it was read or not',
        object: workload(),
        with: [clusterRoleBindingExample({}), { ...clusterRoleExample([]), aggregationRule: { clusterRoleSelectors: [{}] } }],
      },
      {
        because: 'a binding in another namespace reaches that one',
        object: workload(),
        with: [roleBindingExample({ namespace: 'api' }), roleExample([EXEC], { namespace: 'api' })],
      },
    ],
  },
});
