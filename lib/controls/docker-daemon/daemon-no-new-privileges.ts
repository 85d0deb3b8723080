import { control } from '../control';
import { is } from '../requirement';
import { daemonSetting, exampleDaemon } from './daemon-setting';

export const daemonNoNewPrivileges = control({
  id: 'daemon-no-new-privileges',
  family: 'docker-daemon',
  title: 'Set no-new-privileges for all',
  severity: 'high',
  why: 'A setuid program in an image gives an attacker root of the container, whatever capabilities were dropped from its user.',
  references: { cisDocker: ['2.14'] },
  counterparts: { dockerBench: ['2.14'] },
  require: daemonSetting('no-new-privileges', is(true)),
  notes: 'Reaches tasks of a Swarm stack too, whose `security_opt` is ignored.',
  examples: {
    pass: [{ because: 'no container gains privileges', ...exampleDaemon({ 'no-new-privileges': true }) }],
    fail: [
      { because: 'nothing is written', ...exampleDaemon({}) },
      { because: 'it is switched off', ...exampleDaemon({ 'no-new-privileges': false }) },
    ],
  },
});
