import { isObject, type Json } from '../../controls/requirement';
import type { Resource } from '../../engine/resource';

/** What cdk8s calls the object of a construct that has one: the construct is what its author knows. */
const OBJECT_IDS: readonly unknown[] = ['Resource', 'Default'];

/**
 * What the constructs of a chart are called: by id (`web`), by path in the chart (`front/web`), by path from the root (`shop/front/web`).
 * Their objects have names with a hash, which nobody writes down. Nothing where it is no chart.
 */
export function constructNames(received: unknown): (resource: Resource) => readonly string[] {
  const names = new Map<string, readonly string[]>();
  const root = nodeOf(received);
  const prefix = `${root?.path}/`;
  const all: unknown = typeof root?.findAll === 'function' ? root.findAll() : [];
  for (const each of Array.isArray(all) ? all : []) {
    const { apiVersion, kind, name, metadata } = isObject(each) ? each : {};
    if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string') continue;
    const own = nodeOf(each);
    const node = OBJECT_IDS.includes(own?.id) ? (nodeOf(own?.scope) ?? own) : own;
    const path = String(node?.path);
    names.set(keyOf(kind, isObject(metadata) ? metadata.namespace : undefined, name), [
      String(node?.id),
      path.startsWith(prefix) ? path.slice(prefix.length) : path,
      path,
    ]);
  }
  return ({ kind, namespace, name }) => names.get(keyOf(kind, namespace, name)) ?? [];
}

function nodeOf(construct: unknown): Json | undefined {
  const node: unknown = isObject(construct) ? construct.node : undefined;
  return isObject(node) ? node : undefined;
}

function keyOf(kind: string, namespace: unknown, name: string): string {
  return `${namespace ?? ''}/${kind}/${name}`;
}
