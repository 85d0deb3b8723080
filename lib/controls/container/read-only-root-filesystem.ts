import { windowsAlways } from '../conditions';
import { control } from '../control';
import { everyDeclaredContainer, is, unless } from '../requirement';

export const readOnlyRootFilesystem = control({
  id: 'read-only-root-filesystem',
  family: 'container',
  title: 'Make the root file system read-only',
  severity: 'high',
  why: "Whoever gets into a process writes a tool or a changed program into the image's files, and it runs from then on.",
  references: { cis: ['5.6.3'], nsa: 'Pod security: immutable container file systems' },
  counterparts: {
    trivy: ['KSV-0014'],
    checkov: ['CKV_K8S_22'],
    kubeLinter: ['no-read-only-root-fs'],
    kubescape: ['C-0017'],
    polaris: ['notReadOnlyRootFilesystem'],
    kubeScore: ['container-security-context-readonlyrootfilesystem'],
    kubesec: ['ReadOnlyRootFilesystem'],
    kyverno: ['require-ro-rootfs'],
    gatekeeper: ['K8sPSPReadOnlyRootFilesystem'],
    dockerBench: ['5.13'],
  },
  notes:
    'A program that writes needs a volume where it writes: an emptyDir with a size limit at `/tmp` is what most need. Ephemeral containers are exempt: they are for debugging. Kubescape and gatekeeper count them, and Polaris accepts the field at pod level, where Kubernetes has none.',
  require: unless(windowsAlways, everyDeclaredContainer('securityContext.readOnlyRootFilesystem', is(true))),
  examples: {
    pass: [
      { because: 'nothing of the image can be changed', pod: { containers: [{ securityContext: { readOnlyRootFilesystem: true } }] } },
      {
        because: 'an ephemeral container may write',
        pod: { containers: [{ securityContext: { readOnlyRootFilesystem: true } }], ephemeralContainers: [{}] },
      },
      { because: 'Windows cannot do it', pod: { os: { name: 'windows' } } },
    ],
    fail: [
      { because: 'absent means writable', pod: {} },
      { because: 'writable, in writing', pod: { containers: [{ securityContext: { readOnlyRootFilesystem: false } }] } },
      {
        because: 'init containers count',
        pod: { containers: [{ securityContext: { readOnlyRootFilesystem: true } }], initContainers: [{}] },
      },
    ],
  },
});
