import { always, containersOf, EVERY, isObject, type Requirement, UNKNOWN, unknown } from '../requirement';

const EXPECTED = 'defined once in its container';

const unique = '!has(c.env) || c.env.all(e, c.env.filter(f, f.name == e.name).size() == 1)';

/** No name occurs twice in `env` of one container. */
export const uniqueEnvNames: Requirement = always({
  reads: 'pod',
  evaluate({ pod }, emit) {
    if (pod === undefined) return false;
    for (const { container, path } of containersOf(pod, EVERY)) {
      const { env } = container;
      if (env === UNKNOWN) emit(unknown([...path, 'env'], EXPECTED));
      if (!Array.isArray(env)) continue;
      const seen = new Set<unknown>();
      env.forEach((variable: unknown, index) => {
        const name: unknown = isObject(variable) ? variable.name : undefined;
        const where = [...path, 'env', index, 'name'];
        if (name === UNKNOWN) emit(unknown(where, EXPECTED));
        else if (name !== undefined && seen.has(name))
          emit({
            verdict: 'fail',
            path: where,
            actual: name,
            expected: EXPECTED,
            fix: { op: 'manual', instructions: 'Keep the definition that is meant, and delete the others; now the last one holds.' },
          });
        seen.add(name);
      });
    }
    return true;
  },
  cel: {
    expression: `${EVERY.variable}.all(c, ${unique})`,
    offenders: `${EVERY.variable}.filter(c, !(${unique})).map(c, c.name)`,
  },
  prose: `${EVERY.prose} no name occurs twice in \`env\``,
});
