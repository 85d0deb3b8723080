import type { ValueTest } from '../requirement';
import { celList } from '../requirement/text';

/** A set of paths of the node, as code and as CEL over a cleaned path. */
export interface HostPaths {
  readonly includes: (cleaned: string) => boolean;
  readonly cel: (cleaned: string) => string;
}

/**
 * The path as the node reads it, with a slash at both ends: `/etc/./ssl//` is `/etc/ssl/`, the root is `/`.
 * So `/etc/` begins what lies in /etc, and not /etcd. A path that begins with no slash is read from the root.
 */
export function cleaned(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return `/${steps.map((step) => `${step}/`).join('')}`;
}

/** The same in CEL, but for `..`, which no API server lets into a host path: there it stays, and counts as bad. */
function celCleaned(path: string): string {
  return `'/' + ${path}.split('/').filter(s, s != '' && s != '.').map(s, s + '/').join()`;
}

/** The directories and what lies in them. Of the root only itself: everything lies in it. */
export function within(directories: readonly string[]): HostPaths {
  const all = directories.map(cleaned);
  const below = all.filter((each) => each !== '/');
  return {
    includes: (path) => all.includes(path) || below.some((each) => path.startsWith(each)),
    cel: (path) => `${path} in ${celList(all)} || ${celList(below)}.exists(d, ${path}.startsWith(d))`,
  };
}

/** The files or directories, what lies in them, and every directory that they lie in: mounting it mounts them. */
export function reaching(targets: readonly string[]): HostPaths {
  const all = targets.map(cleaned);
  return {
    includes: (path) => all.some((each) => path.startsWith(each) || each.startsWith(path)),
    cel: (path) => `${celList(all)}.exists(d, ${path}.startsWith(d) || d.startsWith(${path}))`,
  };
}

/** Whatever in the directories has one of the names, however deep. A name may have several steps (`.config/gcloud`). */
export function named(names: readonly string[], directories: readonly string[] = ['/']): HostPaths {
  const steps = names.map(cleaned);
  const all = directories.map(cleaned);
  return {
    includes: (path) => all.some((each) => path.startsWith(each)) && steps.some((step) => path.includes(step)),
    cel: (path) => `${celList(all)}.exists(d, ${path}.startsWith(d)) && ${celList(steps)}.exists(n, ${path}.contains(n))`,
  };
}

/** A host path that, once cleaned, is in none of the sets. */
export function hostPathOutside(prose: string, instructions: string, ...forbidden: readonly HostPaths[]): ValueTest<string> {
  return {
    absent: true,
    accepts(value) {
      if (typeof value !== 'string') return false;
      const path = cleaned(value);
      return !forbidden.some((each) => each.includes(path));
    },
    prose,
    cel(value) {
      const bad = ["p.contains('/../')", ...forbidden.map((each) => `(${each.cel('p')})`)].join(' || ');
      return `![${celCleaned(value)}].exists(p, ${bad})`;
    },
    fix: () => ({ op: 'manual', instructions }),
  };
}
