import { windowsAlways } from '../conditions';
import { control } from '../control';
import { LOWEST_HIGH_ID, NONROOT_ID } from '../nonroot-id';
import { atLeast, effectiveInDeclared, unless } from '../requirement';

export const highGroupId = control({
  id: 'high-group-id',
  family: 'container',
  title: 'Use a GID of 10001 or more',
  severity: 'low',
  why: 'A low group id is a group of the node as well: what gets out of the container reads what that group may read.',
  references: { cis: ['5.6.3'] },
  counterparts: {
    trivy: ['KSV-0021'],
    kubeScore: ['container-security-context-user-group-id'],
    kubesec: ['RunAsGroup'],
    kyverno: ['validate-userid-groupid-fsgroup'],
    gatekeeper: ['K8sPSPAllowedUsers'],
  },
  notes: `The same bound as high-user-id: Trivy and kubesec ask for more than 10,000, kube-score for 10,000 or more. A user namespace (\`hostUsers: false\`) is no exception here: no scanner makes one. An image whose files belong to a lower group needs the parameters.`,
  parameters: { minimum: LOWEST_HIGH_ID, group: NONROOT_ID },
  require: ({ minimum, group }) => unless(windowsAlways, effectiveInDeclared('securityContext.runAsGroup', atLeast(minimum, group))),
  examples: {
    pass: [
      { because: 'the pod says it for all', pod: { securityContext: { runAsUser: NONROOT_ID, runAsGroup: NONROOT_ID } } },
      {
        because: 'the only container says it',
        pod: { containers: [{ securityContext: { runAsUser: NONROOT_ID, runAsGroup: LOWEST_HIGH_ID } }] },
      },
      { because: 'Windows has no group ids', pod: { os: { name: 'windows' } } },
    ],
    fail: [
      { because: 'absent is the group of the image, often root', pod: {} },
      { because: 'a group that nodes have', pod: { securityContext: { runAsUser: NONROOT_ID, runAsGroup: 100 } } },
      {
        because: 'init containers count',
        pod: {
          securityContext: { runAsUser: NONROOT_ID, runAsGroup: NONROOT_ID },
          initContainers: [{ securityContext: { runAsGroup: 10000 } }],
        },
      },
    ],
  },
});
