import { TemperedError } from '../../errors';
import type { ContainerServiceProps } from './container-service';

/**
 * Checks what no engine would start, so that it is said where it is written and not when the file is deployed.
 *
 * @throws a TemperedError `missing-image`, `invalid-port`, `invalid-mount`, `invalid-cpus`, `invalid-secret-mount`, `invalid-variable`
 * or `unexpected-networks`
 */
export function checkService(name: string, props: ContainerServiceProps): void {
  const refuse = (code: string, what: string, hint: string): never => {
    throw new TemperedError(code, `${what} of the service ${name}`, { hint });
  };
  if (typeof props.image !== 'string' || props.image.trim() === '')
    refuse('missing-image', 'nothing is said of the image', 'name it by its digest: registry.example/web@sha256:…');
  const published = (props.ports ?? []).flatMap(({ target, published: there = target }) => [target, there]);
  for (const port of [...(props.listens ?? []), ...published])
    if (!Number.isInteger(port) || port < 1 || port > 65535)
      refuse('invalid-port', `${String(port)} cannot be a port`, 'a port is a whole number from 1 to 65535');
  if (props.cpus !== undefined && !(props.cpus >= 0.01))
    refuse('invalid-cpus', `${String(props.cpus)} cannot be the CPUs`, 'a number of 0.01 or more');
  const written = new Set((props.writablePaths ?? []).map((each) => plain(typeof each === 'string' ? each : each.path)));
  for (const { target } of props.volumes ?? []) {
    if (!isFolder(target))
      refuse('invalid-mount', `"${target}" cannot be a target of a volume`, 'name a folder below the root by its absolute path');
    if (written.has(plain(target)))
      refuse('invalid-mount', `"${target}" is both a volume and a writable path`, 'take one of them out: a volume is written to as well');
    written.add(plain(target));
  }
  for (const each of props.secrets ?? []) {
    if (!('secret' in each)) continue;
    if (each.mode !== undefined && !/^0?[0-7]{3}$/.test(each.mode))
      refuse('invalid-secret-mount', `"${each.mode}" cannot be the mode of a secret`, 'three octal digits: "0440"');
    if (each.target !== undefined && (each.target === '' || each.target.split('/').includes('..')))
      refuse('invalid-secret-mount', `"${each.target}" cannot be the file of a secret`, 'a name below /run/secrets, or an absolute path');
  }
  for (const [variable, value] of Object.entries(props.environment ?? {}))
    if (typeof value !== 'string')
      refuse(
        'invalid-variable',
        `the variable ${variable} is no text`,
        'leave it out, or give it a value: Compose would take it from the shell',
      );
  if (props.container !== undefined && 'networks' in props.container)
    refuse('unexpected-networks', '`container.networks` cannot be said', 'state flows: connections.allowTo(other), allowToOutside()');
}

/** A path without doubled slashes and one at the end. */
export function plain(path: string): string {
  return `/${path
    .split('/')
    .filter((step) => step !== '' && step !== '.')
    .join('/')}`;
}

function isFolder(path: string): boolean {
  return path.startsWith('/') && plain(path) !== '/' && !path.split('/').includes('..') && !/[:,]/.test(path);
}
