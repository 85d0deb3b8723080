import { ELSEWHERE, withoutReferences } from '../credential/reference';
import { DOCKER } from '../docker/objects';
import { cleaned, type HostPaths } from '../pod/host-path';
import { docker, type Fix, failing, type Json, type Path, type Requirement, UNKNOWN, unknown } from '../requirement';
import { visitObjects, wrongShape } from './container-lists';

/** Paths of the host that no mount may have. */
export interface HostMountRule {
  readonly forbidden: readonly HostPaths[];
  /** Also forbidden in a project or a home: what has these names there is still what it is. */
  readonly anywhere?: readonly HostPaths[];
  /** Completes "must be …". */
  readonly expected: string;
  readonly fix: (mount: Json, path: Path) => Fix;
}

/** The source of no mount may be one of the paths, spelled in whatever way. Of a path with a variable in it only the rest is known. */
export function hostMountOutside({ forbidden, anywhere = [], expected, fix }: HostMountRule): Requirement {
  return docker({
    kinds: [DOCKER.container],
    evaluate(container, emit) {
      visitObjects(container, 'mounts', expected, emit, (mount, path) => {
        const { source, type } = mount as { source: unknown; type: unknown };
        const at = [...path, 'source'];
        if (type === UNKNOWN) return emit(unknown([...path, 'type'], expected));
        if (source === UNKNOWN) {
          if (type !== 'volume') emit(unknown(at, expected));
          return;
        }
        if (source === undefined || source === null) return;
        if (typeof source !== 'string') return emit(wrongShape(at, typeof source, 'a path'));
        const written = withoutReferences(source);
        const onHost = isAbsolute(written);
        if (!onHost && type !== 'bind' && type !== 'npipe') return;
        const known = hostPath(written);
        const bad = (onHost ? [...forbidden, ...anywhere] : anywhere).some((each) => each.includes(known));
        if (bad) emit(failing(at, source, expected, fix(mount, path)));
        else if (written.includes(ELSEWHERE) && (onHost || written.startsWith(ELSEWHERE))) emit(unknown(at, expected));
      });
      return true;
    },
    prose: `in every container \`mounts[].source\` must be ${expected}`,
  });
}

/** A path from the root of the host, not of the project (`./data`), of a home (`~/data`) or the name of a volume. */
function isAbsolute(path: string): boolean {
  return /^[/\\]|^[A-Za-z]:(?:[/\\]|$)/.test(path);
}

/**
 * The path as the host reads it, with a slash at both ends. Of Windows: with slashes, in small letters, since it tells neither apart,
 * and a drive is a step (`/c:/windows/`); a named pipe (`\\.\pipe\docker_engine`) is `/pipe/docker_engine/`.
 */
export function hostPath(path: string): string {
  const isWindows = /^[A-Za-z]:|^\\|^\/\/[.?]\//.test(path);
  return cleaned(
    isWindows
      ? path
          .replaceAll('\\', '/')
          .replace(/^\/\/\?\//, '/')
          .toLowerCase()
      : path,
  );
}
