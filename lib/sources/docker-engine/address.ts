import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { TemperedError } from '../../errors';
import { contextEndpoint } from './context';
import { configFolder, type Environment } from './environment';

/** Where an engine answers. */
export interface EngineAddress {
  /** As reports name it: `unix:///var/run/docker.sock`, `tcp://10.0.0.5:2376`. */
  readonly host: string;
  /** Who said so: `DOCKER_HOST`, `the context "prod"` … */
  readonly from: string;
  /** The path of a socket, or of a named pipe. */
  readonly socket?: string;
  readonly tcp?: { readonly host: string; readonly port: number };
  /** The folder with ca.pem, cert.pem and key.pem; absent where there is no TLS. */
  readonly certificates?: string;
}

const DEFAULT_SOCKET = '/var/run/docker.sock';

/**
 * Reads an address of the command line.
 *
 * - `docker://` is what the client would take: `DOCKER_HOST`, else the context (`DOCKER_CONTEXT`, or the current one),
 *   else the default socket.
 * - `docker:///var/run/docker.sock` is a socket.
 * - `docker://host:2376` is a port: with TLS, unless it is 2375.
 *
 * @throws a TemperedError `bad-engine-address`
 */
export function engineAddress(url: string, env: Environment): EngineAddress {
  const rest = url.replace(/^docker:\/\//, '');
  if (rest.startsWith('/')) return ofHost(`unix://${rest}`, 'the command line', env);
  if (rest === '') return usualAddress(env);
  const { host, port } = hostAndPort(rest, url);
  return {
    host: `tcp://${host}:${port ?? 2376}`,
    from: 'the command line',
    tcp: { host: bare(host), port: port ?? 2376 },
    ...(port !== 2375 && { certificates: certificateFolder(env) }),
  };
}

function usualAddress(env: Environment): EngineAddress {
  if (env.DOCKER_HOST !== undefined && env.DOCKER_HOST !== '') return ofHost(env.DOCKER_HOST, 'DOCKER_HOST', env);
  const context = contextEndpoint(configFolder(env), env.DOCKER_CONTEXT);
  if (context === undefined) return { host: `unix://${defaultSocket(env)}`, from: 'the default', socket: defaultSocket(env) };
  const address = ofHost(context.host, `the context "${context.name}"`, {});
  if (address.tcp === undefined) return address;
  return { ...address, ...(context.certificates !== undefined && { certificates: context.certificates }) };
}

/** That of the system; else that of an engine without root, or of Docker Desktop. */
function defaultSocket({ XDG_RUNTIME_DIR, HOME }: Environment): string {
  const others = [
    ...(XDG_RUNTIME_DIR === undefined ? [] : [join(XDG_RUNTIME_DIR, 'docker.sock')]),
    join(HOME ?? homedir(), '.docker/run/docker.sock'),
  ];
  return [DEFAULT_SOCKET, ...others].find((path) => existsSync(path)) ?? DEFAULT_SOCKET;
}

/** An address as the client takes it in DOCKER_HOST. */
function ofHost(text: string, from: string, env: Environment): EngineAddress {
  const [, scheme = 'tcp', rest = ''] = /^(?:([a-z]+):\/\/)?(.*)$/s.exec(text) ?? [];
  if (scheme === 'unix' || scheme === 'npipe') {
    const socket = rest === '' ? DEFAULT_SOCKET : rest;
    return { host: `${scheme}://${socket}`, from, socket };
  }
  if (scheme === 'ssh') throw overSsh(from);
  if (scheme !== 'tcp' && scheme !== 'http' && scheme !== 'https')
    throw new TemperedError('bad-engine-address', `${from} has an address of the kind "${scheme}", which no client reads`, { hint: KINDS });
  const { host, port } = hostAndPort(rest, from);
  const tls = scheme === 'https' || (env.DOCKER_TLS_VERIFY ?? '') !== '';
  const chosen = port ?? (tls ? 2376 : 2375);
  return {
    host: `tcp://${host}:${chosen}`,
    from,
    tcp: { host: bare(host), port: chosen },
    ...(tls && { certificates: certificateFolder(env) }),
  };
}

const KINDS = 'write `docker:///path/of.sock`, `docker://host:2376`, or set DOCKER_HOST to an address with unix:// or tcp://';

function overSsh(from: string): TemperedError {
  return new TemperedError('bad-engine-address', `${from} names an engine by ssh://, which is not read directly`, {
    hint: 'run the audit on that host, or forward its socket: `ssh -N -L /tmp/docker.sock:/var/run/docker.sock HOST`, then audit docker:///tmp/docker.sock',
  });
}

function hostAndPort(text: string, from: string): { readonly host: string; readonly port: number | undefined } {
  const [, host = '', digits] = /^(\[[0-9A-Fa-f:.%]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?\/?$/.exec(text) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  // What was written may hold a password, so that it is not repeated.
  if (host === '' || (port !== undefined && (port === 0 || port > 65_535)))
    throw new TemperedError('bad-engine-address', `${from.includes('@') ? 'the address' : from} holds no host and port`, { hint: KINDS });
  return { host, port };
}

function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

function certificateFolder(env: Environment): string {
  return env.DOCKER_CERT_PATH !== undefined && env.DOCKER_CERT_PATH !== '' ? env.DOCKER_CERT_PATH : configFolder(env);
}
