import { windowsAlways } from '../conditions';
import { control } from '../control';
import { all, everyDeclaredContainer, notEmpty, pod, unless } from '../requirement';

const INSTRUCTIONS =
  'Harden with the other controls of containers (run-as-non-root, seccomp-profile, drop-all-capabilities …): what they write is the security context.';

export const securityContext = control({
  id: 'security-context',
  family: 'container',
  title: 'Set a security context',
  severity: 'medium',
  why: 'Where nothing is said everything is at its default: root, if the image wants it, with a writable file system and system calls unfiltered.',
  references: { cis: ['5.6.3 (v1.11+; 5.7.3 before)'], nsa: 'Pod security: hardening container environments' },
  counterparts: {
    trivy: ['KSV-0118'],
    checkov: ['CKV_K8S_29', 'CKV_K8S_30'],
    kubescape: ['C-0211'],
  },
  notes:
    'A roll-up: with the other controls hardened it passes, so it has no repair of its own. The containers of a Windows pod are not asked, since most of what a container may say exists only on Linux. Kubescape C-0211 joins fifteen rules under this name, some of which no portable manifest satisfies.',
  require: all(
    pod('securityContext', notEmpty(INSTRUCTIONS)),
    unless(windowsAlways, everyDeclaredContainer('securityContext', notEmpty(INSTRUCTIONS))),
  ),
  examples: {
    pass: [
      {
        because: 'pod and container say something',
        pod: { securityContext: { runAsNonRoot: true }, containers: [{ securityContext: { allowPrivilegeEscalation: false } }] },
      },
      {
        because: 'an ephemeral container is not asked',
        pod: {
          securityContext: { runAsNonRoot: true },
          containers: [{ securityContext: { allowPrivilegeEscalation: false } }],
          ephemeralContainers: [{}],
        },
      },
      { because: 'the pod is enough on Windows', pod: { os: { name: 'windows' }, securityContext: { runAsNonRoot: true } } },
    ],
    fail: [
      { because: 'nothing is said', pod: {} },
      {
        because: 'the container says nothing',
        pod: { securityContext: { runAsNonRoot: true }, containers: [{ securityContext: {} }] },
      },
      {
        because: 'the pod says nothing',
        pod: { securityContext: {}, containers: [{ securityContext: { allowPrivilegeEscalation: false } }] },
      },
      {
        because: 'init containers count',
        pod: {
          securityContext: { runAsNonRoot: true },
          containers: [{ securityContext: { allowPrivilegeEscalation: false } }],
          initContainers: [{}],
        },
      },
    ],
  },
});
