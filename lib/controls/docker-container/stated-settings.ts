import type { KnownImage } from '../docker/known-images';
import { isObject, type Json, listOf } from '../requirement';
import { covers, isWritable } from './covered-path';
import { isServer } from './image-user';
import { knownImageOf } from './known-image-of';

/** Variables by which servers are told how much to take: `ES_JAVA_OPTS`, `PHP_MEMORY_LIMIT`. */
const SIZES = /mem(?:ory)?(?:$|_)|heap|cache|buffer|pool|max_conn|connections|workers|threads|java_opts|jvm|_opts$|_args$/i;
/** Folders and files that hold a configuration. */
const CONFIGURATION =
  /^(?:\/usr\/local)?\/etc(?:\/|$)|\/conf(?:ig)?(?:\.d)?(?:\/|$)|\.(?:conf|cnf|cfg|ini|ya?ml|toml|json|properties|hcl|xml)$/;
/** What lies there and configures no server. */
const NO_CONFIGURATION = ['/etc/localtime', '/etc/timezone', '/etc/hosts', '/etc/ssl', '/etc/pki', '/docker-entrypoint-initdb.d'];
/** Folders of the system, which programs read and do not write. */
const READ = ['/etc', '/usr', '/bin', '/lib', '/opt', '/dev'];

/**
 * What a container says beyond the ordinary server of its known image, so that the table speaks of something else: another program,
 * arguments that nobody has looked at, a size, a configuration that is mounted. Undefined where it says nothing of the kind.
 */
export function statedBeyond(container: Json): string | undefined {
  const known = knownImageOf(container);
  if (known === undefined) return undefined;
  if (!isServer(container)) return 'it starts another program than the ordinary one';
  const argument = strangeArgument(container, known);
  if (argument !== undefined) return `\`${argument}\` may change that`;
  const names = isObject(container.env) ? Object.keys(container.env) : [];
  const variable = names.find((name) => SIZES.test(name));
  if (variable !== undefined) return `${variable} may change that`;
  // What lies in shared memory counts against the limit.
  if (container.shmSize !== undefined && container.shmSize !== null) return 'its shared memory is of a size of its own';
  const mounted = mountedConfiguration(container);
  return mounted === undefined ? undefined : `the configuration at ${mounted} may change that`;
}

/** Why a known image may write to places that nothing tells of. */
export function writesElsewhere(container: Json, known: KnownImage): string | undefined {
  const { data, dataVariables = [], readOnlyRoot } = known;
  const places = Object.keys(readOnlyRoot?.writable ?? {});
  const isKnown = (path: string): boolean => [...data, ...places].some((each) => covers(each, path)) || isWritable(container, path);
  const isMounted = (path: string): boolean => listOf(container.mounts).some(({ target }) => covers(target, path));
  const argument = strangeArgument(container, known);
  if (argument !== undefined) return `\`${argument}\` may send it to other places`;
  const told = wordsOf(container).flatMap((word) => Array.from(word.matchAll(/(?:^|[=:,\s"'])(\/[\w.@/-]+)/g), ([, path = '']) => path));
  const path = told.find((each) => !isKnown(each) && !isMounted(each) && !READ.some((folder) => covers(folder, each)));
  if (path !== undefined) return `${path} may be written`;
  const moved = dataVariables.find((name) => {
    const value: unknown = container.env?.[name];
    return typeof value === 'string' && value.startsWith('/') && !isKnown(value);
  });
  if (moved !== undefined) return `${moved} sends it to another place`;
  const mounted = readOnlyRoot?.whateverConfigured === true ? undefined : mountedConfiguration(container);
  return mounted === undefined ? undefined : `the configuration at ${mounted} may name other places`;
}

/** The first argument of which it is not known that it changes neither sizes nor places. */
function strangeArgument(container: Json, { servers, options = [] }: KnownImage): string | undefined {
  const words = wordsOf(container);
  let isValue = false;
  for (const [index, word] of words.entries()) {
    if (index === 0 && servers.includes(word)) continue;
    if (!word.startsWith('-')) {
      if (isValue || options.includes(word)) continue;
      return word;
    }
    // `-c shared_buffers=2GB` of PostgreSQL names the option behind it.
    const isSetting = word === '-c' || word === '-g';
    const name = nameOf(isSetting ? `${word} ${words[index + 1] ?? ''}` : word);
    if (!options.some((option) => (option.endsWith('*') ? name.startsWith(option.slice(0, -1)) : name === option)))
      return isSetting ? `${word} ${words[index + 1] ?? ''}` : nameIn(word);
    isValue = !word.includes('=');
  }
  return undefined;
}

function nameIn(word: string): string {
  return word.split('=', 1)[0] ?? word;
}

/** In the spelling of the table: servers take `_` for `-`, and some either case. */
function nameOf(word: string): string {
  return nameIn(word)
    .replace(/(?<=\w)_/g, '-')
    .toLowerCase();
}

/** A configuration that is mounted, by bind mount, volume or as a config of the project. */
function mountedConfiguration(container: Json): string | undefined {
  const { mounts, configs } = container;
  const data = knownImageOf(container)?.data ?? [];
  const targets = [
    ...listOf(mounts).map(({ target }) => target as unknown),
    // Without a target a config lies at the root under its own name.
    ...listOf(configs).map(({ target, source }) => target ?? `/${String(source)}.conf`),
  ].filter((target): target is string => typeof target === 'string');
  return targets.find(
    (target) => CONFIGURATION.test(target) && !data.includes(target) && !NO_CONFIGURATION.some((folder) => covers(folder, target)),
  );
}

function wordsOf({ command }: Json): readonly string[] {
  return Array.isArray(command) ? command.filter((word: unknown): word is string => typeof word === 'string') : [];
}
