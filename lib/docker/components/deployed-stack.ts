import type * as docker from '@pulumi/docker';
import * as pulumi from '@pulumi/pulumi';
import type { ControlId } from '../../controls/catalogue';
import { TemperedError } from '../../errors';
import { Container } from '../container';
import { Network } from '../network';
import type { ResourceWaiver } from '../resource-waiver';
import { Service } from '../service';
import { Volume } from '../volume';
import type { ContainerService } from './container-service';
import { nameServersOf, networksOf, type StackNetwork, wayOutNotice } from './edges';
import { containerArguments, serviceArguments } from './pulumi-arguments';
import type { SecretMount, ServiceSecret } from './secret';
import type { Stack } from './stack';
import type { NamedVolume } from './volume';

/** What `DeployedStack` takes. */
export interface DeployedStackArgs {
  /** What is deployed, with its flows; a flow that is stated later is not part of it. */
  readonly stack: Stack;
  /**
   * `containers` on one engine, or `services` of a Swarm.
   *
   * @default containers
   */
  readonly as?: 'containers' | 'services';
  /**
   * The Swarm secrets, by the name that the stack has for them. Containers mount a secret's file instead.
   *
   * @default - none
   */
  readonly secrets?: Readonly<Record<string, docker.Secret>>;
}

/**
 * A stack as Pulumi resources: a network for each flow, its volumes, and a container or a Swarm service for each service, all of
 * them hardened.
 *
 * @example
 * ```ts
 * const stack = new docker.Stack('shop');
 * new docker.ContainerService(stack, 'web', { image: 'registry.example/web@sha256:…', ports: [{ target: 8080 }] });
 * new docker.DeployedStack('shop', { stack });
 * ```
 *
 * @throws an InsecureResourceError for what is insecure on purpose and not waived; a TemperedError `inexpressible-secret` for a
 * secret that the target cannot get
 */
export class DeployedStack extends pulumi.ComponentResource {
  /** The networks, by name. */
  public readonly networks: Readonly<Record<string, Network>>;
  /** The containers, by the name of their service; empty where services were made. */
  public readonly containers: Readonly<Record<string, Container>>;
  /** The Swarm services, by name; empty where containers were made. */
  public readonly services: Readonly<Record<string, Service>>;

  public constructor(name: string, { stack, as = 'containers', secrets = {} }: DeployedStackArgs, opts?: pulumi.ComponentResourceOptions) {
    super('tempered:docker:Stack', name, {}, opts);
    // Before the first resource is registered: an error must leave nothing half made.
    for (const service of stack.services) checkSecrets(service, as, secrets);
    const below = { parent: this };
    if (as === 'services' && wayOutNotice(stack).length > 0) void pulumi.log.warn(wayOutNotice(stack).join('\n'), this);
    const flows = networksOf(stack, as === 'services' ? 'swarm' : 'containers');
    const made = new Map(flows.map((flow) => [flow, this.network(name, stack, flow, as)]));
    const volumes = new Map(volumesOf(stack).map((volume) => [volume, this.volume(name, stack, volume)]));
    const containers: Record<string, Container> = {};
    const services: Record<string, Service> = {};
    for (const service of stack.services) {
      const on = [...made].filter(([{ members }]) => members.includes(service)).map(([, network]) => network);
      const { profile } = stack;
      if (as === 'containers') {
        containers[service.name] = new Container(`${name}-${service.name}`, { ...containerOf(service, on, volumes), profile }, below);
      } else
        services[service.name] = new Service(
          `${name}-${service.name}`,
          { ...swarmServiceOf(service, on, volumes, secrets), profile },
          below,
        );
    }
    this.networks = Object.fromEntries([...made].map(([flow, network]) => [flow.name, network]));
    this.containers = containers;
    this.services = services;
    this.registerOutputs({ networks: this.networks, containers, services });
  }

  private network(name: string, { profile }: Stack, { name: flow, internal, egress }: StackNetwork, as: DeployedStackArgs['as']): Network {
    const isBridge = as === 'containers';
    const options = isBridge && !internal && !egress ? { 'com.docker.network.bridge.enable_ip_masquerade': 'false' } : undefined;
    const args = { driver: isBridge ? 'bridge' : 'overlay', internal, profile, ...(options !== undefined && { options }) };
    return new Network(`${name}-${flow}`, args, { parent: this });
  }

  private volume(name: string, stack: Stack, volume: NamedVolume): pulumi.Input<string> {
    const { driver, driverOptions, external } = volume.options;
    if (external === true) return volume.name;
    const args = {
      ...(driver !== undefined && { driver }),
      ...(driverOptions !== undefined && { driverOpts: driverOptions }),
      profile: stack.profile,
      waivers: waiversOf(stack, volume),
    };
    return new Volume(`${name}-${volume.name}`, args, { parent: this }).name;
  }
}

/** What is asked of a volume that is a folder of the host. */
const ABOUT_FOLDERS: ReadonlySet<string> = new Set(['docker-sensitive-host-mount', 'docker-socket-mount'] satisfies ControlId[]);

