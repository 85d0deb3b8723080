import { control } from '../control';
import { failing } from '../requirement';
import { daemonRule, exampleDaemon, settingsOf } from './daemon-setting';

const EXPECTED = 'a group of its own, or absent (`docker`)';
/** Groups of Debian, Fedora and Windows that accounts are in for another reason. */
const ORDINARY = 'users user staff everyone nogroup nobody daemon games www-data nginx apache mail adm audio video plugdev dialout'.split(
  ' ',
);
const INSTRUCTIONS =
  'Remove it, or name a group of its own that holds only who may be root of the host: whoever writes to the socket starts a container with every right.';

export const daemonSocketGroup = control({
  id: 'daemon-socket-group',
  family: 'docker-daemon',
  title: 'Give the socket to its own group',
  severity: 'high',
  why: 'Everybody in the group of the socket is root of the host: one container with its root folder mounted is enough.',
  references: {
    cisDocker: ['3.15'],
    docker: 'https://docs.docker.com/engine/security/#docker-daemon-attack-surface',
  },
  counterparts: { dockerBench: ['3.15'] },
  parameters: { ordinary: ORDINARY },
  notes:
    'Found are groups that accounts are in for another reason. Who is in any other is written in /etc/group, and not judged here. An empty text gives the socket to nobody but root.',
  require: ({ ordinary }) =>
    daemonRule({
      settings: ['group'],
      prose: `\`group\` of the engine must be ${EXPECTED}`,
      evaluate: (daemon, emit) => {
        const { group } = settingsOf(daemon);
        if (typeof group === 'string' && ordinary.includes(group.toLowerCase()))
          emit(failing(['config', 'group'], group, EXPECTED, INSTRUCTIONS));
        return true;
      },
    }),
  examples: {
    pass: [
      { because: 'nothing is written', ...exampleDaemon({}) },
      { because: 'it is the group that is made for it', ...exampleDaemon({ group: 'docker' }) },
      { because: 'who is in it was decided for it', ...exampleDaemon({ group: 'operators' }) },
    ],
    fail: [
      { because: 'ordinary users are in it', ...exampleDaemon({ group: 'users' }) },
      { because: 'the parameter knows it', ...exampleDaemon({ group: 'interns' }), parameters: { ordinary: ['interns'] } },
    ],
  },
});
