import { control } from '../control';
import { custom } from '../requirement';
import { accountAutomount } from './account-automount';
import { accountExample } from './role-examples';

export const serviceAccountAutomount = control({
  id: 'service-account-automount',
  family: 'rbac',
  title: 'Turn automount off on ServiceAccounts',
  severity: 'medium',
  why: 'Every pod of the account gets its token, those that never speak to the API server too, and whoever breaks in uses it.',
  references: { cis: ['5.1.6'], nsa: 'Pod security: protecting service account tokens' },
  counterparts: { kubescape: ['C-0034'], kyverno: ['restrict-sa-automount-sa-token'] },
  notes:
    'Absent means true. The pod’s own field wins: a pod that speaks to the API server says `true` itself. Where a binding gives the account permissions, or a workload with a waiver of `automount-service-account-token` uses it, hardening leaves the account to a person.',
  require: custom(accountAutomount()),
  examples: {
    pass: [
      { because: 'a pod that needs it asks for it', object: accountExample({ automountServiceAccountToken: false }) },
      { because: 'the account that nobody names', object: accountExample({ automountServiceAccountToken: false }, 'default') },
      {
        because: 'its secrets for pulling images are no token',
        object: accountExample({ automountServiceAccountToken: false, imagePullSecrets: [{ name: 'registry' }] }),
      },
    ],
    fail: [
      { because: 'absent means true', object: accountExample() },
      { because: 'it is written', object: accountExample({ automountServiceAccountToken: true }) },
      { because: 'the account that nobody names', object: accountExample({}, 'default') },
    ],
  },
});
