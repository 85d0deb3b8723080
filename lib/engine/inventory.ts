import type { Json, Neighbours } from '../controls/requirement';
import type { Resource } from './resource';

/** Everything that was read together, by kind and name: what controls over several objects ask. */
export class Inventory implements Neighbours {
  private readonly byName = new Map<string, Json>();
  private readonly byNamespace = new Map<string, Json[]>();
  private readonly byKind = new Map<string, Json[]>();

  constructor(resources: Iterable<Resource> = []) {
    for (const each of resources) this.add(each);
  }

  /** Adds an object; of two with the same kind, namespace and name the later is found by name. */
  add({ group, kind, namespace, name, object }: Resource): void {
    this.byName.set(key(group, kind, namespace, name), object);
    push(this.byNamespace, key(group, kind, namespace), object);
    push(this.byKind, key(group, kind), object);
  }

  find(group: string, kind: string, namespace: string | undefined, name: string): Json | undefined {
    return this.byName.get(key(group, kind, namespace, name));
  }

  list(group: string, kind: string, namespace: string | undefined): readonly Json[] {
    return this.byNamespace.get(key(group, kind, namespace)) ?? NONE;
  }

  everywhere(group: string, kind: string): readonly Json[] {
    return this.byKind.get(key(group, kind)) ?? NONE;
  }
}

const NONE: readonly Json[] = [];

function push(lists: Map<string, Json[]>, at: string, object: Json): void {
  const list = lists.get(at);
  if (list === undefined) lists.set(at, [object]);
  else list.push(object);
}

function key(...parts: readonly (string | undefined)[]): string {
  return parts.map((part) => part ?? '').join('\n');
}
