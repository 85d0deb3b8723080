import { control } from '../control';
import { containersOf, custom, listOf, type PodSubject, type Rule, UNKNOWN, unknown } from '../requirement';
import { holdsToken } from './projected-token';
import { volumesQuietly } from './volumes';

/** In the words of an API server. */
const NAMED =
  "(has(variables.spec.serviceAccountName) && variables.spec.serviceAccountName != '' ? variables.spec.serviceAccountName != 'default' : " +
  "has(variables.spec.serviceAccount) && !(variables.spec.serviceAccount in ['', 'default']))";
const MOUNTED =
  'variables.spec.volumes.exists(v, has(v.projected) && has(v.projected.sources) && v.projected.sources.exists(s, has(s.serviceAccountToken)) && ' +
  'variables.containers.exists(c, has(c.volumeMounts) && c.volumeMounts.exists(m, m.name == v.name)))';
const WITHOUT_TOKEN =
  'has(variables.spec.automountServiceAccountToken) && !variables.spec.automountServiceAccountToken && ' +
  `(!has(variables.spec.volumes) || !${MOUNTED})`;
const PASSES = `${NAMED} || (${WITHOUT_TOKEN})`;

function mountsToken(pod: PodSubject): boolean {
  const tokens = new Set<unknown>([...volumesQuietly(pod)].filter(holdsToken).map(({ name }) => name));
  if (tokens.size === 0) return false;
  for (const { container } of containersOf(pod)) if (listOf(container.volumeMounts).some(({ name }) => tokens.has(name))) return true;
  return false;
}

const ownAccount: Rule = {
  reads: 'pod',
  evaluate({ pod }, emit) {
    if (pod === undefined) return false;
    const { serviceAccountName, serviceAccount, automountServiceAccountToken } = pod.spec;
    const name: unknown = serviceAccountName || serviceAccount || 'default';
    const path = [...pod.at, 'spec', 'serviceAccountName'];
    const expected = 'the ServiceAccount of this workload, other than `default`';
    if (name === UNKNOWN) emit(unknown(path, expected));
    else if (name === 'default' && (automountServiceAccountToken !== false || mountsToken(pod))) {
      const instructions =
        'Make a ServiceAccount for this workload and name it here; or, where it does not speak to the API server, write `automountServiceAccountToken: false`.';
      emit({ verdict: 'fail', path, actual: serviceAccountName ?? undefined, expected, fix: { op: 'manual', instructions } });
    }
    return true;
  },
  cel: { expression: PASSES, offenders: `(${PASSES}) ? [] : ['the pod']` },
  prose: 'in the pod `serviceAccountName` is set and not `default`, or no token of it is mounted',
};

const TOKEN = {
  name: 'token',
  projected: { sources: [{ serviceAccountToken: { path: 'token', audience: 'vault', expirationSeconds: 600 } }] },
};
const mounted = { volumes: [TOKEN], containers: [{ volumeMounts: [{ name: 'token', mountPath: '/var/run/token', readOnly: true }] }] };

export const defaultServiceAccount = control({
  id: 'default-service-account',
  family: 'pod',
  title: 'Use a dedicated ServiceAccount',
  severity: 'medium',
  why: 'Every pod that names no account shares this one: a right that one of them gets, all have.',
  references: { cis: ['5.1.5'], nsa: 'Pod security: protecting service account tokens' },
  counterparts: {
    kubeLinter: ['default-service-account'],
    kubescape: ['C-0189'],
    kubesec: ['ServiceAccountName'],
    kyverno: ['check-sa'],
  },
  notes:
    'Which account a workload needs cannot be guessed in a foreign manifest, so a person decides. Hardening writes `automountServiceAccountToken: false` where nothing is written (`automount-service-account-token`), and then this passes as well.',
  require: custom(ownAccount),
  examples: {
    pass: [
      { because: 'an account of its own', pod: { serviceAccountName: 'web' } },
      { because: 'named in the deprecated field, which the API server copies', pod: { serviceAccount: 'web' } },
      { because: 'no token of the account is in the pod', pod: { automountServiceAccountToken: false } },
      {
        because: 'a token that nothing mounts is in no container',
        pod: { serviceAccountName: 'default', automountServiceAccountToken: false, volumes: [TOKEN] },
      },
    ],
    fail: [
      { because: 'absent means default', pod: {} },
      { because: 'it is written', pod: { serviceAccountName: 'default' } },
      { because: 'an empty name means default', pod: { serviceAccountName: '' } },
      { because: 'the token is mounted by hand', pod: { serviceAccountName: 'default', automountServiceAccountToken: false, ...mounted } },
      { because: 'of two names the API server takes this one', pod: { serviceAccountName: 'default', serviceAccount: 'web' } },
      { because: 'an account is written, and it is this one', pod: { serviceAccountName: 'default', automountServiceAccountToken: true } },
    ],
  },
});
