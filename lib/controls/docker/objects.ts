import type { KindRef } from '../requirement';

const ofDocker = (kind: string): KindRef => ({ group: 'docker', kind });

/** What controls of Docker read, as kinds of objects: the sources make them, nobody writes them. */
export const DOCKER = {
  /** `DockerContainer`: a container, whatever declared it. */
  container: ofDocker('Container'),
  /** `DockerNetwork`. */
  network: ofDocker('Network'),
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
  /** It exists already, and is only named. */
  readonly external?: boolean;
  /** Driver options. */
  readonly options?: Readonly<Record<string, string>>;
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
  readonly ports: readonly { readonly target: number; readonly published?: number | string; readonly hostIp?: string }[];
  readonly dependsOn?: readonly string[];
  readonly build?: {
    /** Null where the value comes from outside. */
    readonly args?: Readonly<Record<string, string | null>>;
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
  /** The engine is part of a Swarm. */
  readonly swarm?: boolean;
  /** The settings, under the engine's own keys. */
  readonly config: Readonly<Record<string, unknown>>;
}
