import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, failing, isObject } from '../requirement';
import { exampleClient } from './example-client';

const INSTRUCTIONS = 'Set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH, or reach the engine by `ssh://`.';

export const clientTls = control({
  id: 'client-tls',
  family: 'docker-daemon',
  title: 'Verify the engine that is commanded',
  severity: 'high',
  why: 'Whoever sits between a client and an engine without TLS sees every secret that is sent, and commands the engine.',
  references: { docker: 'https://docs.docker.com/engine/security/protect-access/' },
  counterparts: {},
  require: docker({
    kinds: [DOCKER.client],
    prose: 'a client whose DOCKER_HOST is a tcp address must have DOCKER_TLS_VERIFY',
    evaluate: ({ environment }, emit) => {
      const { host, tlsVerify }: { host?: unknown; tlsVerify?: unknown } = isObject(environment) ? environment : {};
      if (typeof host !== 'string' || !host.startsWith('tcp://')) return false;
      // The command line takes any text for true, `0` too.
      if (typeof tlsVerify !== 'string' || tlsVerify === '') emit(failing(['environment', 'tlsVerify'], tlsVerify, 'set', INSTRUCTIONS));
      return true;
    },
  }),
  examples: {
    pass: [{ because: 'both show certificates', ...exampleClient({ environment: { host: 'tcp://10.0.0.5:2376', tlsVerify: '1' } }) }],
    fail: [{ because: 'anybody may answer', ...exampleClient({ environment: { host: 'tcp://10.0.0.5:2375' } }) }],
  },
});
