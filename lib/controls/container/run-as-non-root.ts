import { userNamespace } from '../conditions';
import { control } from '../control';
import { inherited, is, unless } from '../requirement';

export const runAsNonRoot = control({
  id: 'run-as-non-root',
  family: 'container',
  title: 'Require a non-root user',
  severity: 'high',
  why: 'A process that is root in the container is root on the node once it gets out.',
  references: { podSecurity: 'restricted', cis: ['5.2.7'], nsa: 'Pod security: non-root containers' },
  counterparts: {
    trivy: ['KSV-0012'],
    checkov: ['CKV_K8S_23'],
    kubeLinter: ['run-as-non-root'],
    kubescape: ['C-0013'],
    polaris: ['runAsRootAllowed'],
    kubesec: ['RunAsNonRoot'],
    kyverno: ['require-run-as-nonroot'],
    gatekeeper: ['K8sPSPAllowedUsers'],
    dockerBench: ['4.1'],
  },
  require: unless(userNamespace, inherited('securityContext.runAsNonRoot', is(true))),
  examples: {
    pass: [
      { because: 'the pod says it for all', pod: { securityContext: { runAsNonRoot: true } } },
      { because: 'the only container says it', pod: { containers: [{ securityContext: { runAsNonRoot: true } }] } },
      { because: 'root is nobody outside its user namespace', pod: { hostUsers: false } },
    ],
    fail: [
      { because: 'the image decides', pod: {} },
      { because: 'a user id alone is no promise', pod: { securityContext: { runAsUser: 65532 } } },
      {
        because: 'one container opts out',
        pod: { securityContext: { runAsNonRoot: true }, containers: [{ securityContext: { runAsNonRoot: false } }] },
      },
      { because: 'before 1.35 a user namespace is no exception', version: 'v1.34', pod: { hostUsers: false } },
    ],
  },
});
