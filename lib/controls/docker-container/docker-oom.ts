import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, failing } from '../requirement';
import { FLAG, NUMBER, readField } from './field-reading';

const EXPECTED = '`false`, or absent';
const SCORE = '0 or more, or absent';

export const dockerOom = control({
  id: 'docker-oom',
  family: 'docker-container',
  title: 'Leave it to the kernel whom to stop when memory ends',
  severity: 'medium',
  why: 'A container that cannot be killed takes the memory of the whole host: the kernel stops others, the engine among them, or the host hangs.',
  references: { docker: 'https://docs.docker.com/reference/cli/docker/container/run/#oom-kill-disable' },
  counterparts: {},
  notes:
    '`oom_kill_disable` leaves the processes of a container that is at its limit waiting for ever (cgroup v1; on v2 an engine passes over it with a notice), and without a limit those of the host. A score below 0 puts the container before others; a host’s own database may have one, with a waiver.',
  require: docker({
    kinds: [DOCKER.container],
    evaluate(container, emit) {
      const disabled = readField(container, 'oomKillDisable', FLAG, EXPECTED, emit);
      if (disabled?.value === true)
        emit(failing(['oomKillDisable'], true, EXPECTED, { op: 'set', path: ['oomKillDisable'], value: false }));
      const score = readField(container, 'oomScoreAdj', NUMBER, SCORE, emit);
      if (score?.value !== undefined && score.value < 0)
        emit(
          failing(['oomScoreAdj'], score.value, SCORE, 'Take it out, and give the container a limit of memory that its load fits into.'),
        );
      return true;
    },
    prose: `in every container \`oomKillDisable\` must be ${EXPECTED}, and \`oomScoreAdj\` must be ${SCORE}`,
  }),
  examples: {
    pass: [
      { because: 'nothing is said', docker: {} },
      { because: 'it is stopped before others', docker: { oomKillDisable: false, oomScoreAdj: 500 } },
    ],
    fail: [
      { because: 'it waits for ever', docker: { oomKillDisable: true } },
      { because: 'everybody else is stopped first', docker: { oomScoreAdj: -1000 } },
    ],
  },
});
