import { ELSEWHERE, withoutReferences } from '../credential/reference';
import { DOCKER } from '../docker/objects';
import { cleaned, type HostPaths } from '../pod/host-path';
import { docker, type Emit, failing, type Path, type Requirement, UNKNOWN, unknown } from '../requirement';
import { visitObjects, wrongShape } from './container-lists';

/** Paths of the host that no mount may have. */
export interface HostMountRule {
  readonly forbidden: readonly HostPaths[];
  /** Also forbidden in a project or a home: what has these names there is still what it is. */
  readonly anywhere?: readonly HostPaths[];
  /** Completes "must be …". */
  readonly expected: string;
  /** What to do instead. Never to mount it read-only: what is forbidden here is no better when it can only be read. */
  readonly instructions: string;
}

/** The source of no mount may be one of the paths, spelled in whatever way. Of a path with a variable in it only the rest is known. */
export function hostMountOutside({ forbidden, anywhere = [], expected, instructions }: HostMountRule): Requirement {
  const judge = (source: unknown, type: unknown, at: Path, emit: Emit) => {
    if (source === undefined || source === null) return;
    if (typeof source !== 'string') {
      emit(wrongShape(at, typeof source, 'a path'));
      return;
    }
    const written = withoutReferences(source);
    const onHost = isAbsolute(written);
    if (!onHost && type !== 'bind' && type !== 'npipe') return;
    const known = hostPath(written);
    const bad = (onHost ? [...forbidden, ...anywhere] : anywhere).some((each) => each.includes(known));
    if (bad) emit(failing(at, source, expected, instructions));
    else if (written.includes(ELSEWHERE) && (onHost || written.startsWith(ELSEWHERE))) emit(unknown(at, expected));
  };
  return docker({
    kinds: [DOCKER.container, DOCKER.volume],
    evaluate(object, emit) {
      if (object.kind === DOCKER.volume.kind) {
        const { folder } = object as { folder: unknown };
        if (folder === UNKNOWN) emit(unknown(['folder'], expected));
        else judge(folder, 'bind', ['folder'], emit);
        return folder !== undefined;
      }
      visitObjects(object, 'mounts', expected, emit, (mount, path) => {
        const { source, type } = mount as { source: unknown; type: unknown };
        const at = [...path, 'source'];
        if (type === UNKNOWN) emit(unknown([...path, 'type'], expected));
        else if (source !== UNKNOWN) judge(source, type, at, emit);
        else if (type !== 'volume') emit(unknown(at, expected));
      });
      return true;
    },
    prose: `in every container \`mounts[].source\`, and the folder of every volume that is a bind mount under another name, must be ${expected}`,
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
