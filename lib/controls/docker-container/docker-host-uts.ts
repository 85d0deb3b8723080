import { control } from '../control';
import { byHand, dockerContainer, not } from '../requirement';

export const dockerHostUts = control({
  id: 'docker-host-uts',
  family: 'docker-container',
  title: 'Keep out of the host UTS namespace',
  severity: 'medium',
  why: 'With the capability for it the container renames the host, and others find the wrong one.',
  references: { cisDocker: ['5.21'] },
  counterparts: { dockerBench: ['5.21'] },
  notes: 'Nothing written gives the container a name of its own.',
  require: dockerContainer(
    'uts',
    byHand(not('host'), 'Take the line out, and give the container a name by `hostname` where it needs one.'),
  ),
  examples: {
    pass: [
      { because: 'nothing is asked for', docker: {} },
      { because: 'the default, written out', docker: { uts: '' } },
    ],
    fail: [
      { because: 'it is in the host’s namespace', docker: { uts: 'host' } },
      { because: 'somebody runs it so', docker: { uts: 'host', declaredBy: 'engine-container' } },
      { because: 'privileges make it worse, not better', docker: { uts: 'host', privileged: true } },
    ],
  },
});
