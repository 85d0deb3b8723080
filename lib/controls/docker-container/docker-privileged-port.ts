import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, failing, UNKNOWN, unknown } from '../requirement';
import { visitObjects, wrongShape } from './container-lists';
import { portRange } from './published-ports';

const LAST_PRIVILEGED = 1023;
const EXPECTED = 'absent or above 1023';

export const dockerPrivilegedPort = control({
  id: 'docker-privileged-port',
  family: 'docker-container',
  title: 'Publish no privileged host ports',
  severity: 'low',
  why: 'Who answers on a port below 1024 is taken for a service of the host itself, which only root may be.',
  references: { cisDocker: ['5.8'] },
  counterparts: { dockerBench: ['5.8'] },
  notes:
    '80 and 443 of the proxy at the edge are the usual waiver. Which port the program listens on inside its container does not matter here.',
  require: docker({
    kinds: [DOCKER.container],
    evaluate(container, emit) {
      visitObjects(container, 'ports', EXPECTED, emit, ({ published }, path) => {
        const at = [...path, 'published'];
        const range = portRange(published);
        if (range === undefined) return;
        if (range === UNKNOWN) return emit(unknown(at, EXPECTED));
        const [first, last] = range;
        if (Number.isNaN(first) || Number.isNaN(last)) return emit(wrongShape(at, published, 'a port or a range of ports'));
        // 0 lets the engine choose.
        if (last > 0 && first <= LAST_PRIVILEGED) {
          emit(
            failing(at, published, EXPECTED, 'Publish a port above 1023, and let the proxy at the edge of the host answer on 80 and 443.'),
          );
        }
      });
      return true;
    },
    prose: `in every container \`ports[].published\` must be ${EXPECTED}`,
  }),
  examples: {
    pass: [
      { because: 'a port above', docker: { ports: [{ target: 80, published: 8080 }] } },
      { because: 'the engine chooses', docker: { ports: [{ target: 80 }] } },
      { because: 'a range above', docker: { ports: [{ target: 80, published: '8000-8010' }] } },
    ],
    fail: [
      { because: 'a port of the system', docker: { ports: [{ target: 8080, published: 80 }] } },
      {
        because: 'on loopback it is taken for the host’s as well',
        docker: { ports: [{ target: 5432, published: 953, hostIp: '127.0.0.1' }] },
      },
      { because: 'a range that begins below', docker: { ports: [{ target: 80, published: '1020-1030' }] } },
    ],
  },
});
