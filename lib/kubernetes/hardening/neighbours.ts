import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Json, Neighbours } from '../../controls/requirement';
import { Inventory } from '../../engine/inventory';
import { isKubernetesObject, resource } from '../../engine/resource';

/**
 * The other objects of a tree, for controls that ask about several: which budget selects a Deployment.
 *
 * A kind is rendered when the first control asks for it, and kept while the tree is synthesized. They are asked as they were
 * written, before hardening.
 */
export class TreeNeighbours implements Neighbours {
  private readonly objects = new Map<string, ApiObject[]>();
  private readonly inventory = new Inventory();
  private readonly rendered = new WeakMap<ApiObject, unknown>();
  private readonly renderRaw: (object: ApiObject) => unknown;

  public constructor(root: IConstruct, renderRaw: (object: ApiObject) => unknown) {
    this.renderRaw = renderRaw;
    for (const construct of root.node.findAll()) {
      if (!ApiObject.isApiObject(construct)) continue;
      const key = keyOf(construct.apiVersion.includes('/') ? construct.apiGroup : '', construct.kind);
      const list = this.objects.get(key);
      if (list === undefined) this.objects.set(key, [construct]);
      else list.push(construct);
    }
  }

  public find(group: string, kind: string, namespace: string | undefined, name: string): Json | undefined {
    this.read(group, kind);
    return this.inventory.find(group, kind, namespace, name);
  }

  public list(group: string, kind: string, namespace: string | undefined): readonly Json[] {
    this.read(group, kind);
    return this.inventory.list(group, kind, namespace);
  }

  public everywhere(group: string, kind: string): readonly Json[] {
    this.read(group, kind);
    return this.inventory.everywhere(group, kind);
  }

  /** What the object rendered for others already, if it did. */
  public renderedBefore(object: ApiObject): unknown {
    return this.rendered.get(object);
  }

  /** Keeps what an object rendered when it was its turn, so that it need not render again for others. */
  public keep(object: ApiObject, json: unknown): void {
    this.rendered.set(object, json);
  }

  private read(group: string, kind: string): void {
    const key = keyOf(group, kind);
    const objects = this.objects.get(key);
    if (objects === undefined) return;
    this.objects.delete(key);
    for (const object of objects) {
      const json = this.rendered.get(object) ?? this.attempt(object);
      if (isKubernetesObject(json)) this.inventory.add(resource(json));
    }
  }

  /** An object that cannot render says so when it is its turn. */
  private attempt(object: ApiObject): unknown {
    try {
      const json = this.renderRaw(object);
      this.rendered.set(object, json);
      return json;
    } catch {
      return undefined;
    }
  }
}

function keyOf(group: string, kind: string): string {
  return `${group}/${kind}`;
}

const byRoot = new WeakMap<IConstruct, TreeNeighbours>();

/** The neighbours of an object, found once in a synthesis. */
export function neighboursOf(object: ApiObject, renderRaw: (object: ApiObject) => unknown): TreeNeighbours {
  const { root } = object.node;
  let neighbours = byRoot.get(root);
  if (neighbours === undefined) {
    neighbours = new TreeNeighbours(root, renderRaw);
    byRoot.set(root, neighbours);
    // Synthesis is synchronous: when it is over, so is what was found.
    process.nextTick(() => forgetNeighbours(root));
  }
  return neighbours;
}

/** Forgets the neighbours of a tree, which may be another one by now: the beginning of a synthesis. */
export function forgetNeighbours(root: IConstruct): void {
  byRoot.delete(root);
}
