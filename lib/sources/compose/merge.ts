import { isDeepStrictEqual } from 'node:util';
import { type ComposeNode, type MappingNode, type Origin, plain } from './node';
import { UNIQUE } from './unique';

/** Two files say things of different shapes, which Compose refuses to merge. */
export class MergeConflict extends Error {
  public constructor(
    message: string,
    public readonly origin: Origin,
  ) {
    super(message);
  }
}

type Merge = (base: ComposeNode, over: ComposeNode, path: string) => ComposeNode;

const keyed: Merge = (base, over, path) => {
  if (base.kind === 'mapping' && over.kind === 'mapping') return mappings(base, over, path);
  return byKey([...sequence(base), ...sequence(over)], (item) => String(plain(item)).split('=', 1)[0] ?? '', over);
};
const toSequence: Merge = (base, over) => ({ kind: 'list', items: appended(sequence(base), sequence(over)), origin: over.origin });
const replace: Merge = (_, over) => over;
const asMapping: Merge = (base, over, path) => mappings(namesOf(base), namesOf(over), path);

/** What Compose merges by rules of its own, in a service. Source: compose-go, override/merge.go. */
const SERVICE_RULES: Readonly<Record<string, Merge>> = {
  annotations: keyed,
  build: (base, over, path) => mappings(buildOf(base), buildOf(over), path),
  'build.args': keyed,
  'build.additional_contexts': keyed,
  'build.extra_hosts': toSequence,
  'build.labels': keyed,
  command: replace,
  depends_on: asMapping,
  'deploy.labels': keyed,
  dns: toSequence,
  dns_opt: toSequence,
  dns_search: toSequence,
  entrypoint: replace,
  env_file: toSequence,
  environment: keyed,
  extra_hosts: toSequence,
  'healthcheck.test': replace,
  label_file: toSequence,
  labels: keyed,
  logging: (base, over, path) => {
    const [before, after] = [plain(base), plain(over)].map((value) => (value as { driver?: unknown } | null)?.driver);
    return before === after || before === undefined || after === undefined ? generic(base, over, path) : over;
  },
  networks: asMapping,
  sysctls: keyed,
  tmpfs: toSequence,
};

/** A service under another one: of a file that overrides, or of one that extends. */
export function mergeService(base: ComposeNode, over: ComposeNode): ComposeNode {
  return merge(base, over, '');
}

/** A network, volume, secret or config under another one. */
export function mergeResource(base: ComposeNode, over: ComposeNode): ComposeNode {
  return generic(base, over, '\0');
}

function merge(base: ComposeNode, over: ComposeNode, path: string): ComposeNode {
  if (over.tag === 'reset' || over.tag === 'override') return over;
  if (isNull(over)) return base;
  if (isNull(base)) return over;
  const rule = SERVICE_RULES[path];
  const merged = rule === undefined ? generic(base, over, path) : rule(base, over, path);
  const keyOf = UNIQUE[path];
  return keyOf === undefined || merged.kind !== 'list' ? merged : byKey(merged.items, (item) => keyOf(plain(item)), merged);
}

function generic(base: ComposeNode, over: ComposeNode, path: string): ComposeNode {
  // A limit of processes or files is a number or two.
  if (path.startsWith('ulimits.') && base.kind !== over.kind) return over;
  if (base.kind === 'scalar') return over;
  if (base.kind !== over.kind)
    throw new MergeConflict(`${shapeOf(over)} cannot be merged with ${shapeOf(base)} of another file`, over.origin);
  if (base.kind === 'mapping' && over.kind === 'mapping') return mappings(base, over, path);
  return base.kind === 'list' && over.kind === 'list' ? { ...over, items: appended(base.items, over.items) } : over;
}

function mappings(base: ComposeNode, over: ComposeNode, path: string): ComposeNode {
  if (base.kind !== 'mapping' || over.kind !== 'mapping')
    throw new MergeConflict(`${shapeOf(over)} cannot be merged with ${shapeOf(base)} of another file`, over.origin);
  const entries = new Map(base.entries);
  for (const [key, value] of over.entries) {
    const before = entries.get(key);
    const next = path === '\0' ? path : path === '' ? key : `${path}.${key}`;
    entries.set(key, before === undefined ? value : path === '\0' ? generic(before, value, next) : merge(before, value, next));
  }
  return { kind: 'mapping', entries, origin: over.origin };
}

function shapeOf({ kind }: ComposeNode): string {
  return kind === 'scalar' ? 'a single value' : `a ${kind}`;
}

function isNull(node: ComposeNode): boolean {
  return node.kind === 'scalar' && (node.value === null || node.value === undefined) && node.tag === undefined;
}

function appended(base: readonly ComposeNode[], over: readonly ComposeNode[]): readonly ComposeNode[] {
  const known = new Set(base.map((item) => JSON.stringify(plain(item))));
  return [...base, ...over.filter((item) => !known.has(JSON.stringify(plain(item))))];
}

/** One element for a key: the last one counts, in the place of the first. */
function byKey(items: readonly ComposeNode[], keyOf: (item: ComposeNode) => string, { origin }: ComposeNode): ComposeNode {
  const last = new Map<string, ComposeNode>();
  for (const item of items) last.set(keyOf(item), item);
  return { kind: 'list', items: [...last.values()], origin };
}

/** A text, a list, or a mapping as a list of `NAME=value`. */
function sequence(node: ComposeNode): readonly ComposeNode[] {
  if (node.kind === 'list') return node.items;
  if (node.kind === 'scalar') return isNull(node) ? [] : [{ ...node, made: true }];
  return [...node.entries].map(([name, each]): ComposeNode => {
    const value = plain(each) ?? null;
    return { kind: 'scalar', value: value === null ? name : `${name}=${String(value)}`, origin: each.origin, made: true };
  });
}

/** A list of names as a mapping. */
function namesOf(node: ComposeNode): ComposeNode {
  if (node.kind !== 'list') return node;
  const entries = node.items.map((item): [string, ComposeNode] => [
    String(plain(item)),
    { kind: 'scalar', value: null, origin: item.origin, made: true },
  ]);
  return { kind: 'mapping', entries: new Map(entries), origin: node.origin };
}

function buildOf(node: ComposeNode): ComposeNode {
  return node.kind === 'scalar' && typeof node.value === 'string'
    ? { kind: 'mapping', entries: new Map([['context', node]]), origin: node.origin }
    : node;
}

/** Whether two services, networks … are the same, wherever they are written. */
export function isSame(one: ComposeNode, other: ComposeNode): boolean {
  return isDeepStrictEqual(plain(one), plain(other));
}

/** The mapping at home in another text: what is new is written there. */
export function atHome(node: ComposeNode, { origin }: ComposeNode): ComposeNode {
  return { ...node, origin };
}

export type { MappingNode };
