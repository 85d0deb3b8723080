import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, type Fix, failing, type Json } from '../requirement';
import { isAssumed, NUMBER, readField } from './field-reading';
import { knownImageOf } from './known-image-of';
import { statedBeyond } from './stated-settings';

const EXPECTED = 'more than 0 processes';

const BY_HAND =
  'Look at how many processes and threads it has under load (`docker stats`, column PIDS), and write a limit with room above it: 100 for a small service, some hundreds for Java, Erlang and databases.';

export const dockerPidsLimit = control({
  id: 'docker-pids-limit',
  family: 'docker-container',
  title: 'Limit processes',
  severity: 'medium',
  why: 'A fork bomb takes every process number of the host, and nobody can log in to end it.',
  references: { cisDocker: ['5.29'] },
  counterparts: { dockerBench: ['5.29'] },
  notes:
    'Threads count. Absent, 0 and -1 mean no limit. `docker.Container` and `docker.Service` of @pulumi/docker have no words for it, which the report says. In somebody’s own file a limit is filled in for known images alone, at least as many as each is known to need.',
  parameters: {
    /** What hardening writes where no limit is. 100 as CIS proposes; a Java server needs more. */
    limit: 100,
  },
  require: ({ limit }) =>
    docker({
      kinds: [DOCKER.container],
      prose: `in every container \`pidsLimit\` is ${EXPECTED}`,
      evaluate(container, emit) {
        const read = readField(container, 'pidsLimit', NUMBER, EXPECTED, emit);
        if (read === undefined || (read.value ?? 0) > 0) return true;
        emit(failing(['pidsLimit'], read.value, EXPECTED, fixOf(container, limit)));
        return true;
      },
    }),
  examples: {
    pass: [
      { because: 'a limit', docker: { pidsLimit: 100 } },
      { because: 'a larger one', docker: { pidsLimit: 4096 } },
      { because: 'one process is enough for some', docker: { pidsLimit: 1 } },
    ],
    fail: [
      { because: 'absent means no limit', docker: {} },
      { because: 'zero means no limit', docker: { pidsLimit: 0 } },
      { because: 'minus one means no limit', docker: { pidsLimit: -1 } },
      { because: 'a process for each connection is more than the default', docker: { imageKnowledge: 'required', image: 'postgres:16' } },
      { because: 'nobody knows what the image needs', docker: { imageKnowledge: 'required', image: 'registry.example/shop:1' } },
    ],
  },
});

function fixOf(container: Json, limit: number): Fix {
  const known = isAssumed(container) ? undefined : knownImageOf(container);
  const beyond = known === undefined ? undefined : statedBeyond(container);
  const needed = isAssumed(container) ? limit : beyond === undefined ? known?.pids : undefined;
  if (needed === undefined)
    return {
      op: 'manual',
      instructions: `${beyond === undefined ? '' : `${known?.name ?? ''} has at most ${known?.pids ?? 0} by itself, but ${beyond}. `}${BY_HAND}`,
    };
  return { op: 'set', path: ['pidsLimit'], value: Math.max(limit, needed) };
}
