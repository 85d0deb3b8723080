import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, failing } from '../requirement';
import { NUMBER, readField } from './field-reading';

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
    '`cpuShares`, which docker-bench-security looks at, is a weight among containers that want the processor at the same time, and limits nothing; it counts for nothing here. A limit slows down and stops nothing: it is filled in for every image.',
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
        emit(failing(['cpus'], read.value, expected, { op: 'set', path: ['cpus'], value: limit }));
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
    ],
  },
});
