import { control } from '../control';
import { failing } from '../requirement';
import { daemonRule, exampleDaemon, settingsOf } from './daemon-setting';

const INSTRUCTIONS =
  'Write `"userns-remap": "default"` on a new host, or run the engine without root. On a host in use it hides all images and containers, and files of volumes belong to other users: plan the move.';

export const daemonUsernsRemap = control({
  id: 'daemon-userns-remap',
  family: 'docker-daemon',
  title: 'Remap user namespaces',
  severity: 'medium',
  why: 'Root of a container is root of the host: whoever leaves the container has all of it.',
  references: { cisDocker: ['2.1', '2.9'] },
  counterparts: { dockerBench: ['2.9', '2.1'] },
  require: daemonRule({
    settings: ['userns-remap'],
    prose: '`userns-remap` of the engine must be set, or the engine must run without root',
    evaluate: (daemon, emit) => {
      const { 'userns-remap': remap, rootless } = settingsOf(daemon);
      if (daemon.rootless === true || daemon.remapped === true || rootless === true) return true;
      if (typeof remap !== 'string' || remap === '')
        emit(failing(['config', 'userns-remap'], remap, '`default` or the name of a user', INSTRUCTIONS));
      return true;
    },
  }),
  examples: {
    pass: [
      { because: 'root of a container is nobody on the host', ...exampleDaemon({ 'userns-remap': 'default' }) },
      { because: 'the engine runs without root', ...exampleDaemon({}, { rootless: true }) },
      { because: 'the engine says that it remaps', ...exampleDaemon({}, { declaredBy: 'engine', remapped: true }) },
    ],
    fail: [
      { because: 'nothing is written', ...exampleDaemon({}) },
      { because: 'it is switched off', ...exampleDaemon({ 'userns-remap': '' }) },
    ],
  },
});
