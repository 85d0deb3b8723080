import type { KindRef } from '../requirement';
import type { DockerPort } from './container';

const ofDocker = (kind: string): KindRef => ({ group: 'docker', kind });

/** What controls of Docker read, as kinds of objects: the sources make them, nobody writes them. */
export const DOCKER = {
  /** `DockerContainer`: a container, whatever declared it. */
  container: ofDocker('Container'),
  /** `DockerNetwork`. */
  network: ofDocker('Network'),
  /** `DockerVolume`. */
  volume: ofDocker('Volume'),
  /** `DockerImage`: an image of a running engine. */
  image: ofDocker('Image'),
  /** `ComposeFile`: a Compose project as a whole. */
  compose: ofDocker('ComposeFile'),
  /** `Dockerfile`. */
  dockerfile: ofDocker('Dockerfile'),
  /** `Daemon`: a daemon.json, or what a running engine says of itself. */
  daemon: ofDocker('Daemon'),
  /** `Swarm`: what a manager says of its cluster. */
  swarm: ofDocker('Swarm'),
  /** `HostFile`: a file of the host that the engine depends on, with its owner and mode. */
  hostFile: ofDocker('HostFile'),
  /** `Client`: the environment and the configuration of the command line. */
  client: ofDocker('Client'),
} as const;

/** A network, declared or running. */
export interface DockerNetwork {
  readonly apiVersion: 'docker/v1';
  readonly kind: 'Network';
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly declaredBy: 'pulumi' | 'compose' | 'stack' | 'engine';
  readonly driver?: string;
  readonly internal?: boolean;
  readonly attachable?: boolean;
  /** Its members have addresses of IPv6, too. Absent means as the engine's defaults say, mostly not. */
  readonly enableIpv6?: boolean;
  /** It exists already, and is only named. */
  readonly external?: boolean;
  /** Driver options. */
  readonly options?: Readonly<Record<string, string>>;
}

/** A volume that a program declares. */
export interface DockerVolume {
  readonly apiVersion: 'docker/v1';
  readonly kind: 'Volume';
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  /** The folder of the host that it is under another name, by the options of its driver; absent where it is a volume of its own. */
  readonly folder?: string;
}

/** An image that an engine has. */
export interface DockerImage {
  readonly apiVersion: 'docker/v1';
  readonly kind: 'Image';
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly user?: string;
  readonly healthcheck?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly exposedPorts?: readonly number[];
  /** The commands that made its layers. */
  readonly history?: readonly string[];
}

/** A Compose project: every service, network, volume, secret and config after all files are merged. */
export interface ComposeFile {
  readonly apiVersion: 'docker/v1';
  readonly kind: 'ComposeFile';
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  /** `stack` where it is for `docker stack deploy`. */
  readonly runBy: 'compose' | 'stack';
  readonly services: Readonly<Record<string, ComposeServiceSummary>>;
  readonly networks?: Readonly<Record<string, { readonly internal?: boolean; readonly external?: boolean; readonly driver?: string }>>;
  readonly secrets?: Readonly<Record<string, ComposeFileSource>>;
  readonly configs?: Readonly<Record<string, ComposeFileSource>>;
}

/** Where the content of a secret or config comes from; a content itself is never kept: only that there is one. */
export interface ComposeFileSource {
  readonly file?: string;
  readonly environment?: string;
  readonly external?: boolean;
  /** There is a literal content in the file. */
  readonly inline?: boolean;
  /** The literal content looks like a credential. */
  readonly credential?: boolean;
}

/** What of a service decides about the project as a whole. */
export interface ComposeServiceSummary {
  readonly image?: string;
  /** Names of the networks; `default` where none is written. */
  readonly networks: readonly string[];
  readonly networkMode?: string;
  readonly ports: readonly DockerPort[];
  readonly dependsOn?: readonly string[];
  readonly build?: {
    /** Null where the value comes from outside. */
    readonly args?: Readonly<Record<string, string | null>>;
    /** Names of those whose value its author marks as a secret, whatever it looks like. */
    readonly secretArgs?: readonly string[];
    readonly secrets?: readonly string[];
    readonly privileged?: boolean;
    readonly network?: string;
    readonly entitlements?: readonly string[];
  };
}

