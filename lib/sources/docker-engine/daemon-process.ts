import { isObject } from '../../controls/requirement';
import { settingsOfFlags } from './flags';
import type { HostView } from './host-view';

/** An engine that runs on this host, and how it was started. */
export interface DaemonProcess {
  /** Settings by flags of its command line. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly configFile: string;
  /** What the file holds; none where there is no file. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Why the file could not be read. */
  readonly unreadable?: string;
}

const DEFAULT_CONFIG = '/etc/docker/daemon.json';
const DEFAULT_SOCKETS: ReadonlySet<string> = new Set(['/var/run/docker.sock', '/run/docker.sock']);

/**
 * The process that listens on the socket, with its flags and its daemon.json: the only way to know what an engine does not tell.
 * Undefined where none is seen: the engine runs elsewhere, or the audit runs in a container.
 */
export function daemonProcess(host: HostView, socket: string, home: string): DaemonProcess | undefined {
  for (const pid of host.list('/proc').filter((name) => /^\d+$/.test(name))) {
    const words = commandLine(host, pid);
    if (words === undefined) continue;
    const { settings, configFile } = settingsOfFlags(words);
    const rootless = settings.rootless === true;
    const found: DaemonProcess = {
      flags: settings,
      ...configuration(host, configFile ?? (rootless ? `${home}/.config/docker/daemon.json` : DEFAULT_CONFIG)),
    };
    if (listensOn(found, socket, rootless)) return found;
  }
  return undefined;
}

function commandLine(host: HostView, pid: string): readonly string[] | undefined {
  try {
    if (host.read(`/proc/${pid}/comm`).trim() !== 'dockerd') return undefined;
    return host.read(`/proc/${pid}/cmdline`).split('\0').slice(1);
  } catch {
    return undefined; // it ended, or is somebody else's
  }
}

function configuration(host: HostView, configFile: string): Pick<DaemonProcess, 'configFile' | 'config' | 'unreadable'> {
  try {
    const value: unknown = JSON.parse(host.read(configFile).trim() || '{}');
    return isObject(value) ? { configFile, config: value } : { configFile, unreadable: `${configFile} holds no object` };
  } catch (error) {
    const code = isObject(error) ? (error as { code?: unknown }).code : undefined;
    if (code === 'ENOENT') return { configFile };
    return { configFile, unreadable: `${configFile} cannot be read (${typeof code === 'string' ? code : 'not JSON'})` };
  }
}

function listensOn({ flags, config }: DaemonProcess, socket: string, rootless: boolean): boolean {
  const hosts = [flags.hosts, config?.hosts].flatMap((each) => (Array.isArray(each) ? each.map(String) : []));
  if (hosts.some((host) => host === `unix://${socket}`)) return true;
  // systemd hands over the default socket; without any address an engine listens on it.
  const usual = hosts.length === 0 || hosts.some((host) => host.startsWith('fd://') || host === 'unix://');
  return usual && (rootless ? /^\/run\/user\/\d+\/docker\.sock$/.test(socket) : DEFAULT_SOCKETS.has(socket));
}
