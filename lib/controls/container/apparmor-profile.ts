import { windowsAlways } from '../conditions';
import { control } from '../control';
import { unless } from '../requirement';
import { effectiveAppArmor } from './effective-apparmor';

export const apparmorProfile = control({
  id: 'apparmor-profile',
  family: 'container',
  title: 'Name the AppArmor profile explicitly',
  severity: 'low',
  why: 'What the node does with a container that names no profile depends on its distribution: on some of them nothing confines it.',
  references: { cis: ['5.6.3'], nsa: 'Pod security: hardening with AppArmor' },
  counterparts: {
    trivy: ['KSV-0002'],
    polaris: ['linuxHardening'],
    kubesec: ['ApparmorAny'],
    gatekeeper: ['K8sPSPAppArmor'],
    dockerBench: ['5.2'],
  },
  notes:
    'No profile asks this by default: a kubelet without AppArmor refuses a pod that names a profile. Before 1.30 only the annotation `container.apparmor.security.beta.kubernetes.io/<container>` exists; from then on the field of the container comes first, then the annotation, then the field of the pod. apparmor-unconfined forbids switching it off.',
  require: unless(windowsAlways, effectiveAppArmor),
  examples: {
    pass: [
      { because: 'the pod says it for all', pod: { securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } } },
      {
        because: 'a profile of the node',
        pod: { containers: [{ securityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: 'web' } } }] },
      },
      {
        because: 'before 1.30 it is an annotation',
        version: 'v1.29',
        pod: {},
        annotations: { 'container.apparmor.security.beta.kubernetes.io/web': 'runtime/default' },
      },
      { because: 'Windows has no AppArmor', pod: { os: { name: 'windows' } } },
    ],
    fail: [
      { because: 'the node decides', pod: {} },
      {
        because: 'one container opts out',
        pod: {
          securityContext: { appArmorProfile: { type: 'RuntimeDefault' } },
          ephemeralContainers: [{ securityContext: { appArmorProfile: { type: 'Unconfined' } } }],
        },
      },
      {
        because: 'the annotation is about another container',
        version: 'v1.29',
        pod: { initContainers: [{}] },
        annotations: { 'container.apparmor.security.beta.kubernetes.io/web': 'runtime/default' },
      },
      {
        because: 'before 1.30 there is no field',
        version: 'v1.29',
        pod: { securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } },
      },
    ],
  },
});
