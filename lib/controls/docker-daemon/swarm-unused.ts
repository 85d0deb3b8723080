import { control } from '../control';
import { failing } from '../requirement';
import { exampleSwarm, swarmRule } from './swarm-field';

export const swarmUnused = control({
  id: 'swarm-unused',
  family: 'docker-daemon',
  title: 'Leave a Swarm that runs nothing',
  severity: 'low',
  why: 'A Swarm opens ports of the host to the network, and a join token that leaked makes a stranger one of its nodes.',
  references: { cisDocker: ['5.1'] },
  counterparts: { dockerBench: ['5.1'] },
  require: swarmRule(['services'], 'a Swarm must run a service', ({ services }, emit) => {
    if (services === 0)
      emit(
        failing(
          ['services'],
          0,
          '1 or more',
          'Run `docker swarm leave --force` on the last manager; every other node runs `docker swarm leave`.',
        ),
      );
    return true;
  }),
  examples: {
    pass: [{ because: 'it is used', ...exampleSwarm({ services: 3 }) }],
    fail: [{ because: 'nothing runs', ...exampleSwarm({ services: 0 }) }],
  },
});
