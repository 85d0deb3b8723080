import { control } from '../control';
import { absentOr, byHand, pod } from '../requirement';

export const shareProcessNamespace = control({
  id: 'share-process-namespace',
  family: 'pod',
  title: 'Do not share the process namespace between containers',
  severity: 'medium',
  why: 'A container that was broken into sees the processes of the others, reads their files through /proc and, with the same user id, their memory and environment.',
  references: { nsa: 'Pod security: share container process namespaces' },
  counterparts: {},
  notes: '`kubectl debug --target` shares the namespace of one container with a debugger, without this field.',
  require: pod(
    'shareProcessNamespace',
    byHand(absentOr(false), 'Take it out, or waive it for the sidecar that needs to see or signal the other processes.'),
  ),
  examples: {
    pass: [
      { because: 'absent means false', pod: {} },
      { because: 'it is written', pod: { shareProcessNamespace: false } },
    ],
    fail: [
      { because: 'every container sees the processes of the others', pod: { shareProcessNamespace: true } },
      {
        because: 'with one container there is nothing to share, until somebody adds a second',
        pod: { shareProcessNamespace: true, containers: [{ name: 'only' }] },
      },
    ],
  },
});
