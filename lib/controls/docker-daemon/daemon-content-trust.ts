import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, failing, isObject, whereObject } from '../requirement';
import { exampleClient } from './example-client';

const INSTRUCTIONS =
  'Set DOCKER_CONTENT_TRUST=1 where images are pulled; or name images by digest, verify their signatures before they are deployed, and set the parameter `verifiedElsewhere`.';

export const daemonContentTrust = control({
  id: 'daemon-content-trust',
  family: 'docker-daemon',
  title: 'Demand signed images at pull',
  severity: 'low',
  why: 'Whoever can push to a registry gives every host that pulls a tag an image of his own.',
  references: { cisDocker: ['4.5'] },
  counterparts: { dockerBench: ['4.5'] },
  parameters: {
    /** Whether signatures are verified elsewhere: by an admission policy, or in the pipeline before a digest is written. */
    verifiedElsewhere: false,
  },
  require: ({ verifiedElsewhere }) =>
    whereObject(
      () => !verifiedElsewhere,
      'where signatures are not verified elsewhere (parameter `verifiedElsewhere`)',
      docker({
        kinds: [DOCKER.client],
        prose: 'DOCKER_CONTENT_TRUST of the client must be `1`',
        evaluate: ({ environment }, emit) => {
          // A config.json says nothing of it.
          if (!isObject(environment)) return false;
          const value: unknown = environment.contentTrust;
          if (!ON.has(String(value))) emit(failing(['environment', 'contentTrust'], value, '`1`', INSTRUCTIONS));
          return true;
        },
      }),
    ),
  notes: 'It is about Notary v1, which Docker is retiring: signatures of cosign or notation, verified before deployment, are what lasts.',
  examples: {
    pass: [
      { because: 'unsigned images are refused', ...exampleClient({ environment: { contentTrust: '1' } }) },
      { because: 'signatures are verified before', parameters: { verifiedElsewhere: true }, ...exampleClient({ environment: {} }) },
    ],
    fail: [
      { because: 'nothing is set', ...exampleClient({ environment: {} }) },
      { because: 'it is switched off', ...exampleClient({ environment: { contentTrust: '0' } }) },
    ],
  },
});

/** What the command line reads as true. */
const ON: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
