import { control } from '../control';
import { absentOr, all, byVersion, podAndEveryContainer } from '../requirement';

const TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t'] as const;

export const selinuxOptions = control({
  id: 'selinux-options',
  family: 'container',
  title: 'Restrict SELinux options',
  severity: 'medium',
  why: 'A type, user or role of the node in place of the container one lifts the separation between containers and host.',
  references: { podSecurity: 'baseline', cis: ['5.6.3'], nsa: 'Pod security: hardening with SELinux' },
  counterparts: {
    trivy: ['KSV-0025'],
    kubescape: ['C-0211'],
    polaris: ['linuxHardening'],
    kyverno: ['disallow-selinux'],
    gatekeeper: ['K8sPSPSELinuxV2'],
    dockerBench: ['5.3'],
  },
  require: all(
    byVersion({
      'v1.0': podAndEveryContainer('securityContext.seLinuxOptions.type', absentOr(...TYPES)),
      'v1.31': podAndEveryContainer('securityContext.seLinuxOptions.type', absentOr(...TYPES, 'container_engine_t')),
    }),
    podAndEveryContainer(['securityContext.seLinuxOptions.user', 'securityContext.seLinuxOptions.role'], absentOr('')),
  ),
  examples: {
    pass: [
      { because: 'the runtime chooses', pod: {} },
      {
        because: 'a container type; the level is free',
        pod: { securityContext: { seLinuxOptions: { type: 'container_t', level: 's0:c123,c456' } } },
      },
    ],
    fail: [
      { because: 'the type of unconfined containers', pod: { securityContext: { seLinuxOptions: { type: 'spc_t' } } } },
      { because: 'a user of the node', pod: { containers: [{ securityContext: { seLinuxOptions: { user: 'system_u' } } }] } },
      {
        because: 'container_engine_t is allowed from 1.31 on',
        version: 'v1.30',
        pod: { securityContext: { seLinuxOptions: { type: 'container_engine_t' } } },
      },
    ],
  },
});
