import { isObject, UNKNOWN } from '../controls/requirement';

/**
 * The folder of the host that a volume is under another name: the driver `local` hands its options to mount(2), and `o: bind` makes that
 * a bind mount of `device`. `UNKNOWN` where it may be one, or is one of a path that is not known yet.
 * Source: moby, daemon/volume/local/local_unix.go.
 */
export function hostFolderOf(driver: unknown, options: unknown): unknown {
  if (options === UNKNOWN) return UNKNOWN;
  if (!isObject(options) || (driver !== UNKNOWN && driver !== undefined && driver !== null && driver !== '' && driver !== 'local'))
    return undefined;
  const { o, device }: { readonly o?: unknown; readonly device?: unknown } = options;
  if (o === UNKNOWN) return device === undefined ? undefined : UNKNOWN;
  if (typeof o !== 'string' || !/(?:^|,)r?bind(?:,|$)/.test(o)) return undefined;
  return typeof device === 'string' || device === UNKNOWN ? device : undefined;
}
