import { control } from '../control';
import { absentOr, byHand, dockerContainer } from '../requirement';

const bind = (propagation: string) => ({ mounts: [{ type: 'bind' as const, source: '/srv/web', target: '/data', propagation }] });

export const dockerMountPropagation = control({
  id: 'docker-mount-propagation',
  family: 'docker-container',
  title: 'Propagate no mounts',
  severity: 'medium',
  why: 'What a container mounts in a shared mount appears on the host and in other containers, and stays there when the container is gone.',
  references: { cisDocker: ['5.20'] },
  counterparts: { dockerBench: ['5.20'] },
  notes:
    '`slave` and `rslave` bring the host’s mounts into the container, and nothing back; an empty value is what an engine tells of a volume.',
  require: dockerContainer(
    'mounts[].propagation',
    byHand(
      absentOr('rprivate', 'private', 'rslave', 'slave', ''),
      'Take the propagation out; where new mounts of the host must appear in the container, `rslave` does that alone.',
    ),
  ),
  examples: {
    pass: [
      { because: 'the default is private', docker: { mounts: [{ type: 'bind', source: '/srv/web', target: '/data' }] } },
      { because: 'private, written out', docker: bind('rprivate') },
      { because: 'only from the host to the container', docker: bind('rslave') },
    ],
    fail: [
      { because: 'mounts go both ways', docker: bind('rshared') },
      { because: 'of this mount alone, too', docker: bind('shared') },
      { because: 'no value that there is', docker: bind('Shared') },
    ],
  },
});
