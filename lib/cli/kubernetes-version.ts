import { LATEST_MINOR } from '../engine/plan';
import { TemperedError } from '../errors';

/** Reads `v1.28`, `1.28`, `v1.28.4` or `latest` as a minor version. Throws a TemperedError `unknown-version`. */
export function kubernetesMinor(text: string): number {
  if (text === 'latest') return LATEST_MINOR;
  const minor = Number(/^v?1\.(\d{1,3})(?:\.\d+.*)?$/.exec(text)?.[1]);
  if (Number.isNaN(minor)) throw new TemperedError('unknown-version', `"${text}" is no version of Kubernetes; write v1.28, or latest`);
  if (minor > LATEST_MINOR)
    throw new TemperedError(
      'unknown-version',
      `Kubernetes ${text} is not known yet; the newest known is v1.${LATEST_MINOR}: write that, or latest`,
    );
  return minor;
}
