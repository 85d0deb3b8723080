import { control } from '../control';
import { is, whereObject } from '../requirement';
import { daemonSetting, exampleDaemon } from './daemon-setting';

export const daemonLiveRestore = control({
  id: 'daemon-live-restore',
  family: 'docker-daemon',
  title: 'Keep containers alive over daemon restarts',
  severity: 'low',
  why: 'Without it every restart of the engine stops every container, so that security updates of the engine are put off.',
  references: { cisDocker: ['2.15'] },
  counterparts: { dockerBench: ['2.15'] },
  require: whereObject(
    (daemon) => daemon.swarm !== true,
    'of an engine that is not part of a Swarm',
    daemonSetting('live-restore', is(true)),
  ),
  notes:
    'An engine with this setting cannot join a Swarm; there the manager starts tasks elsewhere. Waive the control for a node that is to join one.',
  examples: {
    pass: [
      { because: 'containers outlive the engine', ...exampleDaemon({ 'live-restore': true }) },
      { because: 'the engine is part of a Swarm, which refuses the setting', ...exampleDaemon({}, { declaredBy: 'engine', swarm: true }) },
    ],
    fail: [
      { because: 'nothing is written', ...exampleDaemon({}) },
      { because: 'it is switched off', ...exampleDaemon({ 'live-restore': false }) },
    ],
  },
});
