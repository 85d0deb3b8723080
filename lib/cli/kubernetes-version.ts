import { InvalidArgumentError } from 'commander';
import { LATEST_MINOR } from '../engine/plan';

/** Reads `v1.28`, `1.28`, `v1.28.4` or `latest` as a minor version. */
export function kubernetesMinor(text: string): number {
  if (text === 'latest') return LATEST_MINOR;
  const minor = Number(/^v?1\.(\d{1,3})(?:\.\d+.*)?$/.exec(text)?.[1]);
  if (Number.isNaN(minor)) throw new InvalidArgumentError('It is a version such as v1.28, or latest.');
  if (minor > LATEST_MINOR)
    throw new InvalidArgumentError(`The newest version that is known is v1.${LATEST_MINOR}; write that, or latest.`);
  return minor;
}
