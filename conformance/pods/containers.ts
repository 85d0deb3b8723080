import fc, { type Arbitrary } from 'fast-check';
import { type Choose, fewOf, seldom } from './choice';
import { containerSecurityContext, type WrittenAt } from './security-context';

const HOSTS = [null, '127.0.0.1', '::1', 'localhost', 'metadata.internal', '0.0.0.0', ' '] as const;

function handler(choose: Choose): Arbitrary<object> {
  const host = choose<string | null | undefined>([undefined, ''], HOSTS);
  const port = fc.constantFrom<number | string>(8080, 'http');
  return fc.oneof(
    fc.record({ httpGet: fc.record({ host, port, path: fc.constant('/healthz') }) }),
    fc.record({ tcpSocket: fc.record({ host, port }) }),
    fc.constant({ exec: { command: ['true'] } }),
  );
}

function lifecycle(choose: Choose) {
  return fc.record({ postStart: seldom(handler(choose)), preStop: seldom(handler(choose)) });
}

function ports(choose: Choose) {
  const port = fc.record({
    containerPort: fc.constantFrom(8080, 80),
    hostPort: choose<number | null | undefined>([undefined, undefined, 0], [null, 80, 8080, 65535]),
    hostIP: choose<string | undefined>([undefined], ['127.0.0.1']),
  });
  return fewOf(port, 2);
}

/** What containers of every list have in common. Names follow afterwards, since they must differ within a pod. */
function commonFields(choose: Choose, at: WrittenAt) {
  return {
    image: fc.constant('registry.example/web:1.0.0'),
    securityContext: containerSecurityContext(choose, at),
    ports: seldom(ports(choose)),
    livenessProbe: seldom(handler(choose)),
    readinessProbe: seldom(handler(choose)),
    startupProbe: seldom(handler(choose)),
    lifecycle: seldom(lifecycle(choose)),
  };
}

function containersOf(choose: Choose, at: WrittenAt) {
  return fc.record(commonFields(choose, at));
}

function initContainersOf(choose: Choose, at: WrittenAt) {
  return fc.record({ ...commonFields(choose, at), restartPolicy: choose<string | undefined>([undefined], ['Always']) });
}

/** Gives each of a list its name. */
function named(prefix: string, list: readonly object[] | undefined): readonly object[] | undefined {
  return list?.map((each, index) => ({ name: `${prefix}${index}`, ...each }));
}

/** The three lists of containers. */
export function containerLists(choose: Choose, at: WrittenAt) {
  const container = containersOf(choose, at);
  return fc
    .record({
      containers: fc.oneof(
        { weight: 40, arbitrary: fc.array(container, { minLength: 1, maxLength: 3 }) },
        { weight: 1, arbitrary: fc.constant([]) },
      ),
      initContainers: seldom(fewOf(initContainersOf(choose, at), 2)),
      ephemeralContainers: seldom(fewOf(container, 2)),
    })
    .map((lists) => ({
      containers: named('web', lists.containers),
      initContainers: named('setup', lists.initContainers),
      ephemeralContainers: named('debug', lists.ephemeralContainers),
    }));
}
