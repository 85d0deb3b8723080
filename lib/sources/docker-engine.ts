import { homedir } from 'node:os';
import { boundVolumes, engineContainer, engineService } from '../containers/engine';
import { isObject, type Json } from '../controls/requirement';
import { TemperedError } from '../errors';
import { settingsAsWritten } from './daemon-json/as-written';
import { engineAddress } from './docker-engine/address';
import { clientOf } from './docker-engine/client';
import { connect, demand } from './docker-engine/connection';
import { defaultsOf, engineDaemon } from './docker-engine/daemon';
import { type DaemonProcess, daemonProcess } from './docker-engine/daemon-process';
import type { Environment } from './docker-engine/environment';
import { hostFiles } from './docker-engine/host-files';
import { type HostView, hostView } from './docker-engine/host-view';
import { type EngineInventory, takeInventory } from './docker-engine/inventory';
import { engineImage, engineNetwork } from './docker-engine/objects';
import { swarmOf } from './docker-engine/swarm';
import { unreachable } from './docker-engine/unreachable';
import type { SourceObject, SourceObjects } from './source-object';

/** What a running engine gave. */
export interface EngineObjects extends SourceObjects {
  /** Its address: `unix:///var/run/docker.sock`. */
  readonly host: string;
  /** What could not be seen and why, a sentence each. */
  readonly notes: readonly string[];
}

export interface EngineOptions {
  /**
   * Judges containers that do not run, too.
   *
   * @default false
   */
  readonly all?: boolean;
  /**
   * What can be seen of the host that the audit runs on.
   *
   * @default - the host itself
   */
  readonly view?: HostView;
}

/**
 * Reads a running engine, from 20.10 to 29: the engine itself, its Swarm, the client, files of the host, networks, and what runs
 * with its images. Nothing is changed, no value of a variable leaves the memory.
 *
 * `docker://` is what the client would take: DOCKER_HOST (unix:// or tcp://), the context, the default socket;
 * `docker:///path/of.sock` and `docker://host:2376` name one.
 *
 * @throws a TemperedError `engine-unreachable`, `bad-engine-address` or `engine-certificates`
 */
export async function readEngine(
  url: string,
  env: Environment,
  { all = false, view = hostView() }: EngineOptions = {},
): Promise<EngineObjects> {
  const address = engineAddress(url, env);
  const docker = connect(address);
  const version: Json = await demand(address, () => docker.version());
  // A server of something else may answer any question with a page.
  if (!isObject(version) || typeof version.ApiVersion !== 'string') throw unreachable(address, new Error('no version of an engine'));
  const told: Json | undefined = await permitted(() => demand(address, () => docker.info()));
  const info: Json = told ?? {};
  const api = String(version.ApiVersion ?? '1.41');
  const manager = isObject(info.Swarm) && info.Swarm.ControlAvailable === true;
  const inventory = await takeInventory(docker, manager, all);
  const process = address.socket === undefined ? undefined : daemonProcess(view, address.socket, env.HOME ?? homedir());
  const daemon = engineDaemon(info, api, inventory.networks, process);
  const swarm = swarmOf(info, inventory.services?.length, process === undefined ? undefined : view);
  const files =
    process === undefined || address.socket === undefined
      ? []
      : hostFiles(view, address.socket, process.configFile, daemon.config, daemon.rootless === true);
  const source = sourceAt(address.host);
  return {
    host: address.host,
    objects: [
      ...(told === undefined ? [] : [source({ ...daemon }, settingsAsWritten(daemon.config))]),
      ...(swarm === undefined || told === undefined ? [] : [source({ ...swarm })]),
      clientOf(address, env),
      ...files.map((file) => source({ ...file })),
      ...inventory.networks
        .filter(({ Driver }) => Driver !== 'host' && Driver !== 'null')
        .map((each) => source({ ...engineNetwork(each) })),
      ...[...inventory.images].map(([name, { inspected, history }]) => source({ ...engineImage(name, inspected, history) })),
      ...runningObjects(info, api, inventory, source),
    ],
    errors: [],
    notes: [...(told === undefined ? [FORBIDDEN] : notesOf(info, process, all)), ...inventory.notes],
  };
}

const FORBIDDEN =
  'The engine forbids to ask for its settings (`/info`; a proxy of the socket may), so that neither the engine nor its Swarm was judged, and what containers have by its defaults is not known.';

/** The answer; undefined where it is forbidden to ask. */
async function permitted<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    const cause: unknown = TemperedError.is(error) ? error.cause : undefined;
    if (isObject(cause) && cause.statusCode === 403) return undefined;
    throw error;
  }
}

type Source = (object: Json, written?: SourceObject['written']) => SourceObject;

function sourceAt(host: string): Source {
  return (object, written) => ({
    object,
    ...(written !== undefined && { written }),
    file: host,
    placeOf: () => ({ file: host, line: 1, column: 1 }),
  });
}

function runningObjects(info: Json, api: string, inventory: EngineInventory, source: Source): readonly SourceObject[] {
  const defaults = { ...defaultsOf(info), boundVolumes: boundVolumes(inventory.volumes) };
  const networks = new Map(inventory.networks.map(({ Id, Name }) => [String(Id), String(Name)]));
  const imageOf = (name: unknown): Json | undefined => inventory.images.get(String(name))?.inspected;
  const services = (inventory.services ?? []).map((service) => {
    const image = imageOf(service.Spec?.TaskTemplate?.ContainerSpec?.Image);
    return engineService(service, image, { ...defaults, api, networks });
  });
  const containers = inventory.containers.map((container) => engineContainer(container, imageOf(container.Config?.Image), defaults));
  return [...services, ...containers].map(({ object, written }) => source(object, written));
}

function notesOf({ Swarm, ContainersStopped }: Json, process: DaemonProcess | undefined, all: boolean): readonly string[] {
  const inSwarm = isObject(Swarm) && Swarm.LocalNodeState === 'active';
  const notes: string[] = [];
  if (process === undefined)
    notes.push(
      "The process of the engine is not seen from here (it runs on another host, or the audit in a container), so that neither its daemon.json nor the host's files were judged: run the audit on its host.",
    );
  else if (process.unreadable !== undefined)
    notes.push(`${process.unreadable}, so that settings which the engine does not tell were not judged: run the audit as root.`);
  if (inSwarm && Swarm.ControlAvailable !== true)
    notes.push('The engine is a worker of a Swarm, which knows no services: run the audit on a manager to have them judged.');
  if (!all && typeof ContainersStopped === 'number' && ContainersStopped > 0)
    notes.push(
      `${ContainersStopped} ${ContainersStopped === 1 ? 'container that does not run was' : 'containers that do not run were'} not judged; \`--all\` asks for them.`,
    );
  return notes;
}
