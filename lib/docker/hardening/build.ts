import type { ComposeFile } from '../../controls/docker/objects';
import { isObject, type Json, listOf, type Path, UNKNOWN, type WrittenForm } from '../../controls/requirement';

/** Where a resource that builds an image says things. */
interface BuildPlaces {
  readonly args: Path;
  readonly network: Path;
}

/**
 * A build of an image as the normal form of a Compose project with one service, which is where builds are judged. Without a build
 * the service has none, and nothing is asked of it.
 */
export function normaliseBuild(
  name: string,
  build: unknown,
  { args, network }: BuildPlaces,
  annotations: Readonly<Record<string, string>> = {},
): { readonly object: ComposeFile & Json; readonly written: WrittenForm } {
  const service = { networks: [], ports: [], ...(isObject(build) && { build: summaryOf(build, args, network) }) };
  const object: ComposeFile & Json = {
    apiVersion: 'docker/v1',
    kind: 'ComposeFile',
    metadata: { name, ...(Object.keys(annotations).length > 0 && { annotations }) },
    runBy: 'compose',
    services: { [name]: service },
  };
  const places: Readonly<Record<string, Path>> = { args, network };
  return {
    object,
    written: {
      pathOf([, , , key, ...rest]) {
        const place = places[String(key)];
        return place === undefined ? ['build', ...(key === undefined ? [] : [key]), ...rest] : [...place, ...rest];
      },
      // What a build needs, only a person knows: nothing about it is repaired.
      changes: () => [],
    },
  };
}

function summaryOf(build: Json, args: Path, network: Path) {
  const given: unknown = build[String(args.at(-1))];
  const mode: unknown = build[String(network.at(-1))];
  return {
    // Arguments that are not known yet are no reason to say that there are none.
    ...(given === UNKNOWN && { args: UNKNOWN as never }),
    ...(isObject(given) && { args: given as Readonly<Record<string, string | null>> }),
    ...(Array.isArray(build.secrets) && { secrets: listOf(build.secrets).map(({ id }) => String(id)) }),
    ...(mode !== undefined && mode !== null && { network: mode as string }),
  };
}