/** A daemon.json under the engine's own keys (`no-new-privileges`, `log-opts` …), and what is known besides. */
export interface Daemon {
  readonly apiVersion: 'docker/v1';
  readonly kind: 'Daemon';
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  /** A file, or a running engine: there some keys cannot be seen, and stand in `unseen` with the reason. */
  readonly declaredBy: 'file' | 'engine';
  readonly unseen?: Readonly<Record<string, string>>;
  /** It runs without root. */
  readonly rootless?: boolean;
  /** Root of a container is another user on the host, as the engine itself says. */
  readonly remapped?: boolean;
  /** The engine is part of a Swarm. */
  readonly swarm?: boolean;
  /** The log drivers that the engine has, plugins among them. */
  readonly logDrivers?: readonly string[];
  /** Paths of files that settings name and that are nowhere: neither in their place nor beside the daemon.json. */
  readonly missingFiles?: readonly string[];
  /** The settings, under the engine's own keys. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** What a node says of the Swarm that it is part of. */
export interface Swarm {
  readonly apiVersion: 'docker/v1';
  readonly kind: 'Swarm';
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  /** Fields that could not be seen, with the reason. */
  readonly unseen?: { readonly [field in keyof Swarm]?: string };
  /** Whether the node is a manager; a worker knows little. */
  readonly manager: boolean;
  /** A manager that restarts asks for the key before it reads the cluster's secrets. */
  readonly autoLock?: boolean;
  /** Where managers listen: `10.0.0.5:2377`. */
  readonly listenAddress?: string;
  /** The address that carries the containers' own traffic. */
  readonly dataPathAddress?: string;
  /** Seconds for which the certificate of a node is valid. */
  readonly certificateExpiry?: number;
  /** How many services it runs. */
  readonly services?: number;
}

/** What a file of the host is to the engine: each has an owner and a mode of its own. */
export type HostFileRole =
  | 'unit'
  | 'directory'
  | 'registry-certificate'
  | 'ca-certificate'
  | 'server-certificate'
  | 'server-key'
  | 'socket'
  | 'configuration'
  | 'containerd-socket';

/** A file of the host that the engine depends on. */
export interface HostFile {
  readonly apiVersion: 'docker/v1';
  readonly kind: 'HostFile';
  /** Its name is its path. */
  readonly metadata: { readonly name: string };
  readonly role: HostFileRole;
  /** The engine runs without root: then its files belong to that user and group. */
  readonly rootless?: { readonly owner: string; readonly group: string };
  /** Name of the user, or its number where it has none. */
  readonly owner: string;
  readonly group: string;
  /** Octal, four digits: `0644`. */
  readonly mode: string;
}

/** The command line `docker`: its config.json, and the environment where it is known. No credential is ever kept. */
export interface DockerClient {
  readonly apiVersion: 'docker/v1';
  readonly kind: 'Client';
  readonly metadata: { readonly name: string };
  /** The variables that decide about trust and transport; absent where only the file is known. */
  readonly environment?: {
    /** `DOCKER_CONTENT_TRUST`. */
    readonly contentTrust?: string;
    /** `DOCKER_HOST`, without user and password. */
    readonly host?: string;
    /** `DOCKER_TLS_VERIFY`. */
    readonly tlsVerify?: string;
  };
  /** Absent where there is no file, or it cannot be read. */
  readonly config?: {
    readonly credsStore?: string;
    readonly credHelpers?: Readonly<Record<string, string>>;
    /** By registry: whether a credential is written in the file itself. */
    readonly auths?: Readonly<Record<string, { readonly plain: boolean }>>;
    /** By engine (or `default`): whether the address of a proxy has a password in it. */
    readonly proxies?: Readonly<Record<string, { readonly password: boolean }>>;
  };
}
