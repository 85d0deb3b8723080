import { control } from '../control';
import { absentOr, byHand, everyDeclaredContainer } from '../requirement';

export const interactiveTty = control({
  id: 'interactive-tty',
  family: 'container',
  title: 'Allocate no terminal or stdin',
  severity: 'low',
  why: 'An open terminal takes commands from whoever may attach to the pod, past every log of `exec`.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/' },
  counterparts: {
    gatekeeper: ['K8sDisallowInteractiveTTY'],
  },
  notes: 'Ephemeral containers are exempt: `kubectl debug -it` needs both.',
  require: everyDeclaredContainer(
    ['tty', 'stdin'],
    byHand(absentOr(false), 'Take it away unless the program reads from its terminal; use `kubectl debug -it` to look inside.'),
  ),
  examples: {
    pass: [
      { because: 'absent means none', pod: {} },
      { because: 'none, in writing', pod: { containers: [{ tty: false, stdin: false }] } },
      { because: 'an ephemeral container is there to be talked to', pod: { ephemeralContainers: [{ tty: true, stdin: true }] } },
    ],
    fail: [
      { because: 'a terminal', pod: { containers: [{ tty: true }] } },
      { because: 'an open input', pod: { containers: [{ stdin: true }] } },
      { because: 'init containers count', pod: { initContainers: [{ tty: true, stdin: true }] } },
    ],
  },
});
