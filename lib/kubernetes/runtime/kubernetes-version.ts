import type { MinorVersion } from '../../controls/requirement';
import { TemperedError } from '../../errors';

/** `33` of `v1.33`. Throws a TemperedError `unknown-version` for what the type does not allow either. */
export function minorOf(version: MinorVersion): number {
  const minor = Number(/^v1\.(\d{1,3})$/.exec(version)?.[1]);
  if (Number.isNaN(minor)) throw new TemperedError('unknown-version', `"${version}" is no version of Kubernetes; write it as "v1.33"`);
  return minor;
}
