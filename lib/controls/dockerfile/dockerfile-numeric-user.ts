import { control } from '../control';
import { unknown } from '../requirement';
import { dockerfileRule } from './dockerfile-rule';
import { dockerfile } from './example';
import { finalIndex, rootImage, userOf } from './reading/stages';

/** Images of Windows know users by name only. */
const WINDOWS = /windows|nanoserver/i;

export const dockerfileNumericUser = control({
  id: 'dockerfile-numeric-user',
  family: 'dockerfile',
  title: 'Name the user by number',
  severity: 'low',
  why: 'Whether a name is root stands in a file of the image, where the kubelet does not look: it refuses the pod, or somebody takes `runAsNonRoot` away.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/' },
  counterparts: { hadolint: ['DL3066'] },
  require: dockerfileRule('the last USER of the final stage, is a number', (file, emit) => {
    const last = finalIndex(file);
    const user = userOf(file, last);
    if (user === undefined || WINDOWS.test(rootImage(file, last) ?? '')) return undefined;
    const { value, text, path } = user;
    const expected = 'a number, as `65532:65532`';
    if (value === undefined) {
      emit({ ...unknown(path, expected), actual: text, fix: { op: 'manual', instructions: 'Give the variable a number as its default.' } });
      return [];
    }
    const fix = 'Write the number of the user (`id -u NAME` in the image), and make the user with that number (`useradd --uid`).';
    return /^\d+(:|$)/.test(value) ? [] : [{ path, actual: value, expected, fix }];
  }),
  examples: {
    pass: [{ because: 'a number needs no look-up', object: dockerfile('FROM node:22', 'USER 1000') }],
    fail: [{ because: 'node may be any user', object: dockerfile('FROM node:22', 'USER node') }],
  },
});
