import type { Json } from '../../../lib/controls/requirement';
import { networksOf } from '../../../lib/docker/components/edges';
import { hardenArgs } from '../../../lib/docker/hardening/harden-args';
import type { Engine } from '../engine';
import { TARGET_IMAGE } from '../target-image';
import { pulumiRequest } from './pulumi-request';
import { shop } from './shop';

/** Runs the stack as the provider of @pulumi/docker does: each resource with the arguments that our Container and Network make. */
export async function runByPulumi(engine: Engine): Promise<(service: string) => string> {
  const { docker } = engine;
  const stack = shop();
  const networks = networksOf(stack);
  for (const { name, internal } of networks) {
    const { props } = hardenArgs('docker:index/network:Network', { name, internal });
    await docker.createNetwork({ Name: name, Internal: props.internal, Driver: props.driver ?? 'bridge', Options: props.options ?? {} });
  }
  for (const service of stack.services) {
    const on = networks.filter(({ members }) => members.includes(service));
    const args: Json = {
      image: TARGET_IMAGE,
      ...(service.props.command !== undefined && { command: [...service.props.command] }),
      ...(on.length === 0 ? { networkMode: 'none' } : { networksAdvanced: on.map(({ name }) => ({ name })) }),
    };
    const { props } = hardenArgs('docker:index/container:Container', args, { name: service.name });
    const container = await docker.createContainer(pulumiRequest(service.name, props));
    if (on.length > 0) await docker.getNetwork('bridge').disconnect({ Container: container.id });
    for (const { name } of props.networksAdvanced ?? []) await docker.getNetwork(name).connect({ Container: container.id });
    await container.start();
  }
  return (service) => service;
}
