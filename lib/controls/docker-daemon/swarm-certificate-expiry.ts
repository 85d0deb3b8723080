import { control } from '../control';
import { failing } from '../requirement';
import { exampleSwarm, swarmRule } from './swarm-field';

const DAY = 86_400;

export const swarmCertificateExpiry = control({
  id: 'swarm-certificate-expiry',
  family: 'docker-daemon',
  title: 'Rotate the certificates of Swarm nodes',
  severity: 'low',
  why: 'With the certificate of a node that was taken over an attacker stays in the Swarm for as long as it is valid.',
  references: { cisDocker: ['7.7'] },
  counterparts: { dockerBench: ['7.7'] },
  parameters: {
    /** Days; the default is that of the engine. */
    days: 90,
  },
  require: ({ days }) =>
    swarmRule(['certificateExpiry'], `certificates of the nodes of a Swarm must be valid for ${days} days or less`, (swarm, emit) => {
      const expiry: unknown = swarm.certificateExpiry;
      if (typeof expiry !== 'number' || expiry > days * DAY)
        emit(
          failing(
            ['certificateExpiry'],
            expiry,
            `${days * DAY} seconds or less`,
            `Run \`docker swarm update --cert-expiry ${days * 24}h\`.`,
          ),
        );
      return true;
    }),
  examples: {
    pass: [{ because: 'a certificate lives for 90 days', ...exampleSwarm({ certificateExpiry: 90 * DAY }) }],
    fail: [{ because: 'it lives for a year', ...exampleSwarm({ certificateExpiry: 365 * DAY }) }],
  },
});
