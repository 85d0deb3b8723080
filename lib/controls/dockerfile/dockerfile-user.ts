import { control } from '../control';
import { unknown } from '../requirement';
import { dockerfileRule } from './dockerfile-rule';
import { dockerfile } from './example';
import { argumentsOf } from './reading/arguments';
import { startsUnprivileged } from './reading/base-user';
import { finalIndex, instructionsOf, rootImage, userOf } from './reading/stages';

/** Root by name or number, and the administrator of Windows containers. */
const ROOT = /^(|0+|root|containeradministrator)$/i;

const EXPECTED = 'a user other than root';
const FIX =
  'End the final stage with `USER 65532:65532` (any number above 10000), after what needs root, and give that user the folders it writes to (`COPY --chown`).';

const LATER = 'Let the last `ONBUILD USER` be the one that images built on this one start as, after the triggers that need root.';

export const dockerfileUser = control({
  id: 'dockerfile-user',
  family: 'dockerfile',
  title: 'End with a non-root USER',
  severity: 'high',
  why: 'A process that is root in the container is root to every flaw of the kernel and the engine, and to every file that is mounted.',
  references: { cisDocker: ['4.1'], nsa: 'Pod security: non-root containers' },
  counterparts: { trivy: ['DS-0002'], checkov: ['CKV_DOCKER_3', 'CKV_DOCKER_8'], dockerBench: ['4.1'], hadolint: ['DL3002'] },
  notes:
    'The last `USER` of the final stage counts, else that of the stage it continues. Without one, a base passes that is known to start as another user (distroless `:nonroot`, nginx-unprivileged). A value that only the build knows is unknown, not a pass.',
  require: dockerfileRule(
    'the last USER of the final stage, exists and is not root; nor is that of its last ONBUILD USER',
    (file, emit) => {
      const last = finalIndex(file);
      const user = userOf(file, last);
      const later = instructionsOf(file, last).findLast(
        ({ instruction }) => instruction.onbuild === true && instruction.keyword === 'USER',
      );
      const trigger = later === undefined ? undefined : argumentsOf(later.instruction).body;
      const triggered =
        later !== undefined && trigger !== undefined && ROOT.test(trigger.replace(/:.*/, ''))
          ? [{ path: [...later.path, 'text'], actual: `ONBUILD USER ${trigger}`, expected: EXPECTED, fix: LATER }]
          : [];
      if (user === undefined) {
        const root = rootImage(file, last);
        return root !== undefined && startsUnprivileged(root)
          ? triggered
          : [{ path: ['stages', last, 'user'], actual: undefined, expected: EXPECTED, fix: FIX }, ...triggered];
      }
      const { value, text, path } = user;
      if (value === undefined) {
        emit({
          ...unknown(path, EXPECTED),
          actual: text,
          fix: { op: 'manual', instructions: 'Give the variable a default that is not root.' },
        });
        return triggered;
      }
      const [name = ''] = value.split(':');
      return ROOT.test(name) ? [{ path, actual: value, expected: EXPECTED, fix: FIX }, ...triggered] : triggered;
    },
  ),
  examples: {
    pass: [
      { because: 'the last user is not root', object: dockerfile('FROM alpine:3.20', 'USER root', 'RUN apk upgrade', 'USER 65532:65532') },
      {
        because: 'the stage that it continues says it',
        object: dockerfile('FROM alpine:3.20 AS base', 'USER 65532', 'FROM base', 'COPY app /app'),
      },
      { because: 'the default of the argument is not root', object: dockerfile('FROM alpine:3.20', 'ARG UID=65532', 'USER $UID') },
      {
        because: 'the last trigger is not root',
        object: dockerfile('FROM alpine:3.20', 'USER 65532', 'ONBUILD USER root', 'ONBUILD RUN apk upgrade', 'ONBUILD USER 65532'),
      },
      { because: 'the base starts as another user', object: dockerfile('FROM gcr.io/distroless/static-debian12:nonroot') },
    ],
    fail: [
      { because: 'nothing is said, so it is root', object: dockerfile('FROM alpine:3.20', 'CMD ["/app"]') },
      { because: 'the last user is root', object: dockerfile('FROM alpine:3.20', 'USER 65532', 'USER root') },
      { because: 'the number is root', object: dockerfile('FROM alpine:3.20', 'USER 0:65532') },
      {
        because: 'the user of another stage is not that of the image',
        object: dockerfile('FROM alpine:3.20 AS build', 'USER 65532', 'FROM alpine:3.20', 'COPY --from=build /app /app'),
      },
      {
        because: 'images that are built on it are root',
        object: dockerfile('FROM alpine:3.20', 'USER 65532', 'ONBUILD USER root'),
      },
      { because: 'the default of the argument is root', object: dockerfile('FROM alpine:3.20', 'ARG UID=0', 'USER $UID') },
    ],
  },
});
