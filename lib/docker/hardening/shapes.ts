import { formatPath, isObject, type Json, type Path, UNKNOWN } from '../../controls/requirement';
import { TemperedError } from '../../errors';

/** What is a list and what a map, by type of resource: what TypeScript says, for programs in JavaScript and casts. */
interface Shapes {
  readonly lists: readonly Path[];
  readonly maps: readonly Path[];
}

const SPEC = ['taskSpec', 'containerSpec'] as const;

const SHAPES: Readonly<Record<string, Shapes>> = {
  'docker:index/container:Container': {
    lists: [
      ...['capabilities.adds', 'capabilities.drops', 'command', 'devices', 'entrypoints', 'envs', 'groupAdds', 'labels', 'mounts'],
      ...['networksAdvanced', 'ports', 'securityOpts', 'ulimits', 'uploads', 'volumes'],
    ].map((each) => each.split('.')),
    maps: [['capabilities'], ['healthcheck'], ['logOpts'], ['sysctls'], ['tmpfs']],
  },
  'docker:index/service:Service': {
    lists: [
      ['labels'],
      ['endpointSpec', 'ports'],
      ['taskSpec', 'networksAdvanceds'],
      ...['args', 'capAdds', 'capDrops', 'commands', 'configs', 'groups', 'labels', 'mounts', 'secrets'].map((each) => [...SPEC, each]),
    ],
    maps: [['taskSpec'], [...SPEC], [...SPEC, 'env'], [...SPEC, 'sysctl'], [...SPEC, 'healthcheck'], ['endpointSpec']],
  },
  'docker:index/network:Network': { lists: [['labels']], maps: [['options']] },
  'docker:index/volume:Volume': { lists: [['labels']], maps: [['driverOpts']] },
};

/**
 * Refuses what the resource cannot be told: nothing of it could be judged, and what is not judged never passes.
 *
 * @throws a TemperedError `malformed-arguments` that names all of it
 */
export function checkShapes(type: string, title: string, name: string, plain: Json): void {
  const { lists, maps } = SHAPES[type] ?? { lists: [], maps: [] };
  const isMap = (value: unknown): boolean => isObject(value) && !Array.isArray(value);
  const wrong = [
    ...maps.filter((path) => !isAbsent(plain, path) && !isMap(at(plain, path))).map((path) => `${formatPath(path)} must be an object`),
    ...lists
      .filter((path) => !isAbsent(plain, path) && !Array.isArray(at(plain, path)))
      .map((path) => `${formatPath(path)} must be a list`),
  ];
  if (wrong.length > 0) throw new TemperedError('malformed-arguments', `${title} "${name}" cannot be judged: ${wrong.join(', ')}`);
}

/** Nothing is there, or something above it is not known yet or no object itself. */
function isAbsent(plain: Json, path: Path): boolean {
  const value = at(plain, path);
  return value === undefined || value === null || value === UNKNOWN;
}

function at(plain: Json, path: Path): unknown {
  return path.reduce<unknown>((node, step) => (isObject(node) && !Array.isArray(node) ? (node as Json)[String(step)] : undefined), plain);
}
