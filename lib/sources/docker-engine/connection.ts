import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Dockerode from 'dockerode';
import { TemperedError } from '../../errors';
import type { EngineAddress } from './address';
import { unreachable } from './unreachable';

/** Milliseconds without an answer after which a request is given up. */
const PATIENCE = 30_000;

/**
 * A client of the engine. Nothing is asked yet.
 *
 * @throws a TemperedError `engine-certificates` where a certificate cannot be read
 */
export function connect({ socket, tcp, certificates }: EngineAddress): Dockerode {
  const tls = certificates === undefined ? undefined : readCertificates(certificates);
  // Loaded here, so that nothing else pays for it.
  const Docker = require('dockerode') as typeof import('dockerode');
  // All of it is said, so that nothing is taken from the environment a second time.
  const choice = {
    socketPath: socket,
    host: tcp?.host,
    port: tcp?.port,
    protocol: tls === undefined ? ('http' as const) : ('https' as const),
    ca: tls?.ca,
    cert: tls?.cert,
    key: tls?.key,
    timeout: PATIENCE,
  };
  try {
    return new Docker(choice);
  } catch (cause) {
    throw new TemperedError('bad-engine-address', `DOCKER_HOST or DOCKER_CERT_PATH cannot be used: ${String(cause)}`, { cause });
  }
}

function readCertificates(folder: string): { readonly ca: string; readonly cert: string; readonly key: string } {
  const read = (name: string): string => {
    const path = join(folder, name);
    try {
      return readFileSync(path, 'utf8');
    } catch (cause) {
      throw new TemperedError('engine-certificates', `${path} cannot be read: an engine with TLS asks for a certificate of the client`, {
        hint: 'set DOCKER_CERT_PATH to the folder that has ca.pem, cert.pem and key.pem',
        cause,
      });
    }
  };
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
}

/** Asks the engine for something without which nothing can be judged; an engine that does not answer is an error. */
export async function demand<T>(address: EngineAddress, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw unreachable(address, error);
  }
}
