import { control } from '../control';
import {
  all,
  annotation,
  annotationOfEveryContainer,
  byVersion,
  either,
  having,
  oneOf,
  podAndEveryContainer,
  startsWith,
} from '../requirement';

const confined = either(oneOf('runtime/default', 'docker/default'), startsWith('localhost/'));

export const seccompUnconfined = control({
  id: 'seccomp-unconfined',
  family: 'container',
  title: 'Never disable seccomp',
  severity: 'high',
  why: 'Unconfined takes away the filter that a runtime or a cluster would put between the process and the kernel.',
  references: { podSecurity: 'baseline', cis: ['5.6.2 (v1.11+; 5.7.2 before)'], nsa: 'Pod security: hardening with seccomp' },
  counterparts: {
    trivy: ['KSV-0104'],
    checkov: ['CKV_K8S_31'],
    kubescape: ['C-0210'],
    polaris: ['linuxHardening'],
    kubesec: ['SeccompUnconfined'],
    kyverno: ['restrict-seccomp'],
    gatekeeper: ['K8sPSPSeccompV2'],
    dockerBench: ['5.22'],
  },
  require: byVersion({
    'v1.0': all(
      annotation('seccomp.security.alpha.kubernetes.io/pod', confined),
      annotationOfEveryContainer('container.seccomp.security.alpha.kubernetes.io/', confined),
    ),
    'v1.19': podAndEveryContainer('securityContext.seccompProfile', having('type', oneOf('RuntimeDefault', 'Localhost'))),
  }),
  examples: {
    pass: [
      { because: 'absent passes here; seccomp-profile asks for one', pod: {} },
      { because: 'a filter', pod: { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } } },
      {
        because: 'the annotation of a container that the pod does not have says nothing',
        version: 'v1.18',
        pod: {},
        annotations: { 'container.seccomp.security.alpha.kubernetes.io/nobody': 'unconfined' },
      },
    ],
    fail: [
      { because: 'no filter for any container', pod: { securityContext: { seccompProfile: { type: 'Unconfined' } } } },
      {
        because: 'ephemeral containers count',
        pod: { ephemeralContainers: [{ securityContext: { seccompProfile: { type: 'Unconfined' } } }] },
      },
      {
        because: 'before 1.19 the annotation counts, of a container too',
        version: 'v1.18',
        pod: {},
        annotations: { 'container.seccomp.security.alpha.kubernetes.io/web': 'unconfined' },
      },
      {
        because: 'before 1.19 the annotation counts',
        version: 'v1.18',
        pod: {},
        annotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' },
      },
    ],
  },
});
