import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, type Fix, failing, type Json, type Requirement, UNKNOWN, unknown } from '../requirement';
import { isAssumed, OBJECT, readField } from './field-reading';

const EXPECTED = '`no`, or `on-failure` with at most';

/** Swarm restarts a task again and again where nothing is written; an engine does not restart at all. */
const RESTARTED_BY_SWARM = new Set<unknown>(['stack', 'pulumi-service', 'engine-service']);

const BY_HAND =
  'Decide what the service needs: `on-failure:5` ends after five crashes and lets an alert find it; `unless-stopped` keeps it up through reboots, and hides that it crashes. Where being up counts for more, waive this control and say so.';

export const dockerRestartPolicy = control({
  id: 'docker-restart-policy',
  family: 'docker-container',
  title: 'Bound restarts',
  severity: 'low',
  why: 'A container that crashes and starts without end keeps the host busy, and gives whoever attacks it another try each time.',
  references: { cisDocker: ['5.15'] },
  counterparts: { dockerBench: ['5.15'] },
  notes:
    'This is at odds with availability: `always` and `unless-stopped` are what most services of one host need. So it is advice, and hardening never changes a policy that is written. Absent means `no` to an engine and `any`, without end, to Swarm. Our own constructs get `on-failure:5`.',
  parameters: {
    /** The most restarts after a failure; 5 as CIS proposes. */
    retries: 5,
  },
  require: ({ retries }) =>
    docker({
      kinds: [DOCKER.container],
      prose: `in every container the restart policy is ${EXPECTED} ${retries} retries`,
      evaluate(container, emit) {
        const expected = `${EXPECTED} ${retries} retries`;
        const read = readField(container, 'restart', OBJECT, expected, emit);
        if (read === undefined) return true;
        if (read.value === undefined) {
          if (RESTARTED_BY_SWARM.has(container.declaredBy))
            emit(failing(['restart'], undefined, `${expected}: absent, Swarm restarts without end`, absentFix(container, retries)));
          return true;
        }
        const { policy, maxRetries } = read.value;
        if (policy === UNKNOWN || (policy === 'on-failure' && maxRetries === UNKNOWN)) emit(unknown(['restart'], expected));
        else if (policy === 'on-failure') {
          if (!isBounded(maxRetries, retries))
            emit(failing(['restart', 'maxRetries'], maxRetries, expected, boundFix(container, maxRetries, retries)));
        } else if (policy !== 'no') emit(failing(['restart', 'policy'], policy, expected, BY_HAND));
        return true;
      },
    }),
  prefer: ({ retries }) => restartOnFailure(retries),
  examples: {
    pass: [
      { because: 'absent means that nothing restarts it', docker: {} },
      { because: 'the same in words', docker: { restart: { policy: 'no' } } },
      { because: 'it gives up after five crashes', docker: { restart: { policy: 'on-failure', maxRetries: 5 } } },
    ],
    fail: [
      { because: 'it restarts without end', docker: { restart: { policy: 'always' } } },
      { because: 'it restarts until somebody stops it', docker: { restart: { policy: 'unless-stopped' } } },
      { because: 'it may crash without end', docker: { restart: { policy: 'on-failure' } } },
      { because: 'zero means without end', docker: { restart: { policy: 'on-failure', maxRetries: 0 } } },
      { because: 'these are too many', docker: { restart: { policy: 'on-failure', maxRetries: 20 } } },
      { because: 'Swarm restarts without end where nothing is written', docker: { declaredBy: 'stack' } },
    ],
  },
});

function isBounded(maxRetries: unknown, most: number): boolean {
  return typeof maxRetries === 'number' && maxRetries > 0 && maxRetries <= most;
}

function absentFix(container: Json, retries: number): Fix {
  return isAssumed(container)
    ? { op: 'set', path: ['restart'], value: { policy: 'on-failure', maxRetries: retries } }
    : { op: 'manual', instructions: BY_HAND };
}

function boundFix(container: Json, maxRetries: unknown, retries: number): Fix {
  return isAssumed(container) && maxRetries === undefined
    ? { op: 'set', path: ['restart', 'maxRetries'], value: retries }
    : { op: 'manual', instructions: BY_HAND };
}

/** A crash of a container of our own is no end: it is started again, some times. */
function restartOnFailure(retries: number): Requirement {
  return docker({
    kinds: [DOCKER.container],
    prose: 'a restart policy is written',
    evaluate(container, emit) {
      if (!isAssumed(container) || container.inexpressible?.restart !== undefined) return false;
      if (container.restart === undefined) emit(failing(['restart'], undefined, '`on-failure`', absentFix(container, retries)));
      return true;
    },
  });
}
