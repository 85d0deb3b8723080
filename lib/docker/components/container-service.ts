import { type DockerContainer, dockerContainer } from '../../controls/docker/container';
import type { Waiver } from '../../engine/waiver';
import { waiverAnnotation } from '../../engine/waiver';
import { TemperedError } from '../../errors';
import { tmpfsAt } from '../hardening/writable-paths';
import type { HealthCheck } from '../health-check';
import { checkedWaivers, type ResourceWaiver } from '../resource-waiver';
import { Connections } from './connections';
import { type SecretMount, ServiceSecret } from './secret';
import { checkService, plain } from './service-checks';
import { type ByteSize, bytesOf } from './size';
import type { Stack } from './stack';
import type { VolumeMount } from './volume';

/** A port of the host that leads to a port of the service. */
export interface PublishedPort {
  /** Port in the container. */
  readonly target: number;
  /** Port of the host. Default: the same. */
  readonly published?: number;
  /** Address of the host. Default: 127.0.0.1, since Docker's rules pass by the host's firewall. A Swarm binds to all. */
  readonly hostIp?: string;
  /** Default: tcp. */
  readonly protocol?: 'tcp' | 'udp';
}

/** A place that the service may write to: memory, gone when it stops. */
export interface WritablePath {
  readonly path: string;
  /** Default: 64 MiB. It counts against the memory of the service. */
  readonly size?: ByteSize;
  /** Octal. Default: 1777, as of /tmp. One that lets only the owner write gives it to `user`; a Swarm has no words for that. */
  readonly mode?: string;
}

/** What `ContainerService` takes. Everything that is left open is hardened. */
export interface ContainerServiceProps {
  /** By digest: `registry.example/web@sha256:…`. */
  readonly image: string;
  /** Arguments of the image's entry point. Default: the image's own. */
  readonly command?: readonly string[];
  /** `UID:GID`. Default: 65532:65532, distroless' nonroot. */
  readonly user?: string;
  /** Ports that it listens on; what flows may name. Published ports are among them. */
  readonly listens?: readonly number[];
  /** Ports of the host that lead here. Default: none. */
  readonly ports?: readonly PublishedPort[];
  /** Environment variables. A credential among them is refused: mount it as a secret. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Secrets, as files below /run/secrets. */
  readonly secrets?: readonly (ServiceSecret | SecretMount)[];
  /** Named volumes. */
  readonly volumes?: readonly VolumeMount[];
  /** Places to write to; everything else is read-only. Default: `/tmp`. */
  readonly writablePaths?: readonly (string | WritablePath)[];
  /** Default: as the profile says, 256 MiB. */
  readonly memory?: ByteSize;
  /** Default: as the profile says, 1. */
  readonly cpus?: number;
  /** Processes and threads. Default: as the profile says, 100. */
  readonly pidsLimit?: number;
  /** Default: none, which is advice to write one. */
  readonly healthCheck?: HealthCheck;
  /** Containers of a Swarm. Default: 1; Compose runs one. */
  readonly replicas?: number;
  /** Labels of the container. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Risks that are taken, each with a reason and an end. */
  readonly waivers?: readonly ResourceWaiver[];
  /** What else the normal form of a container has: `sysctls`, `ulimits`, `logging` … Judged like everything. */
  readonly container?: Partial<Omit<DockerContainer, 'apiVersion' | 'kind' | 'metadata' | 'declaredBy' | 'imageKnowledge' | 'networks'>>;
}

/**
 * A container with its secrets, volumes and flows, as one service of a stack.
 *
 * @example
 * ```ts
 * const stack = new docker.Stack('shop');
 * const api = new docker.ContainerService(stack, 'api', { image: 'registry.example/api@sha256:…', listens: [8080] });
 * const web = new docker.ContainerService(stack, 'web', { image: 'registry.example/web@sha256:…', ports: [{ target: 8080 }] });
 * web.connections.allowTo(api, { port: 8080 });
 * ```
 */
export class ContainerService {
  /** Who it may talk to. Default: nobody. */
  readonly connections: Connections;
  /** The ports that it listens on, published ones included. */
  readonly listening: readonly number[];

