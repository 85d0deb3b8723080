import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, type Fix, failing, type Json } from '../requirement';
import { FLAG, isAssumed, readField } from './field-reading';
import { knownImageOf } from './known-image-of';

const EXPECTED = '`true`';

export const dockerInit = control({
  id: 'docker-init',
  family: 'docker-container',
  title: 'Run an init process',
  severity: 'low',
  why: 'Processes that nobody waits for stay as zombies until the limit of processes is reached, and a server that is process 1 ignores the signal to stop.',
  references: { docker: 'https://docs.docker.com/reference/cli/docker/container/run/#init' },
  counterparts: {},
  notes:
    'The engine puts a small program before the image’s own, which passes signals on and takes away what has ended. All targets can say it: `docker run --init`, Compose and stack files from version 3.7 on, and both resources of Pulumi. An image with an init of its own that insists on being process 1 (s6-overlay, systemd) does not start with it, so that in somebody’s own file it is filled in for known images alone.',
  require: docker({
    kinds: [DOCKER.container],
    prose: `in every container \`init\` is ${EXPECTED}`,
    evaluate(container, emit) {
      const read = readField(container, 'init', FLAG, EXPECTED, emit);
      if (read !== undefined && read.value !== true) emit(failing(['init'], read.value, EXPECTED, fixOf(container)));
      return true;
    },
  }),
  examples: {
    pass: [
      { because: 'the engine puts one first', docker: { init: true } },
      { because: 'a task of Swarm gets one too', docker: { declaredBy: 'stack', init: true } },
      { because: 'a service of Pulumi says it as well', docker: { declaredBy: 'pulumi-service', init: true } },
    ],
    fail: [
      { because: 'absent means none, unless the daemon says otherwise', docker: {} },
      { because: 'it is switched off', docker: { init: false } },
      { because: 'the image is known to start behind one', docker: { imageKnowledge: 'required', image: 'redis:7-alpine' } },
      { because: 'the image may have an init of its own', docker: { imageKnowledge: 'required', image: 'registry.example/shop:1' } },
    ],
  },
});

function fixOf(container: Json): Fix {
  const isFillable = container.init === undefined && (isAssumed(container) || knownImageOf(container) !== undefined);
  return isFillable
    ? { op: 'set', path: ['init'], value: true }
    : {
        op: 'manual',
        instructions:
          'Write `true`, unless the image brings an init that must be process 1 (s6-overlay, systemd): start it once, and see that it stays up.',
      };
}
