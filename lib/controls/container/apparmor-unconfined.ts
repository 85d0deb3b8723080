import { control } from '../control';
import { all, annotations, either, type Fix, having, oneOf, type Path, podAndEveryContainer, startsWith } from '../requirement';

/** Taken away, not rewritten: the kubelet refuses a named profile on nodes without AppArmor, and uses its default where nothing is named. */
const profile = {
  ...having('type', oneOf('RuntimeDefault', 'Localhost')),
  fix: (path: Path): Fix => ({ op: 'remove', path }),
};

export const apparmorUnconfined = control({
  id: 'apparmor-unconfined',
  family: 'container',
  title: 'Never disable AppArmor',
  severity: 'high',
  why: 'Unconfined takes away the profile that keeps a process from mounts, /proc and /sys.',
  references: { podSecurity: 'baseline', cis: ['5.6.3'], nsa: 'Pod security: hardening with AppArmor' },
  counterparts: {
    trivy: ['KSV-0002'],
    polaris: ['linuxHardening'],
    kubesec: ['ApparmorUnconfined'],
    kyverno: ['restrict-apparmor-profiles'],
    gatekeeper: ['K8sPSPAppArmor'],
    dockerBench: ['5.2'],
  },
  require: all(
    podAndEveryContainer('securityContext.appArmorProfile', profile),
    annotations('container.apparmor.security.beta.kubernetes.io/', either(oneOf('', 'runtime/default'), startsWith('localhost/'))),
  ),
  examples: {
    pass: [
      { because: 'absent means the default of the node', pod: {} },
      { because: 'the default, in writing', pod: { securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } } },
    ],
    fail: [
      { because: 'no profile', pod: { securityContext: { appArmorProfile: { type: 'Unconfined' } } } },
      {
        because: 'the older annotation counts too',
        pod: {},
        annotations: { 'container.apparmor.security.beta.kubernetes.io/web': 'unconfined' },
      },
    ],
  },
});
