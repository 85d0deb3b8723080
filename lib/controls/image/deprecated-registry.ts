import { control } from '../control';
import { images } from './images';

/** Frozen on 3 April 2023; registry.k8s.io took its place. */
const FROZEN = 'k8s.gcr.io';

export const deprecatedRegistry = control({
  id: 'deprecated-registry',
  family: 'image',
  title: 'Leave the frozen Kubernetes registry',
  severity: 'low',
  why: 'A frozen registry gets no fixes, so that what is pulled from it keeps every hole found since April 2023.',
  references: { kubernetes: 'https://kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement/' },
  counterparts: {
    kubescape: ['C-0253'],
    kyverno: ['restrict-deprecated-registry'],
  },
  notes: 'The host `k8s.gcr.io` only. Most images have the same path at `registry.k8s.io`, but look: some old tags were never copied.',
  require: images({
    accepts: ({ registry }) => registry !== FROZEN,
    cel: (image) => `!${image}.startsWith('${FROZEN}/')`,
    prose: `an image of another registry than \`${FROZEN}\``,
    instructions: `Pull it from registry.k8s.io, where the path is the same, and take a release that is still maintained.`,
  }),
  examples: {
    pass: [
      { because: 'the registry that took its place', pod: { containers: [{ image: 'registry.k8s.io/pause:3.10' }] } },
      { because: 'only the host counts', pod: { containers: [{ image: 'registry.example/k8s.gcr.io/pause:3.10' }] } },
    ],
    fail: [
      { because: 'the registry is frozen', pod: { containers: [{ image: 'k8s.gcr.io/pause:3.2' }] } },
      { because: 'init containers count', pod: { initContainers: [{ image: 'k8s.gcr.io/git-sync/git-sync:v3.6.2' }] } },
    ],
  },
});
