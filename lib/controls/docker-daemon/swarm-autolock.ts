import { control } from '../control';
import { failing } from '../requirement';
import { exampleSwarm, swarmRule } from './swarm-field';

const INSTRUCTIONS =
  'Run `docker swarm update --autolock=true`, and keep the key that it prints where the managers do not: each asks for it when it restarts.';

export const swarmAutolock = control({
  id: 'swarm-autolock',
  family: 'docker-daemon',
  title: 'Lock Swarm managers',
  severity: 'medium',
  why: 'Whoever gets the disk of a manager, or a backup of it, reads every secret of the Swarm and joins it as a manager.',
  references: { cisDocker: ['7.5'] },
  counterparts: { dockerBench: ['7.5', '7.6'] },
  require: swarmRule(['autoLock'], 'managers of a Swarm must be locked (`autoLock`)', (swarm, emit) => {
    if (swarm.autoLock !== true) emit(failing(['autoLock'], swarm.autoLock, '`true`', INSTRUCTIONS));
    return true;
  }),
  notes: 'Change the key from time to time (`docker swarm unlock-key --rotate`); nobody can see when that was last done.',
  examples: {
    pass: [{ because: 'a manager asks for the key', ...exampleSwarm({ autoLock: true }) }],
    fail: [{ because: 'the key lies beside the secrets', ...exampleSwarm({ autoLock: false }) }],
  },
});
