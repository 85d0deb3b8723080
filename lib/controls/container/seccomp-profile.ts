import { windows } from '../conditions';
import { control } from '../control';
import { having, inherited, oneOf, since, unless } from '../requirement';

/** Where nothing is written the whole profile is written, so that an API server never sees an empty one. */
const profile = having('type', oneOf('RuntimeDefault', 'Localhost'));

export const seccompProfile = control({
  id: 'seccomp-profile',
  family: 'container',
  title: 'Require a seccomp profile',
  severity: 'medium',
  why: 'Without a filter every system call is open, and with it every kernel bug that a rare call can reach.',
  references: { podSecurity: 'restricted', cis: ['5.6.2 (v1.11+; 5.7.2 before)'], nsa: 'Pod security: hardening with seccomp' },
  counterparts: {
    trivy: ['KSV-0030'],
    checkov: ['CKV_K8S_31'],
    kubescape: ['C-0055', 'C-0210', 'C-0211', 'C-0079'],
    polaris: ['linuxHardening'],
    kubeScore: ['container-seccomp-profile'],
    kubesec: ['SeccompAny'],
    kyverno: ['restrict-seccomp-strict'],
    gatekeeper: ['K8sPSPSeccompV2'],
    dockerBench: ['5.22'],
  },
  replaces: ['seccomp-unconfined'],
  require: since('v1.19', unless(windows, inherited('securityContext.seccompProfile', profile))),
  examples: {
    pass: [
      { because: 'the pod says it for all', pod: { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } } },
      {
        because: 'a profile of the node',
        pod: { containers: [{ securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'web.json' } } }] },
      },
    ],
    fail: [
      { because: 'absent means unconfined', pod: {} },
      { because: 'no filter', pod: { containers: [{ securityContext: { seccompProfile: { type: 'Unconfined' } } }] } },
      {
        because: 'the pod level counts even if every container overrides it',
        pod: {
          securityContext: { seccompProfile: { type: 'Unconfined' } },
          containers: [{ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }],
        },
      },
    ],
  },
});
