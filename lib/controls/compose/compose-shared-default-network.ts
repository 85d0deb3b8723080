import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, failing } from '../requirement';
import { exampleComposeFile, servicesOf } from './compose-summary';

const EXPECTED = 'on networks that are declared, of which each joins only those that talk to each other';

/** Two services talk to each other, or there would be no project. */
const LEAST = 3;

export const composeSharedDefaultNetwork = control({
  id: 'compose-shared-default-network',
  family: 'compose',
  title: 'Separate services by network',
  severity: 'low',
  why: 'On one network everything reaches everything: whoever takes the web server talks to the database, the cache and the queue.',
  references: { docker: 'https://docs.docker.com/compose/how-tos/networking/' },
  counterparts: {},
  notes: 'Asked of projects with three services or more, not counting those with a `network_mode` of their own.',
  require: docker({
    kinds: [DOCKER.compose],
    evaluate(file, emit) {
      const services = servicesOf(file).filter(([, { networkMode }]) => networkMode === undefined);
      if (services.length < LEAST) return false;
      if (services.every(([, { networks }]) => networks.length === 1 && networks[0] === 'default'))
        emit(
          failing(
            ['services'],
            `${services.length} services on the default network`,
            EXPECTED,
            'Declare a network for each pair of services that talk to each other and name it in both, with `internal: true` where neither needs the outside.',
          ),
        );
      return true;
    },
    prose: `in every Compose file with three services or more these must be ${EXPECTED}`,
  }),
  examples: {
    pass: [
      {
        because: 'the database is out of reach of the proxy',
        object: exampleComposeFile({ proxy: { networks: ['front'] }, api: { networks: ['front', 'back'] }, db: { networks: ['back'] } }),
      },
      { because: 'two services', object: exampleComposeFile({ api: {}, db: {} }) },
    ],
    fail: [{ because: 'all of them share the network that Compose makes', object: exampleComposeFile({ proxy: {}, api: {}, db: {} }) }],
  },
});
