import { control } from '../control';
import { byHand, is, whereObject } from '../requirement';
import { daemonSetting, exampleDaemon } from './daemon-setting';

const INSTRUCTIONS =
  'Write `"live-restore": true`, unless this engine is a node of a Swarm or will be one: it does not start with both, and the file does not say which it is.';

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
    daemonSetting('live-restore', byHand(is(true), INSTRUCTIONS)),
  ),
  notes:
    'An engine with this setting cannot join a Swarm; and one that is part of a Swarm does not start with it; there the manager starts tasks elsewhere. That is why nothing fills it in. Waive the control for a node that is to join one.',
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
