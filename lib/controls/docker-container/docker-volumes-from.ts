import { control } from '../control';
import { absentOrEmpty, byHand, dockerContainer } from '../requirement';

export const dockerVolumesFrom = control({
  id: 'docker-volumes-from',
  family: 'docker-container',
  title: 'Mount volumes by name, not those of another container',
  severity: 'medium',
  why: 'A container that takes the mounts of another one gets all of them, those that are added later included: its secrets, paths of the host, the socket of the engine.',
  references: { docker: 'https://docs.docker.com/reference/compose-file/services/#volumes_from' },
  counterparts: {},
  notes:
    'What the other container mounts is asked of that one. Of a running container the engine tells the mounts themselves, which are judged as its own.',
  require: dockerContainer(
    'volumesFrom',
    byHand(
      absentOrEmpty(),
      'Name the volumes that both need at the top level, and mount those alone, `:ro` where the container only reads.',
    ),
  ),
  examples: {
    pass: [
      { because: 'nothing is taken', docker: {} },
      { because: 'a volume by its name', docker: { mounts: [{ type: 'volume', source: 'data', target: '/data' }] } },
    ],
    fail: [{ because: 'everything that the database mounts', docker: { volumesFrom: ['db:ro'] } }],
  },
});
