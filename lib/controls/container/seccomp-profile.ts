import { windows } from '../conditions';
import { control } from '../control';
import { having, inherited, isObject, oneOf, repairing, since, unless } from '../requirement';

/** Where nothing is written the whole profile is written, so that an API server never sees an empty one. */
const profile = having('type', oneOf('RuntimeDefault', 'Localhost'));

const ANNOTATIONS = ['seccomp.security.alpha.kubernetes.io/', 'container.seccomp.security.alpha.kubernetes.io/'];

/** Beside an old annotation that says otherwise the API server refuses the field: a person takes the annotation out first. */
const written = repairing(inherited('securityContext.seccompProfile', profile), ({ fix }, { pod }) => {
  const annotations: unknown = pod?.metadata.annotations;
  const old = isObject(annotations)
    ? Object.keys(annotations).find((key) => ANNOTATIONS.some((prefix) => key.startsWith(prefix)))
    : undefined;
  if (old === undefined) return fix;
  return {
    op: 'manual',
    instructions: `Take out the annotation ${old}, which nothing has read since 1.27: the API server refuses a field that says something else.`,
  };
});

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
  require: since('v1.19', unless(windows, written)),
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
