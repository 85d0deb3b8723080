import { control } from '../control';
import { byHand, dockerContainer, not } from '../requirement';

export const dockerHostUserNamespace = control({
  id: 'docker-host-user-namespace',
  family: 'docker-container',
  title: 'Do not leave the user namespace',
  severity: 'medium',
  why: 'Where the engine maps users, this container alone is left out: its root is root of the host.',
  references: { cisDocker: ['5.31'] },
  counterparts: { dockerBench: ['5.31'] },
  notes:
    'It matters where daemon.json has `userns-remap`; elsewhere it changes nothing yet, and takes the protection away on the day that it is switched on.',
  require: dockerContainer(
    'userns',
    byHand(not('host'), 'Take the line out. Where the program needs files of the host, give these to the user that it is mapped to.'),
  ),
  examples: {
    pass: [
      { because: 'nothing is asked for', docker: {} },
      { because: 'the default, written out', docker: { userns: '' } },
    ],
    fail: [
      { because: 'it is in the host’s namespace', docker: { userns: 'host' } },
      { because: 'somebody runs it so', docker: { userns: 'host', declaredBy: 'engine-container' } },
      { because: 'privileges make it worse, not better', docker: { userns: 'host', privileged: true } },
    ],
  },
});
