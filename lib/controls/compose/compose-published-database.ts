import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { portRange } from '../docker-container/published-ports';
import { docker, type Fix, failing, type Path, UNKNOWN, unknown } from '../requirement';
import { exampleComposeFile, servicesOf } from './compose-summary';
import { DATA_PORTS } from './data-services';

const EXPECTED = 'unpublished, or bound to `127.0.0.1`';

const BY_HAND =
  'Swarm publishes on every address of its nodes: take the port away and reach the service over one of the networks of the stack.';

export const composePublishedDatabase = control({
  id: 'compose-published-database',
  family: 'compose',
  title: 'Publish no database ports',
  severity: 'high',
  why: 'Scanners find an open database within the hour, and the engine opens the port ahead of the firewall of the host.',
  references: { docker: 'https://docs.docker.com/engine/network/port-publishing/' },
  counterparts: {},
  notes:
    'Judged by the port in the container, so that another number on the host hides nothing. Services of one project reach each other over their networks without any published port. The repair binds to `127.0.0.1`, with `--override` only.',
  require: docker({
    kinds: [DOCKER.compose],
    evaluate(file, emit) {
      for (const [name, { ports = [] }] of servicesOf(file)) {
        for (const [index, { target, published, hostIp, protocol }] of ports.entries()) {
          const at: Path = ['services', name, 'ports', index];
          const data = serviceBehind(target, protocol);
          const address: unknown = hostIp;
          if ((target as unknown) === UNKNOWN || (data !== undefined && address === UNKNOWN)) emit(unknown(at, EXPECTED));
          else if (data !== undefined && !isLoopback(hostIp)) {
            const fix: Fix =
              file.runBy === 'stack' ? { op: 'manual', instructions: BY_HAND } : { op: 'set', path: [...at, 'hostIp'], value: '127.0.0.1' };
            emit(failing(at, `${hostIp || '0.0.0.0'}:${published ?? ''}:${target} ${data}`, EXPECTED, fix));
          }
        }
      }
      return true;
    },
    prose: `in every Compose file a port of a database, cache or queue must be ${EXPECTED}`,
  }),
  examples: {
    pass: [
      { because: 'nothing is published', object: exampleComposeFile({ db: { image: 'postgres:17' } }) },
      { because: 'a web server', object: exampleComposeFile({ web: { ports: [{ target: 8080, published: 5432 }] } }) },
      {
        because: 'a range of media streams',
        object: exampleComposeFile({ calls: { ports: [{ target: '10000-20000', published: '10000-20000', protocol: 'udp' }] } }),
      },
      {
        because: 'only the host itself',
        object: exampleComposeFile({ db: { ports: [{ target: 5432, published: 5432, hostIp: '127.0.0.1' }] } }),
      },
    ],
    fail: [
      { because: 'open on every address', object: exampleComposeFile({ db: { ports: [{ target: 5432, published: 5432 }] } }) },
      { because: 'another number hides nothing', object: exampleComposeFile({ cache: { ports: [{ target: 6379, published: 16_379 }] } }) },
      {
        because: 'every address, said outright',
        object: exampleComposeFile({ db: { ports: [{ target: 27_017, published: 27_017, hostIp: '0.0.0.0' }] } }),
      },
      {
        because: 'it lies in a range',
        object: exampleComposeFile({ db: { ports: [{ target: '5000-6000', published: '5000-6000' }] } }),
      },
      {
        because: 'Swarm knows no address',
        object: exampleComposeFile({ db: { ports: [{ target: 3306, published: 3306 }] } }, { runBy: 'stack' }),
      },
    ],
  },
});

/** `of PostgreSQL`, or which port of a range; undefined where nobody keeps data there. A range of udp ports is for media streams. */
function serviceBehind(target: number | string, protocol: string | undefined): string | undefined {
  const name = typeof target === 'number' ? DATA_PORTS.get(target) : undefined;
  if (name !== undefined) return `of ${name}`;
  const range = typeof target === 'string' && protocol !== 'udp' ? portRange(target) : undefined;
  if (range === undefined || range === UNKNOWN) return undefined;
  const [port, service] = [...DATA_PORTS].find(([each]) => range[0] <= each && each <= range[1]) ?? [];
  return port === undefined ? undefined : `with ${port} of ${service} in it`;
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && (/^127\./.test(address) || address === '::1' || address === 'localhost');
}
