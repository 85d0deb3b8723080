import { control } from '../control';
import { MIB } from '../docker/known-images';
import { DOCKER } from '../docker/objects';
import { docker, failing } from '../requirement';
import { NUMBER, readValue } from './field-reading';

const BOUND = 64 * MIB;

export const dockerShmSize = control({
  id: 'docker-shm-size',
  family: 'docker-container',
  title: 'Bound shared memory',
  severity: 'low',
  why: 'A read-only container can still write to /dev/shm: what lies there takes memory, and a large one more than anybody counted on.',
  references: { docker: 'https://docs.docker.com/reference/cli/docker/container/run/#ipc' },
  counterparts: {},
  notes:
    'An engine makes /dev/shm 64 MB large, without programs, and counts it against the memory limit: absent passes. `ipc: none` leaves it away; whether it is shared is asked by `docker-shared-namespace` and `docker-host-ipc`. Databases with parallel queries (PostgreSQL) and browsers need more: raise `bytes`, or waive it there.',
  parameters: {
    /** The most bytes of /dev/shm; 64 MiB is what an engine gives by itself. */
    bytes: BOUND,
  },
  require: ({ bytes }) =>
    docker({
      kinds: [DOCKER.container],
      prose: `in every container \`shmSize\` is absent or at most ${bytes}`,
      evaluate(container, emit) {
        const expected = `${bytes} bytes or less`;
        // Where nothing can be said, or what is said is dropped, the engine's own bound holds.
        const isHeeded = container.inexpressible?.shmSize === undefined && container.dropped?.shmSize === undefined;
        const size = isHeeded ? readValue(container.shmSize, ['shmSize'], NUMBER, expected, emit)?.value : undefined;
        if (size !== undefined && (size > bytes || size < 0))
          emit(
            failing(
              ['shmSize'],
              size,
              expected,
              `Look at what it needs (\`docker exec CONTAINER df -h /dev/shm\`), and write at most ${bytes} bytes, or waive this control with the reason.`,
            ),
          );
        return true;
      },
    }),
  examples: {
    pass: [
      { because: 'the engine bounds it', docker: {} },
      { because: 'the size is small', docker: { shmSize: 16 * MIB } },
      { because: 'there is none', docker: { ipc: 'none' } },
      { because: 'the profile allows more', parameters: { bytes: 256 * MIB }, docker: { shmSize: 256 * MIB } },
    ],
    fail: [
      { because: 'it is half a gigabyte', docker: { shmSize: 512 * MIB } },
      { because: 'it is larger than the profile allows', parameters: { bytes: 16 * MIB }, docker: { shmSize: 64 * MIB } },
      { because: 'minus one is no bound', docker: { shmSize: -1 } },
    ],
  },
});
