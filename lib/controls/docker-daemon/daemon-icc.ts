import { control } from '../control';
import { is } from '../requirement';
import { daemonSetting, exampleDaemon } from './daemon-setting';

export const daemonIcc = control({
  id: 'daemon-icc',
  family: 'docker-daemon',
  title: 'Disable inter-container traffic on the default bridge',
  severity: 'medium',
  why: 'Every container on the default bridge reaches every port of every other one, so that one taken container attacks all of them.',
  references: { cisDocker: ['2.2'] },
  counterparts: { dockerBench: ['2.2'] },
  require: daemonSetting('icc', is(false)),
  notes:
    'Networks of your own are not concerned: their members reach one another. A network for each permitted connection keeps the others apart.',
  examples: {
    pass: [{ because: 'containers of the default bridge are kept apart', ...exampleDaemon({ icc: false }) }],
    fail: [
      { because: 'nothing is written, and the engine connects them', ...exampleDaemon({}) },
      { because: 'they are connected', ...exampleDaemon({ icc: true }) },
    ],
  },
});
