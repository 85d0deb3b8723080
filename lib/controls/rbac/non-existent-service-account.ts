import { control } from '../control';
import { serviceAccountNameOf } from '../pod/service-account';
import { always, custom } from '../requirement';
import { accountExample } from './role-examples';

export const nonExistentServiceAccount = control({
  id: 'non-existent-service-account',
  family: 'rbac',
  title: 'Name only ServiceAccounts that exist',
  severity: 'medium',
  why: 'The pod does not start until somebody makes an account of that name, with whatever rights they like.',
  references: { kubernetes: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/' },
  counterparts: { kubeLinter: ['non-existent-service-account'], kubescape: ['C-0307'] },
  notes:
    'Only what is read together is known: give the file with the account too, or set `partialInventory`, and the control is not asked. The account `default` is in every namespace. An account that says no namespace counts for each.',
  parameters: {
    /** Accounts are made elsewhere: not asked. */
    partialInventory: false,
  },
  require: ({ partialInventory }) =>
    partialInventory
      ? always()
      : custom({
          reads: 'pod',
          crossObject: true,
          evaluate({ pod, namespace, neighbours }, emit) {
            if (pod === undefined) return false;
            const name = serviceAccountNameOf(pod);
            if (typeof name !== 'string' || name === 'default') return false;
            if ([namespace, undefined].some((each) => neighbours.find('', 'ServiceAccount', each, name) !== undefined)) return true;
            emit({
              verdict: 'fail',
              path: [...pod.at, 'spec', pod.spec.serviceAccountName ? 'serviceAccountName' : 'serviceAccount'],
              actual: name,
              expected: 'the name of a ServiceAccount of its namespace that was read together with it',
              fix: { op: 'manual', instructions: 'Correct the name, or write the ServiceAccount beside the workload.' },
            });
            return true;
          },
          cel: { impossible: 'Whether the account exists is not in the workload.' },
          prose: 'the pod names a ServiceAccount that exists in its namespace, or `default`',
        }),
  examples: {
    pass: [
      { because: 'the account is there', pod: { serviceAccountName: 'web' }, with: [accountWithoutNamespace('web')] },
      { because: 'every namespace has this one', pod: { serviceAccountName: 'default' } },
      { because: 'accounts are made elsewhere', parameters: { partialInventory: true }, pod: { serviceAccountName: 'web' } },
    ],
    fail: [
      { because: 'there is none', pod: { serviceAccountName: 'web' } },
      { because: 'another one is there', pod: { serviceAccountName: 'web' }, with: [accountWithoutNamespace('api')] },
      { because: 'it is one of another namespace', pod: { serviceAccountName: 'web' }, with: [accountExample()] },
      { because: 'named in the deprecated field', pod: { serviceAccount: 'web' } },
    ],
  },
});

function accountWithoutNamespace(name: string) {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } };
}