/** What all who mount the volume take upon themselves about its folder. */
function waiversOf({ services }: Stack, volume: NamedVolume): readonly ResourceWaiver[] {
  const [first, ...others] = services
    .filter(({ props }) => props.volumes?.some((mount) => mount.volume === volume))
    .map(({ props }) => (props.waivers ?? []).filter(({ control }) => ABOUT_FOLDERS.has(control)));
  return (first ?? []).filter(({ control }) => others.every((waivers) => waivers.some((each) => each.control === control)));
}

function volumesOf(stack: Stack): readonly NamedVolume[] {
  return [...new Set(stack.services.flatMap(({ props }) => (props.volumes ?? []).map(({ volume }) => volume)))];
}

type Volumes = ReadonlyMap<NamedVolume, pulumi.Input<string>>;

function containerOf(service: ContainerService, networks: readonly Network[], volumes: Volumes): docker.ContainerArgs {
  const { secrets, mounts, networks: _, ...container } = service.normalForm('pulumi-container', []);
  const args = containerArguments(container, service.props.healthCheck);
  const dns = nameServersOf(service);
  return {
    ...args,
    ...(dns !== undefined && { dns: [...dns] }),
    // Services find each other by their names, on every network that they share.
    ...(networks.length > 0 && {
      networkMode: undefined,
      networksAdvanced: networks.map(({ name }) => ({ name, aliases: [service.name] })),
    }),
    mounts: [...volumeMounts(service, volumes), ...service.secrets.map((mount) => secretFile(service, mount))],
  };
}

/** @throws a TemperedError for a secret that the target cannot get */
function checkSecrets(service: ContainerService, as: DeployedStackArgs['as'], known: Readonly<Record<string, docker.Secret>>): void {
  for (const mount of service.secrets) {
    if (as === 'services') identityOf(service.name, mount.secret.name, known);
    else secretFile(service, mount);
  }
}

/** A file of the host that another program writes: what a container has in place of a Swarm's secret. */
function secretFile({ name }: ContainerService, { secret, target }: SecretMount) {
  if (secret.source.from !== 'file') throw noFile(name, secret);
  if (!secret.source.path.startsWith('/'))
    throw new TemperedError(
      'inexpressible-secret',
      `the file of the secret "${secret.name}" of ${name} is "${secret.source.path}", and an engine mounts absolute paths of its own host alone`,
      { hint: 'name the file as the host of the engine has it: /mnt/secrets/…; only Compose reads paths from where its file lies' },
    );
  return { type: 'bind', source: secret.source.path, target: pathOf(secret, target), readOnly: true };
}

function noFile(service: string, { name, source }: ServiceSecret): TemperedError {
  const what = source.from === 'external' ? 'a secret of a Swarm' : 'a variable';
  return new TemperedError(
    'inexpressible-secret',
    `the secret "${name}" of ${service} is ${what}, which a container cannot mount as a file`,
    {
      hint: "use ServiceSecret.fromFile with a file that an agent writes (on a tmpfs of its own, such as /mnt/secrets), or deploy as: 'services'",
    },
  );
}

function pathOf({ name }: ServiceSecret, target: string = name): string {
  return target.startsWith('/') ? target : `/run/secrets/${target}`;
}

function volumeMounts({ props }: ContainerService, volumes: Volumes) {
  return (props.volumes ?? []).map(({ volume, target, readOnly = false }) => ({
    type: 'volume',
    source: volumes.get(volume) ?? volume.name,
    target,
    readOnly,
  }));
}

function swarmServiceOf(
  service: ContainerService,
  networks: readonly Network[],
  volumes: Volumes,
  known: Readonly<Record<string, docker.Secret>>,
): docker.ServiceArgs {
  const { secrets: references = [], mounts, networks: _, networkMode, ...container } = service.normalForm('pulumi-service', []);
  const { taskSpec, ...args } = serviceArguments(container, service.props.healthCheck, service.props.replicas ?? 1);
  const { containerSpec, ...spec } = taskSpec;
  const dns = nameServersOf(service);
  return {
    ...args,
    taskSpec: {
      ...spec,
      networksAdvanceds: networks.map(({ id }) => ({ name: id, aliases: [service.name] })),
      containerSpec: {
        ...containerSpec,
        ...(dns !== undefined && { dnsConfig: { nameservers: [...dns] } }),
        mounts: [...(containerSpec.mounts ?? []), ...volumeMounts(service, volumes)],
        secrets: references.map(({ source, target = source, uid, gid, mode }) => ({
          ...identityOf(service.name, source, known),
          fileName: target,
          ...(uid !== undefined && { fileUid: uid }),
          ...(gid !== undefined && { fileGid: gid }),
          fileMode: Number.parseInt(mode ?? '0440', 8),
        })),
      },
    },
  };
}

function identityOf(service: string, name: string, known: Readonly<Record<string, docker.Secret>>) {
  const secret = known[name];
  if (secret === undefined)
    throw new TemperedError(
      'unknown-secret',
      `the service ${service} needs the Swarm secret "${name}", which DeployedStack was not given`,
      {
        hint: `pass it: secrets: { '${name}': new docker.Secret('${name}', { data }) }`,
      },
    );
  return { secretId: secret.id, secretName: secret.name };
}
