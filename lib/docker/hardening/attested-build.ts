import { isObject } from '../../controls/requirement';

/**
 * Asks a build for the attestations that say how it was made and what is in it, unless the program says otherwise. Only a builder of
 * buildx can make them: without one the provider would refuse them, or drop them.
 */
export function attested<Args extends object>(args: Args): Args {
  const build: unknown = Reflect.get(args, 'build');
  if (!isObject(build) || build.builder === undefined || build.useLegacyBuilder === true) return args;
  return { ...args, build: { provenance: 'mode=max', sbom: 'true', ...build } };
}
