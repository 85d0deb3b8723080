import { control } from '../control';
import { MIB } from '../docker/known-images';
import { DOCKER } from '../docker/objects';
import { docker, emitLimits, failing } from '../requirement';
import { NUMBER, readField, readValue } from './field-reading';

const EXPECTED = 'the same as `memory`';

export const dockerMemorySwap = control({
  id: 'docker-memory-swap',
  family: 'docker-container',
  title: 'Let no swap double the memory limit',
  severity: 'low',
  why: 'An engine gives a container with a memory limit as much swap again: the host’s disk is busy with pages, and everybody waits.',
  references: { docker: 'https://docs.docker.com/engine/containers/resource_constraints/#--memory-swap-details' },
  counterparts: {},
  notes:
    '`memorySwap` is memory and swap together: equal to `memory` means no swap. Absent and 0 mean twice the memory, -1 as much as the host has. Asked only where there is a limit of memory. Swarm has no words for it: switch swap off on its nodes.',
  require: docker({
    kinds: [DOCKER.container],
    prose: `in every container with a memory limit \`memorySwap\` is ${EXPECTED}`,
    evaluate(container, emit) {
      const memory = readValue(container.memory, ['memory'], NUMBER, 'a number of bytes', emit);
      if (memory === undefined) return true;
      const { value: limit = 0 } = memory;
      // Without a limit of memory it is asked only what an engine would refuse.
      if (limit <= 0) return container.dropped?.memorySwap !== undefined && emitLimits(container, 'memorySwap', EXPECTED, emit);
      const swap = readField(container, 'memorySwap', NUMBER, EXPECTED, emit);
      if (swap === undefined || swap.value === limit) return true;
      emit(failing(['memorySwap'], swap.value, EXPECTED, { op: 'set', path: ['memorySwap'], value: limit }));
      return true;
    },
  }),
  examples: {
    pass: [
      { because: 'there is no swap', docker: { memory: 256 * MIB, memorySwap: 256 * MIB } },
      { because: 'without a limit of memory there is nothing to double', docker: {} },
    ],
    fail: [
      { because: 'absent means twice the memory', docker: { memory: 256 * MIB } },
      { because: 'zero means absent', docker: { memory: 256 * MIB, memorySwap: 0 } },
      { because: 'swap has no limit', docker: { memory: 256 * MIB, memorySwap: -1 } },
      {
        because: 'an engine refuses it without a limit of memory',
        docker: { memorySwap: 256 * MIB, dropped: { memorySwap: 'Write `mem_limit`, too.' } },
      },
      { because: 'half of it is swap', docker: { memory: 256 * MIB, memorySwap: 512 * MIB } },
    ],
  },
});
