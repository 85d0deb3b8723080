import { control } from '../control';
import { absentOrEmpty, byHand, object } from '../requirement';

export const ephemeralContainers = control({
  id: 'ephemeral-containers',
  family: 'pod',
  title: 'Ship no ephemeral containers',
  severity: 'medium',
  why: 'A container that somebody added to a running pod to look inside has tools and rights that nobody reviewed, and with its dump they become part of the manifest.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/' },
  counterparts: {
    kyverno: ['block-ephemeral-containers'],
  },
  notes:
    'Asked of objects of kind Pod: a pod template cannot have the field. As an admission policy on `pods/ephemeralcontainers` it forbids `kubectl debug`.',
  require: object(
    [{ group: '', kind: 'Pod' }],
    'spec.ephemeralContainers',
    byHand(absentOrEmpty(), 'Take the list out: a manifest cannot start ephemeral containers, `kubectl debug` does.'),
  ),
  examples: {
    pass: [
      { because: 'there is none', pod: {} },
      { because: 'an empty list holds none', pod: { ephemeralContainers: [] } },
    ],
    fail: [
      { because: 'a dump of a pod that was debugged', pod: { ephemeralContainers: [{ name: 'debugger', image: 'busybox:1.37' }] } },
      {
        because: 'one is too much, whatever it may do',
        pod: { ephemeralContainers: [{ securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false } }] },
      },
    ],
  },
});
