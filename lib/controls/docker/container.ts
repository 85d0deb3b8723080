import type { Json } from '../requirement';

/** What a container was declared by: each can say some things and not others, and silently drops still others. */
export type Declaration =
  /** `docker.Container` of @pulumi/docker. */
  | 'pulumi-container'
  /** `docker.Service` of @pulumi/docker. */
  | 'pulumi-service'
  /** A service of a Compose file, run by `docker compose`. */
  | 'compose'
  /** A service of a Compose file, run by `docker stack deploy`. */
  | 'stack'
  /** A container that runs on an engine. */
  | 'engine-container'
  /** A Swarm service of a running engine. */
  | 'engine-service';

/**
 * A container in the one form that controls read, whatever declared it. Absent means that nothing is written.
 * Units: bytes, CPUs, seconds. Names are those of the Compose Specification and of the engine's API, in camel case.
 */
export interface DockerContainer {
  readonly apiVersion: 'docker/v1';
  readonly kind: 'Container';
  readonly metadata: {
    /** The name of the service, container or Pulumi resource. */
    readonly name: string;
    /** Its labels: waivers are among them. */
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly declaredBy: Declaration;
  /**
   * Whether hardening may take it that the image runs as any user on a read-only root.
   * `assumed` where the author declares the container with our constructs; `required` where it is somebody's file, so
   * that what would stop an ordinary image is filled in only for an image that is known, and left to a person else.
   */
  readonly imageKnowledge: 'assumed' | 'required';
  /** Fields that the declaration has no words for, each with the reason and what to do instead. */
  readonly inexpressible?: { readonly [field in keyof DockerContainer]?: string };
  /** Fields that are written and that the target drops without protecting, each with the reason and what to do instead. */
  readonly dropped?: { readonly [field in keyof DockerContainer]?: string };

  readonly image?: string;
  /** It is built from a Dockerfile, so that it names no image of a registry. */
  readonly built?: boolean;
  /** What is known of the image: from the engine, its Dockerfile, or the table of known images. */
  readonly imageConfig?: {
    /** `USER`; empty where the image names none, which is root. */
    readonly user?: string;
    readonly healthcheck?: boolean;
    readonly exposedPorts?: readonly number[];
  };
  /** `65532:65532`. */
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly privileged?: boolean;
  /** As written; `ALL`, `CAP_X` and `x` name the same. */
  readonly capDrop?: readonly string[];
  readonly capAdd?: readonly string[];
  /** With `=`: `no-new-privileges`, `seccomp=/profile.json`, `apparmor=docker-default`, `label=disable`. */
  readonly securityOpt?: readonly string[];
  readonly readOnly?: boolean;
  readonly tmpfs?: readonly DockerTmpfs[];
  /** Bind mounts, volumes and named pipes; tmpfs stands in `tmpfs`. */
  readonly mounts?: readonly DockerMount[];
  /** Containers whose mounts it gets as well, as written: `db:ro`. */
  readonly volumesFrom?: readonly string[];
  /** Paths of the host. */
  readonly devices?: readonly string[];
  readonly deviceCgroupRules?: readonly string[];
  /** `bridge`, `host`, `none`, `service:x`, `container:x`. */
  readonly networkMode?: string;
  /** Networks that it is attached to, by name. */
  readonly networks?: readonly string[];
  readonly links?: readonly string[];
  readonly pid?: string;
  readonly ipc?: string;
  readonly uts?: string;
  readonly userns?: string;
  readonly cgroup?: string;
  readonly cgroupParent?: string;
  /** Bytes. */
  readonly memory?: number;
  /** Bytes of memory and swap together; -1 is unlimited. */
  readonly memorySwap?: number;
  /** CPUs. */
  readonly cpus?: number;
  /** A weight, no limit. */
  readonly cpuShares?: number;
  readonly pidsLimit?: number;
  /** When memory ends, its processes wait for ever in place of being killed. */
  readonly oomKillDisable?: boolean;
  /** -1000 to 1000: the lower, the later the kernel kills it when the host has no memory left. */
  readonly oomScoreAdj?: number;
  /** Bytes of /dev/shm. */
  readonly shmSize?: number;
  readonly ulimits?: Readonly<Record<string, { readonly soft: number; readonly hard: number }>>;
  readonly restart?: { readonly policy: 'no' | 'on-failure' | 'always' | 'unless-stopped'; readonly maxRetries?: number };
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disabled?: boolean };
  readonly ports?: readonly DockerPort[];
  /** Ports that it says it listens on, published or not; a range as text: `10000-20000`. */
  readonly expose?: readonly (number | string)[];
  /** Null where the value comes from outside. `${NAME}` stays as it is written. */
  readonly env?: Readonly<Record<string, string | null>>;
  /** Names of those whose value its author marks as a secret (an output of Pulumi that is one): whatever the value looks like. */
  readonly secretEnv?: readonly string[];
  readonly command?: readonly string[];
  /** In place of the entry point of the image; an empty one takes that away. */
  readonly entrypoint?: readonly string[];
  /** Commands that run in it when it starts or stops, beside its own. */
  readonly hooks?: readonly DockerHook[];
  /** Files that are copied into it before it starts. */
  readonly uploads?: readonly DockerUpload[];
  readonly secrets?: readonly DockerFileReference[];
  readonly configs?: readonly DockerFileReference[];
  readonly logging?: { readonly driver?: string; readonly options?: Readonly<Record<string, string>> };
  readonly init?: boolean;
  readonly sysctls?: Readonly<Record<string, string>>;
  /** `runc`, `runsc`. */
  readonly runtime?: string;
}

