import { control } from '../control';
import { custom } from '../requirement';
import { accountAutomount } from './account-automount';
import { accountExample } from './role-examples';

export const defaultServiceAccountAutomount = control({
  id: 'default-service-account-automount',
  family: 'rbac',
  title: 'Disarm the default ServiceAccount',
  severity: 'medium',
  why: 'Pods that name no account get the token of this one without anybody having asked for it.',
  references: { cis: ['5.1.5'] },
  counterparts: { checkov: ['CKV_K8S_41'], kubescape: ['C-0189'] },
  notes:
    'Kubernetes makes the account `default` in every namespace, without the field: an object that says `false`, applied beside the Namespace, disarms it. That such an object is missing is not a finding.',
  require: custom(accountAutomount('default')),
  examples: {
    pass: [
      { because: 'pods without an account get no token', object: accountExample({ automountServiceAccountToken: false }, 'default') },
      { because: 'another account is asked elsewhere', object: accountExample({}, 'web') },
      {
        because: 'in the system’s namespace too',
        object: accountExample({ automountServiceAccountToken: false }, 'default', 'kube-system'),
      },
    ],
    fail: [
      { because: 'absent means true', object: accountExample({}, 'default') },
      { because: 'it is written', object: accountExample({ automountServiceAccountToken: true }, 'default') },
      { because: 'of whatever namespace', object: accountExample({}, 'default', 'kube-system') },
    ],
  },
});
