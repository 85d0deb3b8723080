import { control } from '../control';
import { failing } from '../requirement';
import { daemonRule, exampleDaemon, settingsOf } from './daemon-setting';

const INSTRUCTIONS =
  "Put the profile where it is named, or beside the daemon.json that is shipped with it; or remove the setting, so that the engine's own profile holds.";

export const daemonSeccompProfileFile = control({
  id: 'daemon-seccomp-profile-file',
  family: 'docker-daemon',
  title: 'Ship the seccomp profile that daemon.json names',
  severity: 'medium',
  why: 'An engine whose seccomp profile is missing does not start, and whoever is in a hurry then writes `unconfined`.',
  references: { docker: 'https://docs.docker.com/engine/security/seccomp/' },
  counterparts: {},
  require: daemonRule({
    settings: ['seccomp-profile'],
    prose: 'the file that `seccomp-profile` names must be in its place, or beside the daemon.json',
    evaluate: (daemon, emit) => {
      const profile: unknown = settingsOf(daemon)['seccomp-profile'];
      if (typeof profile !== 'string' || !profile.includes('/')) return false;
      if (Array.isArray(daemon.missingFiles) && daemon.missingFiles.includes(profile))
        emit(failing(['config', 'seccomp-profile'], profile, 'a file that is in its place, or beside the daemon.json', INSTRUCTIONS));
      return true;
    },
  }),
  examples: {
    pass: [{ because: 'the file is there', ...exampleDaemon({ 'seccomp-profile': '/etc/docker/seccomp.json' }) }],
    fail: [
      {
        because: 'the file is nowhere',
        ...exampleDaemon({ 'seccomp-profile': '/etc/docker/seccomp.json' }, { missingFiles: ['/etc/docker/seccomp.json'] }),
      },
    ],
  },
});
