import { windowsAlways } from '../conditions';
import { control } from '../control';
import { absentOr, everyContainer, is, unless } from '../requirement';

export const privileged = control({
  id: 'privileged',
  family: 'container',
  title: 'Forbid privileged containers',
  severity: 'critical',
  why: 'A process in a privileged container is root on its node: it can mount the disks, load kernel modules and read every other pod.',
  references: { podSecurity: 'baseline', cis: ['5.2.2'], nsa: 'Pod security: preventing privileged containers' },
  counterparts: {
    trivy: ['KSV-0017'],
    checkov: ['CKV_K8S_16'],
    kubeLinter: ['privileged-container'],
    kubescape: ['C-0057'],
    polaris: ['runAsPrivileged'],
    kubeScore: ['container-security-context-privileged'],
    kubesec: ['Privileged'],
    kyverno: ['disallow-privileged-containers'],
    gatekeeper: ['K8sPSPPrivilegedContainer'],
    dockerBench: ['5.5'],
  },
  prefer: unless(windowsAlways, everyContainer('securityContext.privileged', is(false))),
  require: everyContainer('securityContext.privileged', absentOr(false)),
  examples: {
    pass: [
      { because: 'absent means false', pod: {} },
      { because: 'it is written', pod: { containers: [{ securityContext: { privileged: false } }] } },
    ],
    fail: [
      { because: 'the container has every right of the node', pod: { containers: [{ securityContext: { privileged: true } }] } },
      { because: 'init containers count', pod: { initContainers: [{ securityContext: { privileged: true } }] } },
      { because: 'Windows is no exception', pod: { os: { name: 'windows' }, containers: [{ securityContext: { privileged: true } }] } },
    ],
  },
});