/** A command that runs in a container when it starts or stops. Absent means as the container has it. */
export interface DockerHook {
  readonly command?: readonly string[];
  readonly user?: string;
  /** As of the container. */
  readonly env?: Readonly<Record<string, string | null>>;
}

/** A tmpfs mount. */
export interface DockerTmpfs {
  readonly target: string;
  /** Bytes. */
  readonly size?: number;
  /** `1777`, octal. */
  readonly mode?: string;
  /** `noexec`, `nosuid`, `nodev`, `exec` … as written; the engine adds noexec, nosuid and nodev by itself unless `exec` is among them. */
  readonly options?: readonly string[];
}

export interface DockerMount {
  readonly type: 'bind' | 'volume' | 'npipe' | 'cluster' | 'image';
  /** Of a bind mount a path of the host. */
  readonly source?: string;
  readonly target?: string;
  readonly readOnly?: boolean;
  /** `rprivate`, `rshared` … */
  readonly propagation?: string;
}

export interface DockerPort {
  /** The port in the container; a range as text: `10000-20000`. */
  readonly target: number | string;
  /** The port of the host, or a range; absent where the engine chooses. */
  readonly published?: number | string;
  /** Address of the host; absent means all of them. */
  readonly hostIp?: string;
  readonly protocol?: string;
  /** `ingress` is Swarm's routing mesh, which binds to all addresses of all nodes. */
  readonly mode?: 'host' | 'ingress';
}

/** A file that is copied into a container before it starts. */
export interface DockerUpload {
  readonly target: string;
  /** Its content looks like a credential, or its author marks it as a secret. The content itself is never kept. */
  readonly credential: boolean;
}

/** A secret or a config that a container gets as a file. */
export interface DockerFileReference {
  readonly source: string;
  readonly target?: string;
  readonly uid?: string;
  readonly gid?: string;
  /** Octal: `0440`. */
  readonly mode?: string;
}

/** A container of the normal form as plain JSON. */
export function dockerContainer(fields: Omit<DockerContainer, 'apiVersion' | 'kind'>): DockerContainer & Json {
  return { apiVersion: 'docker/v1', kind: 'Container', ...fields };
}
