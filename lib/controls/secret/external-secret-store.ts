import { control } from '../control';
import { always, type Emit, isObject, type Json, type KindRef, listOf, type Rule, type Subject } from '../requirement';
import { isKind } from '../workload/kinds';
import { workloadExample } from '../workload/workload-examples';
import { originOf, secretReferences } from './secret-makers';

const EXTERNAL_SECRET: KindRef = { group: 'external-secrets.io', kind: 'ExternalSecret' };
const CLUSTER_STORE = 'ClusterSecretStore';

const madeElsewhere: Rule = {
  reads: 'pod',
  crossObject: true,
  evaluate({ pod, namespace, neighbours }, emit) {
    if (pod === undefined) return false;
    let asked = false;
    for (const { name, path } of secretReferences(pod)) {
      const origin = originOf(name, namespace, neighbours);
      asked ||= origin !== 'unknown';
      if (origin !== 'manifest') continue;
      const instructions = `Describe ${name} by an ExternalSecret, a SealedSecret or a SecretProviderClass beside the workload, and put the value in the store.`;
      const expected = 'a Secret that an ExternalSecret, SealedSecret or SecretProviderClass makes';
      emit({ verdict: 'fail', path, actual: name, expected, fix: { op: 'manual', instructions } });
    }
    return asked;
  },
  cel: { impossible: 'What makes a Secret stands in other objects.' },
  prose: 'every Secret that a pod refers to is made from an external store',
};

const storeOfNamespace: Rule = {
  reads: [EXTERNAL_SECRET],
  crossObject: true,
  evaluate: (subject, emit) => isKind(EXTERNAL_SECRET, subject) && judgeStore(subject, emit),
  cel: { impossible: 'Who may read a ClusterSecretStore stands in the store.' },
  prose: 'an ExternalSecret reads a store of its own namespace',
};

export const externalSecretStore = control({
  id: 'external-secret-store',
  family: 'secret',
  title: 'Keep secrets in an external store',
  severity: 'low',
  why: 'A Secret that somebody wrote by hand is in a shell history, a repository or a chat besides, and is never changed: one leak lasts for years.',
  references: { cis: ['5.4.2'], nsa: 'Network: Secrets' },
  counterparts: { kubescape: ['C-0208'] },
  notes:
    'A Secret that a pod refers to must be made by an ExternalSecret, SealedSecret, SecretProviderClass, Certificate or one of the Vault Secrets Operator, which are read together with it. Nothing is said where no such object, and no such Secret, is read in the namespace: who makes it cannot be known then. An ExternalSecret is told to use a SecretStore of its namespace, or a ClusterSecretStore whose `conditions` say who may: an empty selector and the pattern `.*` say everybody.',
  require: always(madeElsewhere, storeOfNamespace),
  examples: {
    pass: [
      { because: 'an ExternalSecret makes it', object: mounting('db'), with: [externalSecret('db')] },
      {
        because: 'the target has another name',
        object: mounting('db'),
        with: [externalSecret('db-from-vault', { target: { name: 'db' } })],
      },
      { because: 'nobody can know who makes it', object: mounting('db') },
      {
        because: 'the store says who may read it',
        object: externalSecret('db', { secretStoreRef: { kind: CLUSTER_STORE, name: 'vault' } }),
        with: [clusterStore([{ namespaces: ['shop'] }, { namespaceSelector: { matchLabels: { team: 'shop' } } }])],
      },
    ],
    fail: [
      {
        because: 'its value stands beside it',
        object: mounting('db'),
        with: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' }, stringData: { password: 'changeme' } }],
      },
      ...[{ namespaceSelector: {} }, { namespaceRegexes: ['.*'] }].map((condition) => ({
        because: `a condition that every namespace meets, ${Object.keys(condition).join()}`,
        object: externalSecret('db', { secretStoreRef: { kind: CLUSTER_STORE, name: 'vault' } }),
        with: [clusterStore([{ namespaces: ['shop'] }, condition])],
      })),
      { because: 'the others are made, this one is not', object: mounting('db'), with: [externalSecret('mail')] },
      {
        because: 'every namespace reads the same store',
        object: externalSecret('db', { secretStoreRef: { kind: CLUSTER_STORE, name: 'vault' } }),
      },
    ],
  },
});

function judgeStore({ object, neighbours }: Subject, emit: Emit): boolean {
  const ref: unknown = isObject(object.spec) ? object.spec.secretStoreRef : undefined;
  if (!isObject(ref)) return false;
  if (ref.kind !== CLUSTER_STORE) return true;
  const store = neighbours.find(EXTERNAL_SECRET.group, CLUSTER_STORE, undefined, String(ref.name));
  const conditions: unknown = isObject(store?.spec) ? store.spec.conditions : undefined;
  const all = listOf(conditions);
  if (all.length > 0 && !all.some(isOpenToAll)) return true;
  emit({
    verdict: 'fail',
    path: ['spec', 'secretStoreRef', 'kind'],
    actual: ref.kind,
    expected: '`SecretStore`, or a ClusterSecretStore whose `conditions` say which namespaces may read it',
    fix: { op: 'manual', instructions: 'Make a SecretStore in the namespace, with a login of its own that reads only its paths.' },
  });
  return true;
}

/** A namespace may read where one of the conditions holds; patterns need only match a part of its name. */
function isOpenToAll({ namespaceSelector, namespaceRegexes }: Json): boolean {
  const patterns: readonly unknown[] = Array.isArray(namespaceRegexes) ? namespaceRegexes : [];
  if (patterns.some((each) => typeof each === 'string' && /^\^?(?:\.[*+])?\$?$/.test(each))) return true;
  if (!isObject(namespaceSelector)) return false;
  const { matchLabels, matchExpressions } = namespaceSelector;
  return (!isObject(matchLabels) || Object.keys(matchLabels).length === 0) && listOf(matchExpressions).length === 0;
}

function mounting(secretName: string) {
  return workloadExample({ pod: { volumes: [{ name: 'secret', secret: { secretName } }] } });
}

function externalSecret(name: string, spec?: object) {
  const secretStoreRef = { kind: 'SecretStore', name: 'vault' };
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name },
    spec: { secretStoreRef, dataFrom: [{ extract: { key: name } }], ...spec },
  };
}

function clusterStore(conditions: readonly object[]) {
  return { apiVersion: 'external-secrets.io/v1', kind: CLUSTER_STORE, metadata: { name: 'vault' }, spec: { provider: {}, conditions } };
}
