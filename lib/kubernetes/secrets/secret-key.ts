import type { IConstruct } from 'constructs';
import { constructError } from './construct-error';

const LONGEST_KEY = 253;

/**
 * Refuses what cannot be a key of a Secret.
 *
 * @throws a TemperedError `invalid-secret-key`
 */
export function checkSecretKeys(scope: IConstruct, id: string, keys: readonly string[]): void {
  if (keys.length === 0) throw constructError('invalid-secret-key', scope, id, 'a secret without a key holds nothing: name one at least');
  for (const key of keys) {
    if (/^[-._a-zA-Z0-9]+$/.test(key) && key.length <= LONGEST_KEY && key !== '.' && !key.startsWith('..')) continue;
    const wanted = 'a key is made of letters, digits, "-", "_" and ".", 253 at most';
    throw constructError('invalid-secret-key', scope, id, `${JSON.stringify(key)} is no key of a Secret: ${wanted}`);
  }
}
