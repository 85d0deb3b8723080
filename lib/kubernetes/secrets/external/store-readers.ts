import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { constructError } from '../construct-error';
import type { ISecretStore } from './secret-store';

/** Namespaces by their labels, as everywhere in Kubernetes. */
export interface NamespaceSelector {
  /** Labels that a namespace must have. */
  readonly matchLabels?: Readonly<Record<string, string>>;
  /** What else must hold of its labels. */
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
  }[];
}

type Readers = {
  /** Their names. */
  readonly namespaces: readonly [string, ...string[]];
  /** Their labels. Whoever may label a namespace may let it read. */
  readonly namespaceSelector: NamespaceSelector;
  /** Patterns of their names, from the beginning to the end: without `^` and `$` a part of a name would be enough. */
  readonly namespaceRegexes: readonly [`^${string}$`, ...`^${string}$`[]];
};

/** The namespaces that may read from a ClusterSecretStore: one that none of these names may not. At least one of the three. */
export type StoreReaders = {
  [Name in keyof Readers]: Pick<Readers, Name> & Partial<Omit<Readers, Name>>;
}[keyof Readers];

/**
 * @returns `spec.conditions`: a namespace that one of them names may read
 * @throws a TemperedError `invalid-secret-store` for what would let in nobody, or everybody
 */
export function readerConditions(scope: Construct, id: string, readers: Partial<Readers>): readonly object[] {
  const fail = (wrong: string, hint?: string) => constructError('invalid-secret-store', scope, id, wrong, hint);
  const { namespaces, namespaceSelector, namespaceRegexes } = readers;
  const conditions = [
    ...(namespaces === undefined ? [] : [{ namespaces }]),
    ...(namespaceSelector === undefined ? [] : [{ namespaceSelector }]),
    ...(namespaceRegexes === undefined ? [] : [{ namespaceRegexes }]),
  ];
  const empty = [namespaces, namespaceRegexes].some((list) => list !== undefined && list.length === 0);
  if (conditions.length === 0 || empty)
    throw fail('a ClusterSecretStore names the namespaces that may read from it: one at least', NAME_THEM);
  for (const namespace of namespaces ?? [])
    if (!/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace))
      throw fail(`${JSON.stringify(namespace)} in "namespaces" is no name of a namespace, and names are compared as they are`, NAME_THEM);
  if (namespaceSelector !== undefined) {
    const { matchLabels = {}, matchExpressions = [] } = namespaceSelector;
    if (Object.keys(matchLabels).length === 0 && matchExpressions.length === 0)
      throw fail('"namespaceSelector" selects every namespace', NAME_THEM);
  }
  for (const regex of namespaceRegexes ?? []) {
    if (!/^\^.*\$$/.test(regex) || isAlternative(regex))
      throw fail(`${JSON.stringify(regex)} in "namespaceRegexes" matches a part of a name`, 'Write it from "^" to "$": "^shop-[a-z]+$".');
    if (patternOf(regex) === undefined) throw fail(`${JSON.stringify(regex)} in "namespaceRegexes" is no regular expression of Go`);
  }
  return conditions;
}
const NAME_THEM = 'Write "namespaces", or a "namespaceSelector", or "namespaceRegexes" from "^" to "$".';

/** `^a|b$` is either `^a` or `b$`. */
function isAlternative(regex: string): boolean {
  let depth = 0;
  for (const [mark] of regex
    .replace(/\\./g, '')
    .replace(/\[[^\]]*\]/g, '')
    .matchAll(/[()|]/g)) {
    if (mark === '|' && depth === 0) return true;
    depth += mark === '(' ? 1 : mark === ')' ? -1 : 0;
  }
  return false;
}

/** What Go has and JavaScript has, too: names of namespaces need no more. */
function patternOf(regex: string): RegExp | undefined {
  if (/\(\?(?!:)|\\[1-9k]/.test(regex)) return undefined;
  try {
    return new RegExp(regex);
  } catch {
    return undefined;
  }
}

const readersOf = new WeakMap<ISecretStore, Partial<Readers>>();

/** Keeps who may read from a store. */
export function rememberReaders(store: ISecretStore, readers: Partial<Readers>): void {
  readersOf.set(store, readers);
}

/**
 * An ExternalSecret that may not use its store is never filled, and nothing but its own status says so.
 *
 * @param namespace that of the ExternalSecret or PushSecret; nothing can be said where its chart names none
 * @throws a TemperedError `unusable-secret-store`
 */
export function checkReader(scope: Construct, id: string, store: ISecretStore, namespace: string | undefined): void {
  const kinds: readonly string[] = ['SecretStore', 'ClusterSecretStore'];
  if (!kinds.includes(store.kind) || store.name === '' || typeof store.name !== 'string')
    throw constructError('unusable-secret-store', scope, id, 'a store has a name, and is a SecretStore or a ClusterSecretStore');
  if (namespace === undefined) return;
  const fail = (wrong: string, hint: string) => constructError('unusable-secret-store', scope, id, wrong, hint);
  if (store.kind === 'SecretStore') {
    const home = Construct.isConstruct(store) ? store.node.findAll().find(ApiObject.isApiObject)?.metadata.namespace : undefined;
    if (home === undefined || home === namespace) return;
    const hint = `Make a SecretStore in "${namespace}", or a ClusterSecretStore that names it.`;
    throw fail(`the SecretStore ${store.name} is in the namespace "${home}", and what uses it in "${namespace}"`, hint);
  }
  const readers = readersOf.get(store);
  // Which labels a namespace has, only the cluster knows.
  if (readers === undefined || readers.namespaceSelector !== undefined) return;
  const namespaces: readonly string[] = readers.namespaces ?? [];
  const namespaceRegexes: readonly string[] = readers.namespaceRegexes ?? [];
  if (namespaces.includes(namespace) || namespaceRegexes.some((regex) => patternOf(regex)?.test(namespace) === true)) return;
  throw fail(
    `the ClusterSecretStore ${store.name} may not be read from the namespace "${namespace}"`,
    `Add it to "namespaces" of the store.`,
  );
}
