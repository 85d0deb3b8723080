import { control } from '../control';
import { absentOr, byHand } from '../requirement';
import { daemonSetting, exampleDaemon } from './daemon-setting';

const INSTRUCTIONS = 'Remove it, unless the host is for trying things out.';

export const daemonExperimental = control({
  id: 'daemon-experimental',
  family: 'docker-daemon',
  title: 'Run no experimental features',
  severity: 'low',
  why: 'Experimental features have had little review, and change without notice.',
  references: { cisDocker: ['2.18'] },
  counterparts: { dockerBench: ['2.18'] },
  require: daemonSetting('experimental', byHand(absentOr(false), INSTRUCTIONS)),
  examples: {
    pass: [
      { because: 'nothing is written', ...exampleDaemon({}) },
      { because: 'they are off', ...exampleDaemon({ experimental: false }) },
    ],
    fail: [{ because: 'they are on', ...exampleDaemon({ experimental: true }) }],
  },
});
