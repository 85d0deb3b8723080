import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../../controls/requirement';
import { TemperedError } from '../../errors';

/** The engine of a context of the client (`docker context ls`). */
export interface ContextEndpoint {
  readonly name: string;
  readonly host: string;
  /** The folder of its certificates, where it has some. */
  readonly certificates?: string;
}

/**
 * The engine of the context that is chosen, or of the current one; undefined where that is the default.
 *
 * @throws a TemperedError `bad-engine-address` where a context is named that is not there
 */
export function contextEndpoint(folder: string, chosen: string | undefined): ContextEndpoint | undefined {
  const current: unknown = readJson(join(folder, 'config.json'))?.currentContext;
  const name = chosen !== undefined && chosen !== '' ? chosen : typeof current === 'string' ? current : '';
  if (name === '' || name === 'default') return undefined;
  const id = createHash('sha256').update(name).digest('hex');
  const endpoints: unknown = readJson(join(folder, 'contexts/meta', id, 'meta.json'))?.Endpoints;
  const host: unknown = isObject(endpoints) && isObject(endpoints.docker) ? endpoints.docker.Host : undefined;
  if (typeof host !== 'string')
    throw new TemperedError('bad-engine-address', `the context "${name}" names no engine`, {
      hint: '`docker context ls` lists all of them',
    });
  const certificates = join(folder, 'contexts/tls', id, 'docker');
  return { name, host, ...(existsSync(certificates) && { certificates }) };
}

/** The object in a JSON file; undefined where there is none that can be read. */
export function readJson(path: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
