import { control } from '../control';
import { dockerContainer, not } from '../requirement';

export const dockerHostIpc = control({
  id: 'docker-host-ipc',
  family: 'docker-container',
  title: 'Keep out of the host IPC namespace',
  severity: 'high',
  why: 'The container reads and writes the shared memory and the semaphores of the host’s processes, such as those of a database.',
  references: { cisDocker: ['5.17'] },
  counterparts: { dockerBench: ['5.17'] },
  notes: '`shareable`, and the namespace of another container, are asked about by `docker-shared-namespace`.',
  require: dockerContainer('ipc', { ...not('host'), fix: (path) => ({ op: 'set', path, value: 'private' }) }),
  examples: {
    pass: [
      { because: 'the engine gives each container its own', docker: {} },
      { because: 'its own, written out', docker: { ipc: 'private' } },
      { because: 'none at all', docker: { ipc: 'none' } },
    ],
    fail: [
      { because: 'it is in the host’s namespace', docker: { ipc: 'host' } },
      { because: 'somebody runs it so', docker: { ipc: 'host', declaredBy: 'engine-container' } },
      { because: 'a size of its own does not help', docker: { ipc: 'host', shmSize: 16_777_216 } },
    ],
  },
});
