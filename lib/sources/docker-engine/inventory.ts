import type Dockerode from 'dockerode';
import { isObject, type Json, listOf } from '../../controls/requirement';
import { bounded } from './bounded';

/** Everything that an engine was asked about, as it answered. */
export interface EngineInventory {
  readonly containers: readonly Json[];
  readonly services: readonly Json[] | undefined;
  readonly networks: readonly Json[];
  readonly volumes: readonly Json[];
  /** By the name that something uses. */
  readonly images: ReadonlyMap<string, { readonly inspected: Json; readonly history: readonly Json[] }>;
  /** What could not be asked, and why. */
  readonly notes: readonly string[];
}

/** Requests at a time: an engine answers an inspection in a millisecond or two. */
const AT_ONCE = 8;

/** Asks an engine for everything that is judged. What it does not answer is a note, not the end. */
export async function takeInventory(docker: Dockerode, manager: boolean, all: boolean): Promise<EngineInventory> {
  const notes: string[] = [];
  const ask = async <T>(what: string, question: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await question();
    } catch (error) {
      notes.push(`${what} could not be read: ${reasonOf(error)}.`);
      return undefined;
    }
  };
  const networks = await ask('Networks', () => docker.listNetworks());
  const volumes = await ask('Volumes', () => docker.listVolumes());
  const services = manager ? await ask('Services of the Swarm', () => docker.listServices()) : undefined;
  const listed = listOf(await ask('Containers', () => docker.listContainers({ all })));
  // What a manager tells as a service is not told again as its tasks.
  const told = new Set(listOf(services).map(({ ID }) => ID));
  const own = listed.filter(({ Labels }) => !(isObject(Labels) && told.has(Labels['com.docker.swarm.service.id'])));
  const containers = await bounded(own, AT_ONCE, ({ Id, Names }) =>
    ask(`Container ${nameIn(Names, Id)}`, () => docker.getContainer(String(Id)).inspect()),
  );
  const found = listOf(containers);
  return {
    containers: byName(found, ({ Name }) => Name),
    services: services === undefined ? undefined : byName(listOf(services), ({ Spec }) => (isObject(Spec) ? Spec.Name : '')),
    networks: byName(listOf(networks), ({ Name }) => Name),
    volumes: listOf(volumes?.Volumes),
    images: await imagesOf(docker, found, listOf(services), ask),
    notes,
  };
}

type Ask = <T>(what: string, question: () => Promise<T>) => Promise<T | undefined>;

async function imagesOf(
  docker: Dockerode,
  containers: readonly Json[],
  services: readonly Json[],
  ask: Ask,
): Promise<EngineInventory['images']> {
  // A container keeps the image that it was made from, whatever its name means by now.
  const used = new Map(containers.map(({ Config, Image }) => [isObject(Config) ? String(Config.Image) : String(Image), String(Image)]));
  for (const { Spec } of services) {
    const name: unknown = Spec?.TaskTemplate?.ContainerSpec?.Image;
    // A manager need not have the images of what runs elsewhere.
    if (typeof name === 'string' && !used.has(name)) used.set(name, name);
  }
  const names = [...used].sort(([a], [b]) => (a < b ? -1 : 1));
  const answers = await bounded(names, AT_ONCE, async ([name, id]) => {
    const image = docker.getImage(id);
    const inspected: Json | undefined = await ask(`Image ${name}`, () => image.inspect());
    if (inspected === undefined) return [];
    const history = listOf(await ask(`The history of image ${name}`, () => image.history()));
    return [[name, { inspected, history }]] as const;
  });
  return new Map(answers.flat());
}

function byName(objects: readonly Json[], nameOf: (object: Json) => unknown): readonly Json[] {
  return [...objects].sort((a, b) => (String(nameOf(a)) < String(nameOf(b)) ? -1 : 1));
}

function nameIn(names: unknown, id: unknown): string {
  return Array.isArray(names) && names.length > 0 ? String(names[0]).replace(/^\//, '') : String(id).slice(0, 12);
}

/** The words of the engine, or the code of Node.js. */
function reasonOf(error: unknown): string {
  const { statusCode, reason, code }: Json = isObject(error) ? error : {};
  if (statusCode === 404) return 'it is not there any more';
  if (statusCode === 403) return 'the engine forbids it';
  return String(reason ?? code ?? 'the engine gave no answer');
}
