import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, type Fix, failing, type Json } from '../requirement';
import { isAssumed, NUMBER, readField } from './field-reading';
import { knownImageOf } from './known-image-of';
import { statedBeyond } from './stated-settings';

const EXPECTED = 'more than 0 CPUs';

export const dockerCpuLimit = control({
  id: 'docker-cpu-limit',
  family: 'docker-container',
  title: 'Limit CPU',
  severity: 'low',
  why: 'One endless loop, or a miner that somebody planted, takes all processors of the host.',
  references: { cisDocker: ['5.12'] },
  counterparts: { dockerBench: ['5.12'] },
  notes:
    '`cpuShares`, which docker-bench-security looks at, is a weight among containers that want the processor at the same time, and limits nothing; it counts for nothing here. In somebody’s own file a limit is filled in for known images alone, where they start as they come: one processor starts them, and how many they need under load nobody else knows.',
  parameters: {
    /** CPUs that hardening writes where no limit is. One is enough for most services, and leaves the others of the host. */
    limit: 1,
  },
  require: ({ limit }) =>
    docker({
      kinds: [DOCKER.container],
      prose: `in every container \`cpus\` is ${EXPECTED}`,
      evaluate(container, emit) {
        const read = readField(container, 'cpus', NUMBER, EXPECTED, emit);
        if (read === undefined || (read.value ?? 0) > 0) return true;
        const expected = container.cpuShares === undefined ? EXPECTED : `${EXPECTED}: \`cpuShares\` is only a weight`;
        emit(failing(['cpus'], read.value, expected, fixOf(container, limit)));
        return true;
      },
    }),
  examples: {
    pass: [
      { because: 'one', docker: { cpus: 1 } },
      { because: 'a part of one', docker: { cpus: 0.25 } },
      { because: 'a task of Swarm has a limit', docker: { declaredBy: 'stack', cpus: 2 } },
    ],
    fail: [
      { because: 'absent means all of the host', docker: {} },
      { because: 'zero means no limit', docker: { cpus: 0 } },
      { because: 'a weight is no limit', docker: { cpuShares: 512 } },
      { because: 'one starts the database', docker: { imageKnowledge: 'required', image: 'mysql:8.4' } },
      { because: 'nobody knows what the image needs', docker: { imageKnowledge: 'required', image: 'registry.example/shop:1' } },
    ],
  },
});

function fixOf(container: Json, limit: number): Fix {
  const isOrdinary = isAssumed(container) || (knownImageOf(container) !== undefined && statedBeyond(container) === undefined);
  return isOrdinary
    ? { op: 'set', path: ['cpus'], value: limit }
    : {
        op: 'manual',
        instructions:
          'Look at what it uses under load (`docker stats`, column CPU; 100 % is one processor), and write a limit with room above it: behind the limit it is slowed down.',
      };
}
