import type { DockerContainer } from '../../controls/docker/container';
import { type Json, listOf } from '../../controls/requirement';
import { type WritableFolder, withWritablePaths } from './writable-paths';

/** What is filled in beside what the controls ask, since only the author of the program knows it or has decided it. */
export interface Completion {
  /** Folders that are mounted as tmpfs. */
  readonly writablePaths?: readonly (string | WritableFolder)[];
  /** The address that published ports are bound to where they name none. */
  readonly bindAddress?: string;
}

const FIRST_UNPRIVILEGED_PORT = 1024;

/** Who hardening lets a container run as that names nobody. */
const NONROOT = '65532:65532';

/** A container with what our own constructs add to it before the controls are asked. */
export function complete(container: DockerContainer & Json, { writablePaths = [], bindAddress }: Completion): DockerContainer & Json {
  const { user = NONROOT } = container;
  const tmpfs = withWritablePaths({ ...container, user }, writablePaths);
  // A port of a Swarm has no address; there the codec would only say so.
  const ports = bindAddress === undefined || container.declaredBy === 'pulumi-service' ? container.ports : boundTo(bindAddress, container);
  return { ...container, ...(tmpfs !== undefined && { tmpfs }), ...(ports !== undefined && { ports }) };
}

function boundTo(hostIp: string, { ports }: DockerContainer): DockerContainer['ports'] {
  if (!Array.isArray(ports)) return ports;
  return ports.map((port: unknown) => (isPort(port) && port.hostIp === undefined ? { ...port, hostIp } : port)) as DockerContainer['ports'];
}

function isPort(port: unknown): port is { readonly hostIp?: unknown } {
  return typeof port === 'object' && port !== null;
}

/**
 * Gives the one capability back that a program needs to open a low port on older engines, where hardening has just dropped all of
 * them. Whoever wrote a list of capabilities, be it empty, has decided.
 */
export function addBackLowPorts(before: Json, after: Json): Json {
  const opensLowPort = listOf(after.ports).some(({ target }) => typeof target === 'number' && target < FIRST_UNPRIVILEGED_PORT);
  const isOurs = before.capDrop === undefined && before.capAdd === undefined && after.capAdd === undefined;
  if (!opensLowPort || !isOurs || !Array.isArray(after.capDrop) || !after.capDrop.includes('ALL')) return after;
  return { ...after, capAdd: ['NET_BIND_SERVICE'] };
}
