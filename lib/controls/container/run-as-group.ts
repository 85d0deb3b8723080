import { windowsAlways } from '../conditions';
import { control } from '../control';
import { NONROOT_ID } from '../nonroot-id';
import { all, effectiveInDeclared, everyDeclaredContainer, type Fix, not, type Path, pod, present, unless } from '../requirement';

export const runAsGroup = control({
  id: 'run-as-group',
  family: 'container',
  title: 'Avoid the root group',
  severity: 'medium',
  why: "Group 0 reads and writes what the image made for root's group, and on volumes what the node's root group owns.",
  references: { cis: ['5.6.3'], nsa: 'Pod security: root group membership' },
  counterparts: {
    trivy: ['KSV-0116'],
    kubeLinter: ['run-as-non-root'],
    kubescape: ['C-0013'],
    kubeScore: ['container-security-context-user-group-id'],
    kyverno: ['require-non-root-groups'],
    gatekeeper: ['K8sPSPAllowedUsers'],
  },
  notes:
    'Absent fails: a user that the image does not know has group 0. Kubescape reads it so too; Trivy and kube-linter fail only on a written 0. A 0 among `supplementalGroups` or as `fsGroup` fails as well.',
  parameters: { group: NONROOT_ID },
  require: ({ group }) => {
    const notRoot = { ...not(0), fix: (path: Path): Fix => ({ op: 'set', path, value: group }) };
    return unless(
      windowsAlways,
      all(
        pod('securityContext.runAsGroup', notRoot),
        pod(['securityContext.fsGroup', 'securityContext.supplementalGroups[]'], not(0)),
        everyDeclaredContainer('securityContext.runAsGroup', notRoot),
        effectiveInDeclared('securityContext.runAsGroup', present({ value: group })),
      ),
    );
  },
  examples: {
    pass: [
      { because: 'the pod says it for all', pod: { securityContext: { runAsUser: NONROOT_ID, runAsGroup: NONROOT_ID } } },
      {
        because: "any group but root's; its number is asked by high-group-id",
        pod: { securityContext: { runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000, supplementalGroups: [2000] } },
      },
      { because: 'Windows has no group ids', pod: { os: { name: 'windows' } } },
    ],
    fail: [
      { because: 'absent may mean 0', pod: { securityContext: { runAsUser: NONROOT_ID } } },
      { because: "root's group for every container", pod: { securityContext: { runAsUser: NONROOT_ID, runAsGroup: 0 } } },
      {
        because: "root's group for this container",
        pod: {
          securityContext: { runAsUser: NONROOT_ID, runAsGroup: NONROOT_ID },
          initContainers: [{ securityContext: { runAsGroup: 0 } }],
        },
      },
      {
        because: 'a further group counts',
        pod: { securityContext: { runAsUser: NONROOT_ID, runAsGroup: NONROOT_ID, supplementalGroups: [NONROOT_ID, 0] } },
      },
      {
        because: "volumes are given to root's group",
        pod: { securityContext: { runAsUser: NONROOT_ID, runAsGroup: NONROOT_ID, fsGroup: 0 } },
      },
    ],
  },
});
