import { control } from '../control';
import { absentOrEmpty, byHand, pod } from '../requirement';

export const hostAliases = control({
  id: 'host-aliases',
  family: 'pod',
  title: 'Do not rewrite /etc/hosts',
  severity: 'low',
  why: 'A name that everybody else resolves by DNS leads this pod to an address that somebody chose, and no log of the DNS shows it.',
  references: { kubernetes: 'https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/' },
  counterparts: {
    trivy: ['KSV-0007'],
    kubesec: ['HostAliases'],
  },
  require: pod(
    'hostAliases',
    byHand(
      absentOrEmpty(),
      'Resolve the names by DNS (a Service of type ExternalName, or the zone of the cluster), and take hostAliases out.',
    ),
  ),
  examples: {
    pass: [
      { because: 'names are resolved by DNS', pod: {} },
      { because: 'an empty list adds nothing', pod: { hostAliases: [] } },
    ],
    fail: [
      { because: 'another address for a name that others trust', pod: { hostAliases: [{ ip: '10.0.0.7', hostnames: ['api.internal'] }] } },
      { because: 'an address without a name is an entry, too', pod: { hostAliases: [{ ip: '10.0.0.7' }] } },
    ],
  },
});
