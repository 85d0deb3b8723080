import { control } from '../control';
import { byHand, dockerContainer, not } from '../requirement';

export const dockerHostPid = control({
  id: 'docker-host-pid',
  family: 'docker-container',
  title: 'Keep out of the host process namespace',
  severity: 'high',
  why: 'The container sees every process of the host with its arguments, and as root may send it signals and trace it.',
  references: { cisDocker: ['5.16'] },
  counterparts: { dockerBench: ['5.16'] },
  notes: 'The process namespace of another container (`container:x`, `service:x`) is asked about by `docker-shared-namespace`.',
  require: dockerContainer(
    'pid',
    byHand(
      not('host'),
      'Take the line out. What watches the host’s processes belongs on the host, or in a container of its own with a waiver.',
    ),
  ),
  examples: {
    pass: [
      { because: 'nothing is asked for', docker: {} },
      { because: 'the namespace of another container is not the host’s', docker: { pid: 'service:web' } },
    ],
    fail: [
      { because: 'it is in the host’s namespace', docker: { pid: 'host' } },
      { because: 'somebody runs it so', docker: { pid: 'host', declaredBy: 'engine-container' } },
      { because: 'privileges make it worse, not better', docker: { pid: 'host', privileged: true } },
    ],
  },
});
