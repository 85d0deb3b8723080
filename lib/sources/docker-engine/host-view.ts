import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What can be seen of the host that an audit runs on; below another root in tests. */
export interface HostView {
  /** The text of a file. Throws what Node.js throws. */
  read(path: string): string;
  /** The names in a folder; none where it cannot be read. */
  list(path: string): readonly string[];
  /** Owner and mode of a file; undefined where there is none, or it cannot be seen. */
  owner(path: string): { readonly user: string; readonly group: string; readonly mode: string } | undefined;
  /** The file that a path leads to by links. */
  real(path: string): string;
}

/** The host as it is seen from a folder: `/`. */
export function hostView(root = '/'): HostView {
  const below = (path: string): string => join(root, path);
  const read = (path: string): string => readFileSync(below(path), 'utf8');
  const nameIn = (file: string, id: number): string => {
    try {
      const line = read(file)
        .split('\n')
        .find((each) => each.split(':')[2] === String(id));
      return line?.split(':')[0] ?? String(id);
    } catch {
      return String(id);
    }
  };
  return {
    read,
    list: (path) => {
      try {
        return readdirSync(below(path)).sort();
      } catch {
        return [];
      }
    },
    owner: (path) => {
      try {
        const { uid, gid, mode } = statSync(below(path));
        return {
          user: nameIn('/etc/passwd', uid),
          group: nameIn('/etc/group', gid),
          mode: (mode & 0o7777).toString(8).padStart(4, '0'),
        };
      } catch {
        return undefined;
      }
    },
    real: (path) => {
      try {
        return lstatSync(below(path)).isSocket() || root !== '/' ? path : realpathSync(path);
      } catch {
        return path;
      }
    },
  };
}
