import type { DockerPort } from '../../controls/docker/container';
import { isObject, type Json, listOf, type Path } from '../../controls/requirement';
import { type FieldCodec, valueIn } from '../codec';
import { toldField } from './told-field';

const ASKED = ['HostConfig', 'PortBindings'];
const GIVEN = ['NetworkSettings', 'Ports'];

/** Published ports: those that were asked for, or those that the engine chose for all that the image exposes (`-P`). */
export const PUBLISHED_PORTS: FieldCodec = toldField(
  'ports',
  ASKED,
  (written) => {
    const asked = valueIn(written, ASKED);
    const at = isObject(asked) && Object.keys(asked).length > 0 ? ASKED : GIVEN;
    const found = bindingsAt(written, at);
    if (found.length === 0) return undefined;
    return {
      value: found.map(({ port }) => port),
      at,
      below: ([index, key]) => [...(found[Number(index)]?.path ?? at), ...(WORDS[String(key)] ?? [])],
    };
  },
  (value, before, written) =>
    listOf(before).some(({ target, protocol }) => isRouted(written, `${target}/${protocol ?? 'tcp'}`))
      ? 'attach the container to another network: this one routes to it (`gateway_mode_ipv4=routed`), and the address of a published port says nothing'
      : `create the container again with ${listOf(value)
          .map((each) => `\`--publish ${published(each)}\``)
          .join(' ')}`,
);

/** `127.0.0.1:8080:80/udp`. */
function published({ hostIp, published: port, target, protocol }: Json): string {
  const address = hostIp === undefined ? '' : `${String(hostIp).includes(':') ? `[${hostIp}]` : hostIp}:`;
  return `${address}${port ?? ''}${port === undefined && address === '' ? '' : ':'}${target}${protocol === undefined ? '' : `/${protocol}`}`;
}

const WORDS: Readonly<Record<string, Path>> = { published: ['HostPort'], hostIp: ['HostIp'] };

function bindingsAt(written: Json, at: Path): readonly { readonly port: DockerPort; readonly path: Path }[] {
  const ports = valueIn(written, at);
  return Object.entries(isObject(ports) ? ports : {}).flatMap(([name, bindings]) =>
    listOf(bindings).map((binding, index) => ({ port: portOf(name, binding, written), path: [...at, name, index] })),
  );
}

/** `80/tcp`, bound to an address and a port of the host; an empty address is the one that the engine takes by default. */
function portOf(name: string, { HostIp, HostPort }: Json, written: Json): DockerPort {
  const [target, protocol] = name.split('/');
  const asked = typeof HostIp === 'string' && HostIp !== '' ? HostIp : defaultAddress(written, name);
  const hostIp = isRouted(written, name) ? EVERY : asked;
  const published = typeof HostPort === 'string' && HostPort !== '' ? numberOr(HostPort) : undefined;
  return {
    target: Number(target),
    ...(published !== undefined && { published }),
    ...(hostIp !== undefined && { hostIp }),
    ...(protocol !== undefined && protocol !== 'tcp' && { protocol }),
  };
}

/** What the engine made of an empty address, where that is one address: `ip` of daemon.json, or an option of the network. */
function defaultAddress(written: Json, name: string): string | undefined {
  const given = listOf(valueIn(written, [...GIVEN, name])).map(({ HostIp }) => String(HostIp));
  const [first] = given;
  return first !== undefined && !['0.0.0.0', '::', ''].includes(first) && given.every((each) => each === first) ? first : undefined;
}

const EVERY = '0.0.0.0';

/**
 * Whether the engine heeded no address of the port: on a network of the gateway mode `routed` it is open by the container's own address,
 * and told as one of every address without a port of the host (measured on engine 29).
 */
function isRouted(written: Json, name: string): boolean {
  return listOf(valueIn(written, [...GIVEN, name])).some(
    ({ HostIp, HostPort }) => (HostIp === EVERY || HostIp === '::') && (HostPort === '' || HostPort === '0'),
  );
}

function numberOr(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** Ports that the image or the container says it listens on. */
export const EXPOSED_PORTS: FieldCodec = toldField('expose', ['Config', 'ExposedPorts'], (written) => {
  const at = ['Config', 'ExposedPorts'];
  const exposed = exposedPorts(valueIn(written, at));
  return exposed.length === 0 ? undefined : { value: exposed, at, below: () => at };
});

/** The numbers of `{"80/tcp": {}}`. */
export function exposedPorts(value: unknown): readonly number[] {
  return Object.keys(isObject(value) ? value : {}).flatMap((name) => {
    const port = Number.parseInt(name, 10);
    return Number.isNaN(port) ? [] : [port];
  });
}
