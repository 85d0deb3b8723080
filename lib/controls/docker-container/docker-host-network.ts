import { control } from '../control';
import { all, byHand, dockerContainer, not } from '../requirement';

const INSTRUCTIONS =
  'Take the host network out, attach the container to a network of its own, and publish the ports that must be reached from outside.';

export const dockerHostNetwork = control({
  id: 'docker-host-network',
  family: 'docker-container',
  title: 'Keep out of the host network',
  severity: 'high',
  why: 'In the host’s network the container reaches every service that listens on loopback only, and the abstract sockets of the host’s own daemons.',
  references: { cisDocker: ['5.10'] },
  counterparts: { dockerBench: ['5.10'] },
  require: all(
    dockerContainer('networkMode', byHand(not('host'), INSTRUCTIONS)),
    dockerContainer('networks[]', byHand(not('host'), INSTRUCTIONS)),
  ),
  examples: {
    pass: [
      { because: 'nothing is asked for', docker: {} },
      { because: 'a network of its own', docker: { networks: ['front'] } },
      { because: 'no network at all', docker: { networkMode: 'none' } },
    ],
    fail: [
      { because: 'it is in the host’s network', docker: { networkMode: 'host' } },
      { because: 'the host’s network is one of its networks', docker: { networks: ['front', 'host'] } },
      { because: 'a program that heeds the line opens the host', docker: { networkMode: 'host', declaredBy: 'stack' } },
    ],
  },
});
