import { control } from '../control';
import { absentOr, everyContainer } from '../requirement';

/** The API server asks for `privileged: true` beside Bidirectional. */
const withMount = (mount: { readonly mountPropagation?: string }) => ({
  volumes: [{ name: 'data', emptyDir: {} }],
  containers: [{ securityContext: { privileged: true }, volumeMounts: [{ name: 'data', mountPath: '/data', ...mount }] }],
});

export const mountPropagation = control({
  id: 'mount-propagation',
  family: 'container',
  title: 'Propagate no mounts to the host',
  severity: 'high',
  why: 'A mount made in the container appears on the node and in its other pods: a false /etc, or a disk that was not theirs.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/storage/volumes/#mount-propagation', cisDocker: ['5.20'] },
  counterparts: {
    dockerBench: ['5.20'],
  },
  notes: 'The API server takes `Bidirectional` only beside `privileged: true`. CSI drivers need it; they need a waiver for both.',
  require: everyContainer('volumeMounts[].mountPropagation', absentOr('None', 'HostToContainer')),
  examples: {
    pass: [
      { because: 'absent means None', pod: withMount({}) },
      {
        because: 'the container sees later mounts of the node, not the other way',
        pod: withMount({ mountPropagation: 'HostToContainer' }),
      },
    ],
    fail: [
      { because: 'both ways', pod: withMount({ mountPropagation: 'Bidirectional' }) },
      {
        because: 'init containers count',
        pod: {
          volumes: [{ name: 'data', emptyDir: {} }],
          initContainers: [
            {
              securityContext: { privileged: true },
              volumeMounts: [{ name: 'data', mountPath: '/data', mountPropagation: 'Bidirectional' }],
            },
          ],
        },
      },
    ],
  },
});
