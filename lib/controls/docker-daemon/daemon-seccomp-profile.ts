import { control } from '../control';
import { byHand, not } from '../requirement';
import { daemonSetting, exampleDaemon } from './daemon-setting';

const INSTRUCTIONS = "Remove it, so that the engine's own profile holds, or name the file of a stricter one.";

export const daemonSeccompProfile = control({
  id: 'daemon-seccomp-profile',
  family: 'docker-daemon',
  title: 'Keep the default seccomp profile',
  severity: 'high',
  why: 'Unconfined, every container may make every system call: those with known holes in the kernel among them.',
  references: { cisDocker: ['2.17'] },
  counterparts: { dockerBench: ['2.17'] },
  require: daemonSetting('seccomp-profile', byHand(not('unconfined'), INSTRUCTIONS)),
  examples: {
    pass: [
      { because: "nothing is written: the engine's own profile", ...exampleDaemon({}) },
      { because: 'it is named', ...exampleDaemon({ 'seccomp-profile': 'builtin' }) },
      { because: 'a profile of its own', ...exampleDaemon({ 'seccomp-profile': '/etc/docker/seccomp.json' }) },
    ],
    fail: [{ because: 'nothing is filtered', ...exampleDaemon({ 'seccomp-profile': 'unconfined' }) }],
  },
});
