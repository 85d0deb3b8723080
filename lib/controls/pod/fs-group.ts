import { windowsAlways } from '../conditions';
import { control } from '../control';
import { NONROOT_ID } from '../nonroot-id';
import {
  between,
  containersOf,
  custom,
  DECLARED,
  ifSet,
  isObject,
  type Json,
  type PodSubject,
  pod,
  type Rule,
  unless,
} from '../requirement';
import { GROUP_RANGE } from './group-range';
import { isInjected } from './projected-token';
import { volumesQuietly } from './volumes';

const isClaim = ({ persistentVolumeClaim }: Json): boolean => isObject(persistentVolumeClaim);
const isOwned = (volume: Json): boolean =>
  isClaim(volume) || isObject(volume.secret) || (isObject(volume.projected) && !isInjected(volume));

function runsAsNonRoot(pod: PodSubject): boolean {
  const ofPod: unknown = isObject(pod.spec.securityContext) ? pod.spec.securityContext.runAsNonRoot : undefined;
  for (const { container } of containersOf(pod, DECLARED)) {
    const own: unknown = isObject(container.securityContext) ? container.securityContext.runAsNonRoot : undefined;
    if ((own ?? ofPod) !== true) return false;
  }
  return true;
}

/** Without a group of its own a user that is not root can read, or write, only what everybody can. */
function ownedVolumes(group: number): Rule {
  return {
    reads: 'pod',
    evaluate({ pod: subject }, emit) {
      if (subject === undefined || !runsAsNonRoot(subject)) return false;
      const volumes = [...volumesQuietly(subject)];
      const context: Json = isObject(subject.spec.securityContext) ? subject.spec.securityContext : {};
      const fill = (key: string, value: unknown): void => {
        const path = [...subject.at, 'spec', 'securityContext', key];
        if (context[key] == null)
          emit({ verdict: 'fail', path, actual: undefined, expected: `\`${value}\``, fix: { op: 'set', path, value } });
      };
      if (volumes.some(isOwned)) fill('fsGroup', group);
      if (volumes.some(isClaim)) fill('fsGroupChangePolicy', 'OnRootMismatch');
      return true;
    },
    cel: { impossible: 'Only hardening asks this.' },
    prose: 'in a pod that must not run as root and has a claim, a secret or a projected volume `securityContext.fsGroup` is set',
  };
}

export const fsGroup = control({
  id: 'fs-group',
  family: 'pod',
  title: 'Restrict fsGroup',
  severity: 'low',
  why: 'Files of a volume that belong to group 0 are open to whatever runs as root or in its group.',
  references: { kubernetes: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/' },
  counterparts: {
    trivy: ['KSV-0116'],
    kubescape: ['C-0211'],
    kyverno: ['validate-userid-groupid-fsgroup'],
    gatekeeper: ['K8sPSPFSGroup'],
  },
  notes:
    'Where a pod that must not run as root has a persistentVolumeClaim, a secret or a projected volume, hardening sets `fsGroup`, so that its user can read and write there; beside a claim it also sets `fsGroupChangePolicy: OnRootMismatch`, so that a large volume is not walked at each start. An absent `fsGroup` is no finding: nothing is open without it.',
  parameters: {
    /** The lowest and the highest group that is allowed. */
    ...GROUP_RANGE,
    /** What hardening writes. */
    write: NONROOT_ID,
  },
  prefer: ({ write }) => unless(windowsAlways, custom(ownedVolumes(write))),
  require: ({ min, max, write }) => unless(windowsAlways, pod('securityContext.fsGroup', ifSet(between(min, max, write)))),
  examples: {
    pass: [
      { because: 'volumes keep the group that they have', pod: {} },
      { because: 'a group of its own', pod: { securityContext: { fsGroup: 65532 } } },
      { because: 'the lowest that is allowed', pod: { securityContext: { fsGroup: 1 } } },
      {
        because: 'a claim keeps the group that it has: hardening writes one, audit does not miss it',
        pod: { securityContext: { runAsNonRoot: true }, volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] },
      },
      { because: 'Windows has no groups of that kind', pod: { os: { name: 'windows' } } },
    ],
    fail: [
      { because: 'the group of root', pod: { securityContext: { fsGroup: 0 } } },
      { because: 'below the range of the profile', parameters: { min: 10000 }, pod: { securityContext: { fsGroup: 9999 } } },
      { because: 'above the range of the profile', parameters: { max: 20000, write: 10001 }, pod: { securityContext: { fsGroup: 20001 } } },
    ],
  },
});
