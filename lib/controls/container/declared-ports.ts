import { always, containersOf, DECLARED, isObject, type Json, listOf, type Path, type Requirement, UNKNOWN, unknown } from '../requirement';

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

/** The ports that the probes of a container ask, known or not. */
function* probedPorts(container: Json): Generator<{ readonly at: Path; readonly port: unknown }> {
  for (const name of PROBES) {
    const probe: unknown = container[name];
    if (probe === UNKNOWN) yield { at: [name], port: UNKNOWN };
    if (!isObject(probe)) continue;
    for (const handler of HANDLERS) {
      const asked: unknown = probe[handler];
      if (asked === UNKNOWN) yield { at: [name, handler], port: UNKNOWN };
      else if (isObject(asked) && asked.port != null) yield { at: [name, handler, 'port'], port: asked.port };
    }
  }
}

/** Every probe goes to a port that its own container declares. */
export const probesAtDeclaredPorts: Requirement = always({
  reads: 'pod',
  evaluate({ pod }, emit) {
    if (pod === undefined) return false;
    for (const { container, path } of containersOf(pod, DECLARED)) {
      const probed = [...probedPorts(container)];
      if (probed.length === 0) continue;
      const declared = declaredPorts(container);
      for (const { at, port } of probed) {
        const where = [...path, ...at];
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
    return true;
  },
  cel: {
    expression: `${DECLARED.variable}.all(c, ${each})`,
    offenders: `${DECLARED.variable}.filter(c, !(${each})).map(c, c.name)`,
  },
  prose: `${DECLARED.prose} each probe goes to a port that the container declares, by number or by name`,
});
