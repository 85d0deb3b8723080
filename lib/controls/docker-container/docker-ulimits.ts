import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, dockerContainer, failing, present, whereObject } from '../requirement';
import { isAssumed, NUMBER, OBJECT, readField, readValue } from './field-reading';

const EXPECTED = 'a soft limit no higher than the hard one, neither of them unlimited';

/** The two that stand between one container and the tables of the kernel. */
const JUDGED = ['nofile', 'nproc'];

export const dockerUlimits = control({
  id: 'docker-ulimits',
  family: 'docker-container',
  title: 'Set ulimits on purpose',
  severity: 'low',
  why: 'A process that may open files without limit fills the tables that all processes of the host share.',
  references: { cisDocker: ['5.19'] },
  counterparts: { dockerBench: ['5.19', '2.8'] },
  notes:
    '`nofile` and `nproc` are judged where they are set; absent ones are those of the daemon. `nproc` counts the processes of a user over all containers: limit processes by `pidsLimit` instead. Our own constructs get a limit of open files.',
  parameters: {
    /** Open files that hardening allows to containers of our own constructs: enough for a server with thousands of connections. */
    openFiles: 16_384,
  },
  require: docker({
    kinds: [DOCKER.container],
    prose: `in every container the ulimits \`nofile\` and \`nproc\`, where they are set, have ${EXPECTED}`,
    evaluate(container, emit) {
      // What cannot be said is not set either: the limits of the daemon hold.
      if (container.ulimits === undefined || container.ulimits === null) return true;
      const read = readField(container, 'ulimits', OBJECT, EXPECTED, emit);
      for (const name of read?.value === undefined ? [] : JUDGED) {
        const at = ['ulimits', name];
        const limit = readValue(read?.value?.[name], at, OBJECT, EXPECTED, emit)?.value;
        if (limit === undefined) continue;
        const soft = readValue(limit.soft, [...at, 'soft'], NUMBER, EXPECTED, emit);
        const hard = readValue(limit.hard, [...at, 'hard'], NUMBER, EXPECTED, emit);
        if (soft === undefined || hard === undefined) continue;
        if (isSound(soft.value, hard.value)) continue;
        emit(
          failing(
            at,
            `${String(soft.value)}:${String(hard.value)}`,
            EXPECTED,
            'Write a soft and a hard limit on purpose: what the service needs under load, with room above it (`docker exec CONTAINER ls /proc/1/fd`).',
          ),
        );
      }
      return true;
    },
  }),
  prefer: ({ openFiles }) =>
    whereObject(
      isAssumed,
      'of containers of our own constructs',
      dockerContainer('ulimits', present({ value: { nofile: { soft: openFiles, hard: openFiles } } })),
    ),
  examples: {
    pass: [
      { because: 'those of the daemon hold', docker: {} },
      { because: 'the soft limit is below the hard one', docker: { ulimits: { nofile: { soft: 1024, hard: 4096 } } } },
      { because: 'both are the same', docker: { ulimits: { nproc: { soft: 512, hard: 512 } } } },
      { because: 'core files are no matter of this control', docker: { ulimits: { core: { soft: -1, hard: -1 } } } },
    ],
    fail: [
      { because: 'minus one is unlimited', docker: { ulimits: { nofile: { soft: -1, hard: -1 } } } },
      { because: 'the hard one is unlimited', docker: { ulimits: { nproc: { soft: 1024, hard: -1 } } } },
      { because: 'an engine refuses a soft limit above the hard one', docker: { ulimits: { nofile: { soft: 4096, hard: 1024 } } } },
    ],
  },
});

function isSound(soft: number | undefined, hard: number | undefined): boolean {
  return soft !== undefined && hard !== undefined && soft >= 0 && hard >= 0 && soft <= hard;
}
