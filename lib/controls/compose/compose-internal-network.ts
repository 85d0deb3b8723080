import { control } from '../control';
import type { ComposeFile } from '../docker/objects';
import { DOCKER } from '../docker/objects';
import { docker, type Emit, failing, type Json, type Path, unknown } from '../requirement';
import { exampleComposeFile, type NamedService, servicesOf } from './compose-summary';
import { isDataImage } from './data-services';

const EXPECTED = 'a network with `internal: true`, since the service publishes nothing';
const APART = 'a network that no service which publishes ports is on, unless that one states that it depends on this service';

export const composeInternalNetwork = control({
  id: 'compose-internal-network',
  family: 'compose',
  title: 'Cut data networks off',
  severity: 'medium',
  why: 'A service that nobody outside asks has no business outside: from a network that is not internal, whoever takes it loads tools and carries the data away.',
  references: { docker: 'https://docs.docker.com/reference/compose-file/networks/#internal' },
  counterparts: {},
  notes:
    'Left to a person: a worker that calls a foreign service publishes nothing and needs the outside all the same. What an external network is cannot be seen in the file, so the verdict is unknown. An internal network still reaches services of the host on the address of its gateway, and does not separate its own members.',
  require: docker({
    kinds: [DOCKER.compose],
    evaluate(file, emit) {
      const services = servicesOf(file).filter(([, { networkMode }]) => networkMode === undefined);
      const hidden = services.filter(([, { ports = [] }]) => ports.length === 0);
      for (const service of hidden) {
        judgeNetworks(file, service, emit);
        if (isDataImage(service[1].image)) judgeNeighbours(services, service, emit);
      }
      return hidden.length > 0;
    },
    prose: `in every Compose file each network of a service that publishes nothing must be ${EXPECTED}; a network of a database ${APART}`,
  }),
  examples: {
    pass: [
      {
        because: 'the database is on an internal network, with the service that depends on it',
        object: exampleComposeFile(
          {
            web: { ports: [{ target: 8080, published: 8080, hostIp: '127.0.0.1' }], networks: ['front', 'back'], dependsOn: ['db'] },
            db: { image: 'postgres:17', networks: ['back'] },
          },
          { networks: { front: {}, back: { internal: true } } },
        ),
      },
      { because: 'it has no network', object: exampleComposeFile({ job: { networkMode: 'none', networks: [] } }) },
    ],
    fail: [
      { because: 'the default network leads outside', object: exampleComposeFile({ db: { image: 'postgres:17' } }) },
      {
        because: 'the network leads outside',
        object: exampleComposeFile({ worker: { networks: ['back'] } }, { networks: { back: {} } }),
      },
      {
        because: 'the proxy reaches the database without saying that it needs it',
        object: exampleComposeFile(
          {
            proxy: { ports: [{ target: 8080, published: 8080 }], networks: ['back'] },
            db: { image: 'postgres:17', networks: ['back'] },
          },
          { networks: { back: { internal: true } } },
        ),
      },
    ],
  },
});

function placeOf(name: string, networks: readonly string[], index: number): Path {
  return networks[index] === 'default' ? ['services', name] : ['services', name, 'networks', index];
}

function judgeNetworks(file: Json, [name, { networks }]: NamedService, emit: Emit): void {
  const declared = (file as unknown as ComposeFile).networks ?? {};
  for (const [index, network] of networks.entries()) {
    const { internal, external } = declared[network] ?? {};
    const at = placeOf(name, networks, index);
    if (external === true) emit(unknown(at, EXPECTED));
    else if (internal !== true)
      emit(
        failing(
          at,
          network,
          EXPECTED,
          `Attach ${name} to a network of its own with \`internal: true\`, together with the services that ask it; where it must reach the outside itself, waive this with the reason.`,
        ),
      );
  }
}

function judgeNeighbours(services: readonly NamedService[], [name, { networks }]: NamedService, emit: Emit): void {
  for (const [index, network] of networks.entries()) {
    const open = services.filter(
      ([, { ports = [], networks: theirs, dependsOn = [] }]) => ports.length > 0 && theirs.includes(network) && !dependsOn.includes(name),
    );
    if (open.length === 0) continue;
    const names = open.map(([each]) => each).join(', ');
    emit(
      failing(
        placeOf(name, networks, index),
        `${network}, with ${names}`,
        APART,
        `Take ${names} off network ${network}, or, where it needs ${name}, say so with \`depends_on\`.`,
      ),
    );
  }
}
