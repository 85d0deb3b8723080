import { control } from '../control';
import { MIB } from '../docker/known-images';
import { DOCKER } from '../docker/objects';
import { docker, type Fix, failing, type Json } from '../requirement';
import { isAssumed, NUMBER, readField } from './field-reading';
import { knownImageOf } from './known-image-of';
import { statedBeyond } from './stated-settings';

const EXPECTED = 'more than 0 bytes';

const BY_HAND =
  'Look at what it uses under load (`docker stats`), and write a limit with room above it: behind the limit the kernel ends it (`docker inspect` says OOMKilled).';

export const dockerMemoryLimit = control({
  id: 'docker-memory-limit',
  family: 'docker-container',
  title: 'Limit memory',
  severity: 'medium',
  why: 'One leak, or one request made for it, takes the memory of the host, and the kernel ends other people’s processes.',
  references: { cisDocker: ['5.11'] },
  counterparts: { dockerBench: ['5.11'] },
  notes:
    '`deploy.resources.limits.memory` counts outside of Swarm too. In somebody’s own file a limit is filled in for known images alone: at least what each is known to need; what a database with its data needs, its owner must say.',
  parameters: {
    /** Bytes that hardening writes where no limit is. 256 MiB is the memory limit of Kubernetes workloads, too. */
    limit: 256 * MIB,
  },
  require: ({ limit }) =>
    docker({
      kinds: [DOCKER.container],
      prose: `in every container \`memory\` is ${EXPECTED}`,
      evaluate(container, emit) {
        const read = readField(container, 'memory', NUMBER, EXPECTED, emit);
        if (read === undefined || (read.value ?? 0) > 0) return true;
        emit(failing(['memory'], read.value, EXPECTED, fixOf(container, limit)));
        return true;
      },
    }),
  examples: {
    pass: [
      { because: 'a limit', docker: { memory: 256 * MIB } },
      { because: 'any limit will do', docker: { memory: 4096 * MIB, memorySwap: 4096 * MIB } },
      { because: 'a task of Swarm has one', docker: { declaredBy: 'stack', memory: 128 * MIB } },
    ],
    fail: [
      { because: 'absent means all of the host', docker: {} },
      { because: 'zero means no limit', docker: { memory: 0 } },
      { because: 'a limit of swap is none of memory', docker: { memorySwap: 256 * MIB } },
      { because: 'the database needs more than the default', docker: { imageKnowledge: 'required', image: 'mysql:8.4' } },
      { because: 'nobody knows what the image needs', docker: { imageKnowledge: 'required', image: 'registry.example/shop:1' } },
    ],
  },
});

function fixOf(container: Json, limit: number): Fix {
  const known = isAssumed(container) ? undefined : knownImageOf(container);
  const beyond = known === undefined ? undefined : statedBeyond(container);
  const needed = isAssumed(container) ? limit : beyond === undefined ? known?.memory : undefined;
  if (needed === undefined)
    return {
      op: 'manual',
      instructions: `${beyond === undefined ? '' : `${known?.name ?? ''} starts with ${Math.round((known?.memory ?? 0) / MIB)} MiB, but ${beyond}. `}${BY_HAND}`,
    };
  return { op: 'set', path: ['memory'], value: Math.max(limit, needed) };
}
