import { composeService } from '../../containers/compose';
import type { Json } from '../../controls/requirement';
import { TemperedError } from '../../errors';
import { type HealthCheck, timesOf } from '../health-check';
import type { ContainerService } from './container-service';
import { hostNotice, nameServersOf, networksOf, type StackNetwork, startsAfter, wayOutNotice } from './edges';
import { Hardening } from './hardening';
import type { ServiceSecret } from './secret';
import type { Stack } from './stack';
import { hostFoldersOf, type NamedVolume } from './volume';

/** A Compose file on its way to text. */
export interface ComposeDocument {
  readonly content: Json;
  /** Comments before the key at a path. */
  readonly comments: ReadonlyMap<readonly string[], string>;
  /** Lines at the head of the file. */
  readonly head: readonly string[];
}

/** A stack as a Compose file, for `docker compose` or for `docker stack deploy`. */
export function composeDocument(stack: Stack, runBy: 'compose' | 'stack'): ComposeDocument {
  const networks = networksOf(stack, runBy === 'stack' ? 'swarm' : 'containers');
  const hardening = new Hardening(stack.name, stack.profile);
  const networkObjects = networks.map((network) => [network, hardening.network(network, runBy)] as const);
  const services = stack.services.map((service) => {
    const on = networks.filter(({ members }) => members.includes(service)).map(({ name }) => name);
    return [service, hardening.container(service.normalForm(runBy, on), runBy, hostFoldersOf(service))] as const;
  });
  hardening.finish();
  const comments = new Map<readonly string[], string>();
  for (const { name, reason } of networks) comments.set(['networks', name], reason);
  return {
    content: {
      ...(runBy === 'compose' ? { name: stack.name } : { version: STACK_VERSION }),
      services: Object.fromEntries(
        services.map(([service, object]) => [service.name, completed(composeService(object, runBy), service, runBy)]),
      ),
      ...section('networks', networkObjects, ([network, object]) => [network.name, networkOf(object, runBy)]),
      ...section('volumes', distinct(stack, 'volume', volumesOf), (volume) => [volume.name, volumeOf(volume)]),
      ...section('secrets', distinct(stack, 'secret', secretsOf), (secret) => [secret.name, secretOf(secret, stack, runBy)]),
    },
    comments,
    head: headOf(stack, networks, runBy),
  };
}

/** The newest version that `docker stack deploy` takes; 3.8 refuses a limit of processes. */
const STACK_VERSION = '3.13';

function section<T>(key: string, items: readonly T[], entry: (item: T) => readonly [string, Json]): Json {
  return items.length === 0 ? {} : { [key]: Object.fromEntries(items.map(entry)) };
}

function volumesOf({ props }: ContainerService): readonly NamedVolume[] {
  return (props.volumes ?? []).map(({ volume }) => volume);
}

function secretsOf({ secrets }: ContainerService): readonly ServiceSecret[] {
  return secrets.map(({ secret }) => secret);
}

/** Everything of a sort that the services use, each once; two different ones of the same name are a mistake. */
function distinct<T extends { readonly name: string }>(
  stack: Stack,
  noun: string,
  of: (service: ContainerService) => readonly T[],
): readonly T[] {
  const byName = new Map<string, T>();
  for (const each of stack.services.flatMap(of)) {
    const known = byName.get(each.name);
    if (known !== undefined && known !== each)
      throw new TemperedError(
        `duplicate-${noun}`,
        `the stack ${stack.name} has two ${noun}s named "${each.name}"; share one object, or name them apart`,
      );
    byName.set(each.name, each);
  }
  return [...byName.values()];
}

function networkOf({ driver, internal, options }: Json, runBy: 'compose' | 'stack'): Json {
  return {
    ...(driver !== undefined && { driver }),
    ...(internal === true && { internal }),
    ...(runBy === 'stack' && { attachable: false }),
    ...(options !== undefined && Object.keys(options).length > 0 && { driver_opts: options }),
  };
}

function volumeOf({ options: { driver, driverOptions, external } }: NamedVolume): Json {
  if (external === true) return { external };
  return { ...(driver !== undefined && { driver }), ...(driverOptions !== undefined && { driver_opts: driverOptions }) };
}

