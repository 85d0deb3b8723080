import { control } from '../control';
import { all, custom, type Fix, type Observation, type PodSubject, type Rule, type Subject, UNKNOWN, unknown } from '../requirement';
import { holdsToken, isInjected } from './projected-token';
import { bindingOf, isUsedByAnnotated, serviceAccountNameOf, serviceAccountOf } from './service-account';
import { volumesOf, volumesQuietly } from './volumes';

const ID = 'automount-service-account-token';
const FIELD = 'automountServiceAccountToken';
const EXPECTED = '`false`';

/** The account has permissions that a workload without its token cannot use. */
function bound(pod: PodSubject, { namespace, neighbours }: Subject): string | undefined {
  const name = serviceAccountNameOf(pod);
  return typeof name === 'string' ? bindingOf(name, namespace, neighbours) : undefined;
}

function found(pod: PodSubject, subject: Subject, actual: unknown): Observation {
  const path = [...pod.at, 'spec', FIELD];
  return { verdict: 'fail', path, actual, expected: EXPECTED, fix: fixOf(pod, subject, path) };
}

function fixOf(pod: PodSubject, subject: Subject, path: Observation['path']): Fix {
  const injected = [...volumesQuietly(pod)].find((volume) => isInjected(volume) && holdsToken(volume));
  if (injected !== undefined)
    return {
      op: 'manual',
      instructions: `Take out the volume ${injected.name}, which Kubernetes added to the running pod, and its mounts, and write \`${FIELD}: false\`.`,
    };
  const binding = bound(pod, subject);
  if (binding !== undefined)
    return {
      op: 'manual',
      instructions: `${binding} gives its ServiceAccount permissions: if the workload speaks to the API server, waive this or project a token; if not, write \`${FIELD}: false\` and take the binding away.`,
    };
  return { op: 'set', path, value: false };
}

const unlessNeeded: Rule = {
  reads: 'pod',
  crossObject: true,
  evaluate(subject, emit) {
    const { pod } = subject;
    if (pod === undefined) return false;
    for (const { volume } of volumesOf(pod, emit)) if (holdsToken(volume) && !isInjected(volume)) return true;
    const own: unknown = pod.spec[FIELD] ?? undefined;
    const effective: unknown = own ?? serviceAccountOf(pod, subject)?.[FIELD];
    if (effective === UNKNOWN) emit(unknown([...pod.at, 'spec', FIELD], EXPECTED));
    else if (effective !== false) emit(found(pod, subject, own));
    return true;
  },
  cel: { impossible: 'The answer is on another object, the ServiceAccount, which an API server does not show to a policy.' },
  prose: `in the pod \`${FIELD}\` is \`false\`, by its own value or else that of its ServiceAccount, unless it projects a token itself`,
};

/** Scanners read the pod alone. */
const podItself: Rule = {
  ...unlessNeeded,
  prose: `in the pod \`${FIELD}\` is \`false\``,
  evaluate(subject, emit) {
    const { pod } = subject;
    if (pod === undefined) return false;
    if (pod.spec[FIELD] == null) emit(found(pod, subject, undefined));
    return true;
  },
};

/** Others read the ServiceAccount. */
const accountItself: Rule = {
  ...unlessNeeded,
  reads: [{ group: '', kind: 'ServiceAccount' }],
  prose: `in every ServiceAccount \`${FIELD}\` is \`false\``,
  evaluate(subject, emit) {
    if (subject.kind !== 'ServiceAccount' || subject.group !== '') return false;
    if (subject.object[FIELD] == null && !isNeeded(subject))
      emit({ verdict: 'fail', path: [FIELD], actual: undefined, expected: EXPECTED, fix: { op: 'set', path: [FIELD], value: false } });
    return true;
  },
};

/** Whether a pod is allowed to have the token through this ServiceAccount, or may need it. */
function isNeeded({ name, namespace, neighbours }: Subject): boolean {
  return isUsedByAnnotated(`waive.tempered/${ID}`, name, namespace, neighbours) || bindingOf(name, namespace, neighbours) !== undefined;
}

const account = (name: string, automountServiceAccountToken?: boolean, namespace?: string) => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, ...(namespace !== undefined && { namespace }) },
  ...(automountServiceAccountToken !== undefined && { automountServiceAccountToken }),
});
const token = (name: string) => ({
  name,
  projected: { sources: [{ serviceAccountToken: { path: 'token', audience: 'vault', expirationSeconds: 600 } }] },
});

export const automountServiceAccountToken = control({
  id: ID,
  family: 'pod',
  title: 'Mount no API token unless needed',
  severity: 'medium',
  why: 'A token that the workload never uses lets whoever breaks in speak to the API server in its name.',
  references: { cis: ['5.1.6'], nsa: 'Pod security: protecting service account tokens' },
  counterparts: {
    trivy: ['KSV-0036'],
    checkov: ['CKV_K8S_38'],
    kubescape: ['C-0034', 'C-0190'],
    polaris: ['automountServiceAccountToken'],
    kubesec: ['AutomountServiceAccountToken'],
    kyverno: ['restrict-automount-sa-token', 'disable-automountserviceaccounttoken'],
    gatekeeper: ['K8sPSPAutomountServiceAccountTokenPod'],
  },
  notes:
    'Kubernetes reads the pod first, then the ServiceAccount that it names, then mounts. Hardening writes `false` on both, since scanners look at one or the other; not on a ServiceAccount that a pod with a waiver of this control uses, and on neither where a binding that was read together with them gives the account permissions: then a person decides. A projected `serviceAccountToken` volume is a stated need. A workload that speaks to the API server writes `automountServiceAccountToken: true` and carries a waiver, or projects its token.',
  prefer: all(custom(podItself), custom(accountItself)),
  require: custom(unlessNeeded),
  examples: {
    pass: [
      { because: 'no token', pod: { automountServiceAccountToken: false } },
      { because: 'its ServiceAccount says so', with: [account('web', false)], pod: { serviceAccountName: 'web' } },
      { because: 'without a name it is the account `default`', with: [account('default', false)], pod: {} },
      {
        because: 'the pod says so, whatever its ServiceAccount says',
        with: [account('web', true)],
        pod: { serviceAccountName: 'web', automountServiceAccountToken: false },
      },
      { because: 'it says which token it needs', pod: { serviceAccountName: 'web', volumes: [token('vault-token')] } },
    ],
    fail: [
      { because: 'absent on both means true', with: [account('web')], pod: { serviceAccountName: 'web' } },
      { because: 'absent means true where the ServiceAccount is not known', pod: { serviceAccountName: 'web' } },
      {
        because: 'the pod wins over its ServiceAccount',
        with: [account('web', false)],
        pod: { serviceAccountName: 'web', automountServiceAccountToken: true },
      },
      { because: 'another account says so', with: [account('other', false)], pod: { serviceAccountName: 'web' } },
      { because: 'an account of another namespace', with: [account('web', false, 'elsewhere')], pod: { serviceAccountName: 'web' } },
      {
        because: 'its account has permissions, so a person decides whether it uses them',
        with: [
          {
            apiVersion: 'rbac.authorization.k8s.io/v1',
            kind: 'ClusterRoleBinding',
            metadata: { name: 'operator' },
            roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'operator' },
            subjects: [{ kind: 'ServiceAccount', name: 'operator', namespace: 'ops' }],
          },
        ],
        pod: { serviceAccountName: 'operator' },
      },
      {
        because: 'a dump of a running pod has the token that Kubernetes added',
        pod: { serviceAccountName: 'web', volumes: [token('kube-api-access-x7k2p')] },
      },
    ],
  },
});