  /**
   * @throws a TemperedError `duplicate-service` where the stack has one of that name, `invalid-name` for what cannot be a
   * host name: services find each other by it; and for what no engine would start
   */
  constructor(
    readonly stack: Stack,
    readonly name: string,
    readonly props: ContainerServiceProps,
  ) {
    if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name))
      throw new TemperedError('invalid-name', `"${name}" cannot name a service: lower-case letters, digits and dashes, as in a host name`);
    this.connections = new Connections(this);
    this.listening = [...new Set([...(props.listens ?? []), ...(props.ports ?? []).map(({ target }) => target)])];
    checkService(name, props);
    stack.add(this);
  }

  /** Whether it says that it listens on the port. */
  listensOn(port: number): boolean {
    return this.listening.includes(port);
  }

  /** Its secrets, each with the way in which it gets them. */
  get secrets(): readonly SecretMount[] {
    return (this.props.secrets ?? []).map((each) => (each instanceof ServiceSecret ? { secret: each } : each));
  }

  /** Where it may write; what is not said is /tmp, unless a volume is there. */
  private get writablePaths(): readonly (string | WritablePath)[] {
    const { writablePaths, volumes = [] } = this.props;
    return writablePaths ?? (volumes.some(({ target }) => plain(target) === '/tmp') ? [] : ['/tmp']);
  }

  /** What was said of it, in the normal form; nothing is filled in yet. */
  normalForm(declaredBy: DockerContainer['declaredBy'], networks: readonly string[]): ReturnType<typeof dockerContainer> {
    const { image, command, user, ports = [], environment, volumes = [], memory, cpus, pidsLimit, healthCheck, container } = this.props;
    const what = `of the service ${this.name}`;
    const low = ports.some(({ target }) => target < 1024);
    return dockerContainer({
      metadata: { name: this.name, annotations: this.labels() },
      declaredBy,
      imageKnowledge: 'assumed',
      image,
      ...(command !== undefined && { command }),
      ...(user !== undefined && { user }),
      ...(low && { capAdd: ['NET_BIND_SERVICE'] }),
      ...(networks.length > 0 ? { networks } : declaredBy === 'stack' ? {} : { networkMode: 'none' }),
      ...(ports.length > 0 && { ports: ports.map((port) => publishedPort(port, declaredBy)) }),
      ...(this.listening.length > 0 && { expose: this.listening }),
      ...(environment !== undefined && { env: environment }),
      ...(volumes.length > 0 && {
        mounts: volumes.map(({ volume, target, readOnly }) => ({
          type: 'volume' as const,
          source: volume.name,
          target,
          ...(readOnly === true && { readOnly }),
        })),
      }),
      tmpfs: this.writablePaths.map((each) => tmpfsAt(each, user ?? '65532:65532', declaredBy)),
      ...(this.secrets.length > 0 && {
        secrets: this.secrets.map(({ secret, target, mode }) => ({
          source: secret.name,
          ...fileOf(secret, target, mode, user, declaredBy),
        })),
      }),
      ...(memory !== undefined && { memory: bytesOf(memory, `the memory ${what}`) }),
      ...(cpus !== undefined && { cpus }),
      ...(pidsLimit !== undefined && { pidsLimit }),
      ...(healthCheck !== undefined && { healthcheck: { test: ['CMD', ...healthCheck.command] } }),
      ...container,
    });
  }

  private labels(): Readonly<Record<string, string>> {
    const byControl = new Map<string, Waiver[]>();
    for (const waiver of checkedWaivers(this.props.waivers, `the service ${this.name}`))
      byControl.set(waiver.control, [...(byControl.get(waiver.control) ?? []), waiver]);
    const waivers = [...byControl.values()].map((each) => waiverAnnotation(each));
    return { ...this.props.labels, ...Object.fromEntries(waivers.map(({ key, value }) => [key, value])) };
  }
}

function publishedPort(
  { target, published = target, hostIp = '127.0.0.1', protocol = 'tcp' }: PublishedPort,
  declaredBy: DockerContainer['declaredBy'],
) {
  // A Swarm cannot bind to one address; in mode `host` at least only the nodes that run the service listen.
  return declaredBy !== 'compose' && declaredBy !== 'pulumi-container'
    ? { target, published, protocol, mode: 'host' as const }
    : { target, published, hostIp, protocol };
}

/** Compose mounts a file as it is; only a Swarm gives it an owner and a mode. */
function fileOf(
  secret: ServiceSecret,
  target: string | undefined,
  mode: string | undefined,
  user: string | undefined,
  declaredBy: DockerContainer['declaredBy'],
) {
  const named = target === undefined ? {} : { target };
  if (declaredBy !== 'stack') return named;
  const [uid = '65532', gid = uid] = (user ?? '65532:65532').split(':');
  const owner = /^\d+$/.test(uid) && /^\d+$/.test(gid) ? { uid, gid } : {};
  return { target: target ?? secret.name, ...owner, mode: mode ?? '0440' };
}
