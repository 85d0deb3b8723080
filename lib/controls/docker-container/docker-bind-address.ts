import { control } from '../control';
import type { Declaration } from '../docker/container';
import { DOCKER } from '../docker/objects';
import { docker, failing, INEXPRESSIBLE, type Json, type Path, UNKNOWN, unknown } from '../requirement';
import { visitObjects } from './container-lists';
import { isEveryAddress } from './published-ports';

const LOOPBACK = '127.0.0.1';
const EXPECTED = 'the address of one interface of the host: `127.0.0.1`, or that of the network that may come in';

/** Swarm has no words for an address. */
const SWARM: ReadonlySet<Declaration> = new Set(['pulumi-service', 'stack', 'engine-service']);

const BY_HAND =
  'Swarm binds to all addresses: through the routing mesh on every node, with `mode: host` on the node that runs the task. Leave the port unpublished behind a proxy on one of the networks, or publish it with `mode: host` and let the firewall of the nodes (chain DOCKER-USER) say who may come in.';

export const dockerBindAddress = control({
  id: 'docker-bind-address',
  family: 'docker-container',
  title: 'Publish ports on a chosen interface',
  severity: 'medium',
  why: 'Without an address a port is open on every interface, and the engine’s rules come before those of ufw and firewalld: what looks closed is open to everybody.',
  references: { cisDocker: ['5.14'] },
  counterparts: { dockerBench: ['5.14'] },
  notes:
    'Filled in as `127.0.0.1` where the container is declared with our constructs or Pulumi and says nothing; in somebody’s file, where others may rely on the port, with `--override` only. A port that the engine chooses is open on every interface as well. Swarm cannot bind to an address: with `mode: host`, which opens the port only on nodes that run the service, the answer is "not known" and names the firewall; the routing mesh fails.',
  require: docker({
    kinds: [DOCKER.container],
    evaluate(container, emit) {
      const { declaredBy, imageKnowledge } = container as { declaredBy: Declaration; imageKnowledge: unknown };
      visitObjects(container, 'ports', EXPECTED, emit, (port, path) => {
        const { hostIp } = port as { hostIp: unknown };
        const at = [...path, 'hostIp'];
        if (hostIp === UNKNOWN || (typeof hostIp === 'string' && hostIp.includes('${'))) return emit(unknown(at, EXPECTED));
        if (!isEveryAddress(hostIp)) return;
        if (SWARM.has(declaredBy)) {
          const { mode } = port as { mode: unknown };
          const fix = { op: 'manual', instructions: BY_HAND } as const;
          // On the nodes that run the service and nowhere else: more a Swarm cannot say.
          if (mode === 'host') return emit({ verdict: 'unknown', path: at, actual: INEXPRESSIBLE, expected: EXPECTED, fix });
          return emit(failing(path, open(port), EXPECTED, fix));
        }
        const fix = { op: 'set', path: at, value: LOOPBACK } as const;
        // In somebody's file the port is as it is on purpose: that counts as written, so that only an override changes it.
        const [where, actual]: readonly [Path, unknown] =
          (hostIp === undefined || hostIp === null) && imageKnowledge === 'required' ? [path, open(port)] : [at, hostIp ?? undefined];
        emit(failing(where, actual, EXPECTED, fix));
      });
      return true;
    },
    prose: `in every container \`ports[].hostIp\` must be ${EXPECTED}`,
  }),
  examples: {
    pass: [
      { because: 'nothing is published', docker: { expose: [8080] } },
      { because: 'only the host itself comes in', docker: { ports: [{ target: 8080, published: 8080, hostIp: '127.0.0.1' }] } },
      { because: 'the address of one network', docker: { ports: [{ target: 443, published: 443, hostIp: '10.0.0.5' }] } },
      { because: 'loopback of IPv6', docker: { ports: [{ target: 8080, published: 8080, hostIp: '::1' }] } },
    ],
    fail: [
      { because: 'no address is all of them', docker: { ports: [{ target: 80, published: 8080 }] } },
      { because: 'all of them, written out', docker: { ports: [{ target: 80, published: 8080, hostIp: '0.0.0.0' }] } },
      { because: 'all of IPv6', docker: { ports: [{ target: 80, published: 8080, hostIp: '[::]' }] } },
      { because: 'a port that the engine chooses is open, too', docker: { ports: [{ target: 80 }] } },
      { because: 'somebody’s file', docker: { imageKnowledge: 'required', ports: [{ target: 80, published: 8080 }] } },
      {
        because: 'the routing mesh is all nodes',
        docker: { declaredBy: 'stack', ports: [{ target: 80, published: 8080, mode: 'ingress' }] },
      },
    ],
  },
});

/** What the engine binds the port to, in words. */
function open({ published }: Json): string {
  return `0.0.0.0:${typeof published === 'number' || typeof published === 'string' ? published : '(any port)'}`;
}
