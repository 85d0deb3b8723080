import { userNamespace, windowsAlways } from '../conditions';
import { control } from '../control';
import { NONROOT_ID } from '../nonroot-id';
import { all, is, not, pod, podAndEveryContainer, since, unless } from '../requirement';

export const runAsUser = control({
  id: 'run-as-user',
  family: 'container',
  title: 'Never set the root UID',
  severity: 'high',
  why: 'User id 0 is root, whatever the image meant to run as.',
  references: { podSecurity: 'restricted', cis: ['5.2.7'], nsa: 'Pod security: non-root containers' },
  counterparts: {
    trivy: ['KSV-0105'],
    checkov: ['CKV_K8S_23'],
    kubeLinter: ['run-as-non-root'],
    kubescape: ['C-0013'],
    polaris: ['runAsRootAllowed'],
    kyverno: ['require-run-as-non-root-user'],
    gatekeeper: ['K8sPSPAllowedUsers'],
    dockerBench: ['4.1'],
  },
  notes:
    'The default is the user `nonroot` of distroless images. It lies above 10,000, as scanners ask. An image whose files belong to another user needs the parameter `user`, not a waiver; a cluster that assigns users itself needs `assign: false`.',
  parameters: { user: NONROOT_ID, assign: true },
  prefer: ({ user, assign }) => (assign ? unless(windowsAlways, pod('securityContext.runAsUser', is(user))) : all()),
  require: () => since('v1.23', unless(userNamespace, podAndEveryContainer('securityContext.runAsUser', not(0)))),
  examples: {
    pass: [
      { because: 'run-as-non-root asks for a user; this forbids root only', pod: {} },
      { because: 'a user that nobody else is', pod: { securityContext: { runAsUser: NONROOT_ID } } },
    ],
    fail: [
      { because: 'root for every container', pod: { securityContext: { runAsUser: 0 } } },
      { because: 'root for this container', pod: { containers: [{ securityContext: { runAsUser: 0 } }] } },
      {
        because: 'the pod level counts even if every container overrides it',
        pod: { securityContext: { runAsUser: 0 }, containers: [{ securityContext: { runAsUser: 1000 } }] },
      },
    ],
  },
});