function secretOf({ name, source }: ServiceSecret, { services }: Stack, runBy: 'compose' | 'stack'): Json {
  switch (source.from) {
    case 'file':
      return { file: source.path };
    case 'external':
      if (runBy === 'compose')
        throw new TemperedError('inexpressible-secret', `the secret "${name}" exists in a Swarm alone, and \`docker compose\` refuses it`, {
          hint: 'use ServiceSecret.fromFile with a file that an agent writes, or toSwarm()',
        });
      return { external: true, ...(source.name !== name && { name: source.name }) };
    case 'environment':
      if (runBy === 'stack')
        throw new TemperedError(
          'inexpressible-secret',
          `the secret "${name}" comes from a variable, which \`docker stack deploy\` does not read`,
          {
            hint: 'use ServiceSecret.fromFile, or `docker secret create` and ServiceSecret.external',
          },
        );
      for (const service of services)
        if (service.secrets.some((each) => each.secret.name === name) && !mayWriteRoot(service))
          throw new TemperedError(
            'inexpressible-secret',
            `the secret "${name}" comes from a variable: Compose copies it into ${service.name}, which the engine refuses on a read-only root`,
            { hint: 'use ServiceSecret.fromFile, or waive docker-read-only-root at the service' },
          );
      return { environment: source.variable };
  }
}

function mayWriteRoot({ props: { waivers = [] } }: ContainerService): boolean {
  return waivers.some(({ control }) => control === 'docker-read-only-root');
}

/** With what the service says that no control asks about. */
function completed(written: Json, service: ContainerService, runBy: 'compose' | 'stack'): Json {
  const { healthCheck, replicas } = service.props;
  const dns = nameServersOf(service);
  // A Swarm starts all at once.
  const first = runBy === 'compose' ? startsAfter(service) : [];
  // Of `expose` a Swarm says only that it is deprecated.
  const { expose, ...rest } = written;
  return {
    ...(runBy === 'stack' ? rest : written),
    ...(dns !== undefined && { dns }),
    ...(first.length > 0 && { depends_on: Object.fromEntries(first.map(({ name }) => [name, { condition: 'service_healthy' }])) }),
    ...(healthCheck !== undefined && { healthcheck: { ...written.healthcheck, ...composeTimes(healthCheck) } }),
    ...(runBy === 'stack' &&
      (replicas !== undefined || written.deploy !== undefined) && {
        deploy: { ...(replicas !== undefined && { replicas }), ...written.deploy },
      }),
  };
}

/** Times of a health check, as Compose writes them. */
function composeTimes(check: HealthCheck): Json {
  const { interval, timeout, retries, startPeriod } = timesOf(check);
  return { interval: `${interval}s`, timeout: `${timeout}s`, retries, start_period: `${startPeriod}s` };
}

function headOf(stack: Stack, networks: readonly StackNetwork[], runBy: 'compose' | 'stack'): readonly string[] {
  const flows = networks.filter(({ members }) => members.length > 1).length;
  const said = flows === 0 ? 'No flows.' : flows === 1 ? 'One flow, with a network of its own.' : `${flows} flows, a network each.`;
  const publishes = stack.services.some(({ props }) => (props.ports ?? []).length > 0);
  return [
    `${stack.name}: made by tempered; change the program, not this file. ${said}`,
    ...(runBy === 'stack'
      ? [
          `For \`docker stack deploy --compose-file stack.yaml ${stack.name}\`; \`docker compose\` needs the other file, of toCompose().`,
          'A stack has no words for `security_opt` nor for a limit of swap: the daemon.json of every node must say "no-new-privileges": true,',
          'its "seccomp-profile" must not be "unconfined", and swap must be off. `tempered audit stack.yaml daemon.json` judges both together.',
        ]
      : []),
    ...(runBy === 'stack' && publishes
      ? ['Published ports listen on every address of the nodes that run the service: close them in the firewall.']
      : []),
    ...(runBy === 'stack' ? wayOutNotice(stack) : []),
    ...hostNotice(stack),
  ];
}
