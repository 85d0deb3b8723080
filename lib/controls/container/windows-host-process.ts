import { control } from '../control';
import { absentOr, podAndEveryContainer } from '../requirement';

export const windowsHostProcess = control({
  id: 'windows-host-process',
  family: 'container',
  title: 'Forbid Windows HostProcess',
  severity: 'critical',
  why: 'A HostProcess container runs on the Windows node itself, as SYSTEM if it wants to.',
  references: { podSecurity: 'baseline', cis: ['5.2.10 (v1.12; 5.2.11 before)'] },
  counterparts: {
    trivy: ['KSV-0103'],
    kubescape: ['C-0211'],
    polaris: ['hostProcess'],
    kyverno: ['disallow-host-process'],
    gatekeeper: ['K8sPSPHostProcess'],
  },
  require: podAndEveryContainer('securityContext.windowsOptions.hostProcess', absentOr(false)),
  examples: {
    pass: [{ because: 'absent means false', pod: {} }],
    fail: [
      {
        because: 'the process runs on the node',
        pod: { os: { name: 'windows' }, hostNetwork: true, securityContext: { windowsOptions: { hostProcess: true } } },
      },
    ],
  },
});
