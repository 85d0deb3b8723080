import { exposedPorts, imageConfigOf } from '../../containers/engine';
import type { DockerImage, DockerNetwork } from '../../controls/docker/objects';
import { isObject, type Json, listOf } from '../../controls/requirement';

/** A network as an engine tells it. */
export function engineNetwork({ Name, Driver, Internal, Attachable, EnableIPv6, Options, Labels }: Json): DockerNetwork {
  return {
    apiVersion: 'docker/v1',
    kind: 'Network',
    metadata: { name: String(Name), ...(isObject(Labels) && { annotations: Labels }) },
    declaredBy: 'engine',
    ...(typeof Driver === 'string' && { driver: Driver }),
    ...(Internal === true && { internal: true }),
    ...(Attachable === true && { attachable: true }),
    ...(EnableIPv6 === true && { enableIpv6: true }),
    ...(isObject(Options) && Object.keys(Options).length > 0 && { options: Options }),
  };
}

/** An image that a container or a service uses, under the name that it is used by. */
export function engineImage(name: string, inspected: Json, history: readonly Json[]): DockerImage {
  const config: Json = isObject(inspected.Config) ? inspected.Config : {};
  const known = imageConfigOf(inspected);
  const env = Array.isArray(config.Env) ? config.Env.map(String) : [];
  const commands = listOf(history).map(({ CreatedBy }) => String(CreatedBy ?? ''));
  return {
    apiVersion: 'docker/v1',
    kind: 'Image',
    metadata: { name, ...(isObject(config.Labels) && { annotations: config.Labels }) },
    user: known?.user ?? '',
    healthcheck: known?.healthcheck ?? false,
    ...(env.length > 0 && { env: Object.fromEntries(env.map((each) => [each.split('=', 1)[0], each.slice(each.indexOf('=') + 1)])) }),
    exposedPorts: exposedPorts(config.ExposedPorts),
    ...(commands.length > 0 && { history: commands }),
  };
}
