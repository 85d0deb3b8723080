import { windowsAlways } from '../conditions';
import { control } from '../control';
import { type Condition, is, type Json, listOf, type MinorVersion, pod, since, unless } from '../requirement';

/** The first version in which every API server takes the field. */
const FROM: MinorVersion = 'v1.33';

const SHARED = ['hostNetwork', 'hostPID', 'hostIPC'] as const;
const LISTS = ['containers', 'initContainers', 'ephemeralContainers'] as const;
const hasDevices = ({ volumeDevices }: Json): boolean => Array.isArray(volumeDevices) && volumeDevices.length > 0;

/** The API server refuses a user namespace beside these. */
const hostNamespace: Condition = {
  from: 0,
  holds: (spec) => SHARED.some((key) => spec[key] === true) || LISTS.some((list) => listOf(spec[list]).some(hasDevices)),
  cel: [
    ...SHARED.map((key) => `(has(variables.spec.${key}) && variables.spec.${key})`),
    'variables.containers.exists(c, has(c.volumeDevices) && size(c.volumeDevices) > 0)',
  ].join(' || '),
  prose: 'pods in a namespace of the host, or with block devices (`volumeDevices`)',
};

export const userNamespaces = control({
  id: 'user-namespaces',
  family: 'pod',
  title: 'Run in a user namespace',
  severity: 'low',
  why: 'Without a namespace of its own the root of a container that breaks out is the root of the node.',
  references: { nsa: 'Pod security: rootless container engines' },
  counterparts: {
    kubesec: ['HostUsers'],
    dockerBench: ['2.9'],
  },
  notes:
    'Off in the profiles: nodes need Linux 6.3, a runtime that knows user namespaces, and file systems with idmapped mounts for every volume (NFS has none). It is asked from Kubernetes 1.33 on, where it is enabled by default; the parameter `from` names another version. From 1.35 on Pod Security lets root be root in such a pod; hardening writes the non-root defaults all the same.',
  parameters: { from: FROM },
  require: ({ from }) => since(from, unless(windowsAlways, unless(hostNamespace, pod('hostUsers', is(false))))),
  examples: {
    pass: [
      { because: 'root in the pod is nobody on the node', pod: { hostUsers: false } },
      { because: 'the API server refuses both', pod: { hostNetwork: true } },
      {
        because: 'a block device belongs to the node',
        pod: {
          containers: [{ volumeDevices: [{ name: 'disk', devicePath: '/dev/xvda' }] }],
          volumes: [{ name: 'disk', persistentVolumeClaim: { claimName: 'disk' } }],
        },
      },
      { because: 'Windows has none', pod: { os: { name: 'windows' } } },
    ],
    fail: [
      { because: 'absent means that of the node', pod: {} },
      { because: 'it is written', pod: { hostUsers: true } },
      { because: 'false is the same as absent', pod: { hostNetwork: false, hostPID: false } },
      { because: 'the profile asks an older cluster, too', version: 'v1.30', parameters: { from: 'v1.30' }, pod: {} },
    ],
  },
});
