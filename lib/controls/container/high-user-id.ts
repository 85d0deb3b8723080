import { windowsAlways } from '../conditions';
import { control } from '../control';
import { LOWEST_HIGH_ID, NONROOT_ID } from '../nonroot-id';
import { atLeast, effectiveInDeclared, is, unless, when } from '../requirement';

/** Unlike Pod Security, which lets root be root only from 1.35 on: whatever the version, the id is mapped to another one. */
const ownUserNamespace = when('hostUsers', is(false), 'pods with a user namespace of their own (`hostUsers: false`)');

export const highUserId = control({
  id: 'high-user-id',
  family: 'container',
  title: 'Use a UID of 10001 or more',
  severity: 'low',
  why: "A low user id is somebody on the node as well: what gets out of the container has that user's files and processes.",
  references: { cis: ['5.6.3'], nsa: 'Pod security: non-root containers' },
  counterparts: {
    trivy: ['KSV-0020'],
    checkov: ['CKV_K8S_40'],
    kubeScore: ['container-security-context-user-group-id'],
    kubesec: ['RunAsUser'],
    kyverno: ['validate-userid-groupid-fsgroup'],
    gatekeeper: ['K8sPSPAllowedUsers'],
  },
  notes: `Trivy and kubesec ask for more than 10,000, Checkov and kube-score for 10,000 or more: ${LOWEST_HIGH_ID} satisfies all. Absent fails, because then the image decides. Ephemeral containers are not asked. An image whose files belong to a lower user needs the parameter \`minimum\` (and \`user\` of this control and of run-as-user), not a waiver.`,
  parameters: { minimum: LOWEST_HIGH_ID, user: NONROOT_ID },
  require: ({ minimum, user }) =>
    unless(windowsAlways, unless(ownUserNamespace, effectiveInDeclared('securityContext.runAsUser', atLeast(minimum, user)))),
  examples: {
    pass: [
      { because: 'the pod says it for all', pod: { securityContext: { runAsUser: NONROOT_ID } } },
      { because: 'the lowest that passes', pod: { securityContext: { runAsUser: LOWEST_HIGH_ID } } },
      {
        because: 'what counts is what the container runs with',
        pod: { securityContext: { runAsUser: 1000 }, containers: [{ securityContext: { runAsUser: NONROOT_ID } }] },
      },
      { because: 'the id is another one outside of its user namespace', version: 'v1.30', pod: { hostUsers: false } },
      { because: 'Windows has no user ids', pod: { os: { name: 'windows' } } },
      {
        because: 'a profile whose images need a lower one says so',
        parameters: { minimum: 1000 },
        pod: { securityContext: { runAsUser: 1000 } },
      },
    ],
    fail: [
      { because: 'the image decides', pod: {} },
      { because: 'Trivy asks for more than 10,000', pod: { securityContext: { runAsUser: 10000 } } },
      {
        because: 'one container overrides it',
        pod: { securityContext: { runAsUser: NONROOT_ID }, initContainers: [{ securityContext: { runAsUser: 1000 } }] },
      },
      {
        because: 'the other container has no value',
        pod: { containers: [{ securityContext: { runAsUser: NONROOT_ID } }, {}] },
      },
    ],
  },
});
