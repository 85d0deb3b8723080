import type { IConstruct } from 'constructs';
import { constructError } from './construct-error';

const LONGEST_KEY = 253;

/**
 * Refuses what cannot be a key of a Secret, and does not repeat it: a value may stand where its key should.
 *
 * @throws a TemperedError `invalid-secret-key`
 */
export function checkSecretKeys(scope: IConstruct, id: string, keys: readonly string[]): void {
  if (keys.length === 0) throw constructError('invalid-secret-key', scope, id, 'a secret without a key holds nothing: name one at least');
  for (const [index, key] of keys.entries()) {
    if (/^[-._a-zA-Z0-9]+$/.test(key) && key.length <= LONGEST_KEY && key !== '.' && !key.startsWith('..')) continue;
    const wanted = 'a key is made of letters, digits, "-", "_" and ".", 253 at most';
    throw constructError('invalid-secret-key', scope, id, `key ${index + 1} of ${keys.length} is no key of a Secret: ${wanted}`);
  }
}
