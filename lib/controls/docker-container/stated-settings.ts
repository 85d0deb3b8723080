import type { KnownImage } from '../docker/known-images';
import { isObject, type Json, listOf } from '../requirement';
import { covers, isWritable } from './covered-path';
import { isServer } from './image-user';

/** Options and variables by which servers are told how much to take: `--maxmemory`, `shared_buffers`, `ES_JAVA_OPTS`. */
const SIZES = /mem(?:ory)?\b|max_?mem|heap|cache|buffer|pool|connections|workers|threads|-Xm[sx]|java_opts|jvm|_opts$/i;
/** The same in one letter, of memcached: `-m 1024`, `-c 4096`. */
const SHORT_SIZES = /^-[mct](?:\s*\d+[kmg]?)?$/i;

/** Whether a known image may need more than its defaults: it runs something else, or is told how much to take. */
export function saysItsSize(container: Json): boolean {
  if (!isServer(container)) return true;
  const names = isObject(container.env) ? Object.keys(container.env) : [];
  return wordsOf(container).some((word) => SIZES.test(word) || SHORT_SIZES.test(word)) || names.some((name) => SIZES.test(name));
}

/** Folders of the system, which programs read and do not write. */
const READ = ['/etc', '/usr', '/bin', '/lib', '/opt', '/dev'];

/** Whether arguments, variables or a configuration that is mounted may send a known image to places that nothing tells of. */
export function mayWriteElsewhere(container: Json, { data, dataVariables = [], readOnlyRoot }: KnownImage): boolean {
  const places = Object.keys(readOnlyRoot?.writable ?? {});
  const isKnown = (path: string): boolean => [...data, ...places].some((each) => covers(each, path)) || isWritable(container, path);
  const isMounted = (path: string): boolean => listOf(container.mounts).some(({ target }) => covers(target, path));
  const told = wordsOf(container).flatMap((word) => Array.from(word.matchAll(/(?:^|[=:,\s"'])(\/[\w.@/-]+)/g), ([, path = '']) => path));
  const moved = dataVariables.flatMap((name) =>
    isObject(container.env) && typeof container.env[name] === 'string' ? [container.env[name] as string] : [],
  );
  return (
    told.some((path) => !isKnown(path) && !isMounted(path) && !READ.some((folder) => covers(folder, path))) ||
    moved.some((path) => path.startsWith('/') && !isKnown(path)) ||
    (readOnlyRoot?.settings ?? []).some((folder) => listOf(container.mounts).some(({ target }) => covers(folder, target)))
  );
}

function wordsOf({ command }: Json): readonly string[] {
  return Array.isArray(command) ? command.filter((word: unknown): word is string => typeof word === 'string') : [];
}
