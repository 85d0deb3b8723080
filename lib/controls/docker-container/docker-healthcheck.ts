import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, type Fix, failing, type Json } from '../requirement';
import { FLAG, LIST, OBJECT, readField, readValue } from './field-reading';
import { knownImageOf } from './known-image-of';
import { statedBeyond } from './stated-settings';

const EXPECTED = 'a command that is not `NONE`, unless the image has one';

const BY_HAND =
  'Write a command that asks the service itself, with what the image holds: `["CMD", "wget", "-q", "--spider", "http://localhost:8080/healthz"]`, or a subcommand of the server. A distroless image needs a server that can ask itself.';

export const dockerHealthcheck = control({
  id: 'docker-healthcheck',
  family: 'docker-container',
  title: 'Define a health check',
  severity: 'low',
  why: 'A service that hangs, by itself or because somebody made it, looks alive, and nothing replaces it or calls for help.',
  references: { cisDocker: ['5.27'] },
  counterparts: { dockerBench: ['5.27', '4.6'] },
  notes:
    'A test without words leaves the one of the image. Only the check of a known image is filled in, one that neither a password nor an ordinary setting breaks: nobody else knows what an image can be asked with.',
  require: docker({
    kinds: [DOCKER.container],
    prose: `every container has a health check: ${EXPECTED}`,
    evaluate(container, emit) {
      const read = readField(container, 'healthcheck', OBJECT, EXPECTED, emit);
      if (read === undefined) return true;
      const at = ['healthcheck'];
      const disabled = readValue(read.value?.disabled, [...at, 'disabled'], FLAG, '`false`', emit);
      const test = readValue(read.value?.test, [...at, 'test'], LIST, EXPECTED, emit);
      if (disabled === undefined || test === undefined) return true;
      const [first] = test.value ?? [];
      if (disabled.value === true) emit(failing([...at, 'disabled'], 'switched off', EXPECTED, BY_HAND));
      else if (first === 'NONE') emit(failing([...at, 'test'], test.value, EXPECTED, BY_HAND));
      else if (first === undefined && container.imageConfig?.healthcheck !== true)
        emit(failing(test.value === undefined ? at : [...at, 'test'], test.value ?? read.value, EXPECTED, fixOf(container)));
      return true;
    },
  }),
  examples: {
    pass: [
      { because: 'a command of the image', docker: { healthcheck: { test: ['CMD', '/app/server', '--check'] } } },
      { because: 'a line for a shell', docker: { healthcheck: { test: ['CMD-SHELL', 'pg_isready -q'] } } },
      { because: 'the image has one', docker: { imageConfig: { healthcheck: true } } },
      { because: 'no words leave the one of the image', docker: { imageConfig: { healthcheck: true }, healthcheck: { test: [] } } },
    ],
    fail: [
      { because: 'nobody asks how it is', docker: {} },
      { because: 'the image is known to have none', docker: { imageConfig: { healthcheck: false } } },
      { because: 'it is switched off', docker: { imageConfig: { healthcheck: true }, healthcheck: { disabled: true } } },
      { because: 'NONE takes away the one of the image', docker: { imageConfig: { healthcheck: true }, healthcheck: { test: ['NONE'] } } },
      { because: 'the image of the database holds a command to ask it with', docker: { image: 'postgres:15-alpine' } },
    ],
  },
});

function fixOf(container: Json): Fix {
  const test = knownImageOf(container)?.healthcheck;
  // Another command or configuration may serve another port, or be no server at all.
  const isAsItComes = container.command === undefined && container.healthcheck === undefined && statedBeyond(container) === undefined;
  return test === undefined || !isAsItComes
    ? { op: 'manual', instructions: BY_HAND }
    : { op: 'set', path: ['healthcheck'], value: { test: [...test] } };
}
