import { always, containersOf, DECLARED, isObject, type Json, listOf, type Requirement, UNKNOWN, unknown } from '../requirement';

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const HANDLERS = ['httpGet', 'tcpSocket', 'grpc'] as const;
const EXPECTED = 'the number or name of a port that the container declares';

/** Ports are compared as texts, since a field holds a number or a name. */
function declaredPorts(container: Json): ReadonlySet<string> {
  return new Set(
    listOf(container.ports).flatMap(({ containerPort, name }) => [containerPort, name].filter((each) => each != null).map(String)),
  );
}

function celOf(probe: string, handler: string): string {
  const at = `c.${probe}.${handler}`;
  const isDeclared = `has(c.ports) && c.ports.exists(p, string(p.containerPort) == string(${at}.port) || (has(p.name) && p.name == string(${at}.port)))`;
  return `(!has(c.${probe}) || !has(${at}) || !has(${at}.port) || (${isDeclared}))`;
}

const each = PROBES.flatMap((probe) => HANDLERS.map((handler) => celOf(probe, handler))).join(' && ');

/** Every probe goes to a port that its own container declares. */
export const probesAtDeclaredPorts: Requirement = always({
  reads: 'pod',
  evaluate({ pod }, emit) {
    if (pod === undefined) return false;
    for (const { container, path } of containersOf(pod, DECLARED)) {
      const declared = declaredPorts(container);
      for (const probe of PROBES) {
        for (const handler of HANDLERS) {
          const asked: unknown = isObject(container[probe]) ? container[probe][handler] : undefined;
          const port: unknown = isObject(asked) ? asked.port : asked === UNKNOWN ? UNKNOWN : undefined;
          if (port === undefined || port === null) continue;
          const where = [...path, probe, handler, 'port'];
          if (port === UNKNOWN || container.ports === UNKNOWN) emit(unknown(where, EXPECTED));
          else if (!declared.has(String(port)))
            emit({
              verdict: 'fail',
              path: where,
              actual: port,
              expected: EXPECTED,
              fix: { op: 'manual', instructions: 'Declare the port under `ports` of this container, or probe one that it declares.' },
            });
        }
      }
    }
    return true;
  },
  cel: {
    expression: `${DECLARED.variable}.all(c, ${each})`,
    offenders: `${DECLARED.variable}.filter(c, !(${each})).map(c, c.name)`,
  },
  prose: `${DECLARED.prose} each probe goes to a port that the container declares, by number or by name`,
});
