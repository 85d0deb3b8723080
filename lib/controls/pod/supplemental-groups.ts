import { windowsAlways } from '../conditions';
import { control } from '../control';
import { all, between, is, pod, saying, since, unless } from '../requirement';
import { GROUP_RANGE } from './group-range';

export const supplementalGroups = control({
  id: 'supplemental-groups',
  family: 'pod',
  title: 'Restrict supplemental groups',
  severity: 'low',
  why: 'A process in group 0 reads, and often writes, what the image or a volume keeps for root.',
  references: { nsa: 'Pod security: root group membership' },
  counterparts: {
    trivy: ['KSV-0116'],
    kubescape: ['C-0211'],
    kyverno: ['psp-check-supplemental-groups'],
    gatekeeper: ['K8sPSPAllowedUsers'],
  },
  notes:
    'Without `supplementalGroupsPolicy: Strict` a process is also in the groups that /etc/group of its image gives its user; the parameter `strict` has hardening write it. The field need not be there: an absent list adds no group.',
  parameters: {
    /** The lowest and the highest group that is allowed. */
    ...GROUP_RANGE,
    /** Whether hardening also writes `supplementalGroupsPolicy: Strict`, from 1.33 on. Not every container runtime has it. */
    strict: false,
  },
  prefer: ({ strict }) =>
    strict ? since('v1.33', unless(windowsAlways, pod('securityContext.supplementalGroupsPolicy', is('Strict')))) : all(),
  require: ({ min, max }) =>
    unless(
      windowsAlways,
      saying(
        `in the pod each \`securityContext.supplementalGroups[]\` is from ${min} to ${max}`,
        pod('securityContext.supplementalGroups[]', between(min, max)),
      ),
    ),
  examples: {
    pass: [
      { because: 'none is added', pod: {} },
      { because: 'a group of its own', pod: { securityContext: { supplementalGroups: [65532] } } },
      { because: 'the lowest that is allowed', pod: { securityContext: { supplementalGroups: [1] } } },
      {
        because: 'in the range of the profile',
        parameters: { min: 10000, max: 20000 },
        pod: { securityContext: { supplementalGroups: [20000] } },
      },
    ],
    fail: [
      { because: 'the group of root', pod: { securityContext: { supplementalGroups: [65532, 0] } } },
      { because: 'below the range of the profile', parameters: { min: 10000 }, pod: { securityContext: { supplementalGroups: [9999] } } },
      { because: 'above the range of the profile', parameters: { max: 20000 }, pod: { securityContext: { supplementalGroups: [20001] } } },
    ],
  },
});
