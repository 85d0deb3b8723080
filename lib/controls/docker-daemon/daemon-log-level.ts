import { control } from '../control';
import { absentOr, all, byHand } from '../requirement';
import { daemonSetting, exampleDaemon } from './daemon-setting';

const LEVEL = 'Remove it, or write `info`: the engine then logs what an investigation needs, and no requests.';

export const daemonLogLevel = control({
  id: 'daemon-log-level',
  family: 'docker-daemon',
  title: 'Log at level info',
  severity: 'low',
  why: 'At a higher level the engine does not log what is needed after an attack; at level debug it logs requests with what is secret in them.',
  references: { cisDocker: ['2.3'] },
  counterparts: { dockerBench: ['2.3'] },
  require: all(daemonSetting('log-level', byHand(absentOr('info'), LEVEL)), daemonSetting('debug', byHand(absentOr(false), LEVEL))),
  examples: {
    pass: [
      { because: 'nothing is written, which is info', ...exampleDaemon({}) },
      { because: 'it is info', ...exampleDaemon({ 'log-level': 'info', debug: false }) },
    ],
    fail: [
      { because: 'only errors are logged', ...exampleDaemon({ 'log-level': 'error' }) },
      { because: '`debug` stands above the level', ...exampleDaemon({ 'log-level': 'info', debug: true }) },
    ],
  },
});
