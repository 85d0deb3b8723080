import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, failing, isObject, type Path, UNKNOWN, unknown } from '../requirement';
import { visitList, visitObjects } from './container-lists';
import { portRange } from './published-ports';

const EXPECTED = 'other than 22';
const INSTRUCTIONS =
  'Take the SSH server out of the image: `docker exec` opens a shell, `docker logs` and `docker cp` reach the rest, each under the engine’s own access rules.';

export const dockerSshPort = control({
  id: 'docker-ssh-port',
  family: 'docker-container',
  title: 'Run no SSH server',
  severity: 'medium',
  why: 'A second way in, with keys and passwords of its own that nobody renews, past everything that the engine records.',
  references: { cisDocker: ['5.7'] },
  counterparts: { dockerBench: ['5.7'] },
  notes:
    'Asked of the port inside the container, published or exposed, by the declaration or by the image. A server on another port is not seen. A service that is for SSH (SFTP, a Git server) waives it.',
  require: docker({
    kinds: [DOCKER.container],
    evaluate(container, emit) {
      const judge = (port: unknown, path: Path) => {
        const range = portRange(port);
        if (range === UNKNOWN) emit(unknown(path, EXPECTED));
        else if (range !== undefined && range[0] <= 22 && range[1] >= 22) emit(failing(path, port, EXPECTED, INSTRUCTIONS));
      };
      visitObjects(container, 'ports', EXPECTED, emit, ({ target }, path) => judge(target, [...path, 'target']));
      visitList(container, 'expose', EXPECTED, emit, judge);
      const image: unknown = container.imageConfig;
      const exposed: unknown = isObject(image) ? image.exposedPorts : undefined;
      // An engine tells what the image exposes with what the container does.
      const told: readonly unknown[] = Array.isArray(container.expose) ? container.expose : [];
      if (Array.isArray(exposed) && exposed.includes(22) && !told.includes(22))
        emit(failing(['expose'], '22, by the image', EXPECTED, INSTRUCTIONS));
      return true;
    },
    prose: 'in every container `ports[].target`, `expose[]` and the ports that the image exposes must be other than 22',
  }),
  examples: {
    pass: [
      { because: 'it listens elsewhere', docker: { expose: [8080], ports: [{ target: 8080, published: 8080 }] } },
      { because: 'the port of the host is not the container’s', docker: { ports: [{ target: 8080, published: 22 }] } },
      { because: 'nothing is said', docker: {} },
    ],
    fail: [
      { because: 'it is published', docker: { ports: [{ target: 22, published: 2222 }] } },
      { because: 'it is exposed to its networks', docker: { expose: [8080, 22] } },
      { because: 'it lies in a range', docker: { ports: [{ target: '1-1000', published: '1-1000' }] } },
      { because: 'it lies in an exposed range', docker: { expose: ['1-300'] } },
      { because: 'its image exposes it', docker: { imageConfig: { exposedPorts: [22] } } },
    ],
  },
});
