import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { formatPath, type Path } from '../../../controls/requirement/finding';
import { itemAt, itemsOf, scalarValue } from '../syntax-tree';
import { treeValue } from '../tree-value';
import { equal, type ObjectFix } from './json-edit';
import { extend, Refusal } from './new-value';
import { type Collection, Places } from './places';

/** What is to become of one collection of the text. */
export interface Change {
  /** New values, by key or index: added where the key is not there yet. */
  readonly values: Map<string | number, unknown>;
  readonly removed: Set<string | number>;
  /** Elements to add at the end of a list. */
  readonly appended: unknown[];
}

/** The entry that a path leads to, as far as the text goes. */
interface Slot {
  readonly owner: Collection;
  readonly key: string | number;
  /** What is written there; undefined where nothing is. */
  readonly node: Node | null | undefined;
  /** The steps below it that the text does not have. */
  readonly rest: Path;
  /** Where the key comes through a merge key: the mapping into which it is merged. */
  readonly into?: YAMLMap;
}

const COMPOSE_SECTIONS: ReadonlySet<string | number> = new Set(['services', 'jobs', 'networks', 'volumes', 'secrets', 'configs']);

/** Finds out, fix by fix, which collections of a document's text have to change. */
export class EditPlan {
  public readonly changes = new Map<Collection, Change>();
  private readonly places: Places;
  private readonly asked = new Set<string>();
  private readonly isList: boolean;
  private readonly isCompose: boolean;

  /**
   * @param asked everything that is to be changed in the document: a shared text is changed only when all its places ask for it
   */
  public constructor(
    private readonly tree: Document.Parsed,
    asked: readonly ObjectFix[],
  ) {
    this.places = new Places(tree, (map, key) => this.changes.get(map)?.values.has(key) === true);
    for (const fix of asked) this.asked.add(identity(fix.op, fix.path, 'value' in fix ? fix.value : undefined));
    this.isList = asked.length > 0 && asked.every(({ path }) => path[0] === 'items');
    this.isCompose = asked.length > 0 && asked.every(({ path }) => COMPOSE_SECTIONS.has(path[0] ?? ''));
  }

  /**
   * Adds a fix.
   *
   * @returns every path whose value changes by it: more than its own where the text is shared
   * @throws Refusal
   */
  public add(fix: ObjectFix): readonly Path[] {
    const slot = this.find(fix);
    if (slot === undefined) return [];
    if (fix.op === 'remove') return this.remove(fix, slot);
    return fix.op === 'append' ? this.append(fix, slot) : this.set(fix, slot);
  }

  private set(fix: ObjectFix & { readonly op: 'set' }, found: Slot): readonly Path[] {
    const slot = this.atAnchor(fix, found);
    const places = this.affected(slot);
    if (!this.allAsk(places, fix, slot.rest)) {
      if (slot.into) return this.override(fix, slot, slot.into);
      throw new Refusal(sharedMessage(places, fix.path));
    }
    if (slot.rest.length === 0) this.reconcile(slot.owner, slot.key, slot.node, fix.value);
    else this.fill(slot.owner, slot.key, slot.rest, fix);
    return places.map((path) => [...path, ...slot.rest]);
  }

  /** The anchor's own entry in place of its alias, where all that use it ask for the same: it stays one text then. */
  private atAnchor(fix: ObjectFix, slot: Slot): Slot {
    const shared = isAlias(slot.node) ? this.places.resolve(slot.node) : null;
    const anchor = shared && this.places.slotOf(shared);
    return anchor && this.allAsk(this.places.ofNode(shared), fix, slot.rest) ? { ...anchor, node: shared, rest: slot.rest } : slot;
  }

  /** Writes the key into the mapping itself, where it comes after the merge key and so counts. */
  private override(fix: ObjectFix & { readonly op: 'set' }, { key, node, rest }: Slot, into: YAMLMap): readonly Path[] {
    const places = this.places.ofNode(into).map((path) => [...path, key]);
    // Below the merged key its value would have to be copied; that is left to a person.
    if (rest.length > 0 && node) throw new Refusal(sharedMessage(this.places.ofNode(node), fix.path));
    if (!this.allAsk(places, fix, rest)) throw new Refusal(sharedMessage(places, fix.path));
    if (rest.length > 0) this.fill(into, key, rest, fix);
    else this.change(into).values.set(key, structuredClone(fix.value));
    return places.map((path) => [...path, ...rest]);
  }

  private append(fix: ObjectFix & { readonly op: 'append' }, found: Slot): readonly Path[] {
    const slot = this.atAnchor(fix, found);
    const list = this.places.resolve(slot.node ?? null);
    const fills = slot.rest.length > 0 || !isSeq(list) || list.items.length === 0 || this.changes.get(slot.owner)?.values.has(slot.key);
    if (!fills && isSeq(list)) {
      const places = this.places.ofNode(list);
      if (!this.allAsk(places, fix, [])) throw new Refusal(sharedMessage(places, fix.path));
      const { appended, values, removed } = this.change(list);
      const items = itemsOf(list).map((item, index) => (values.has(index) ? values.get(index) : treeValue(item, this.places.targetOf)));
      const there = [...items.filter((_, index) => !removed.has(index)), ...appended];
      if (!there.some((item) => equal(item, fix.value))) appended.push(structuredClone(fix.value));
      return places;
    }
    const places = this.affected(slot);
    if (!this.allAsk(places, fix, slot.rest)) throw new Refusal(sharedMessage(places, fix.path));
    this.fill(slot.owner, slot.key, slot.rest, fix);
    return places.map((path) => [...path, ...slot.rest]);
  }

  private remove(fix: ObjectFix & { readonly op: 'remove' }, slot: Slot): readonly Path[] {
    if (slot.rest.length > 0 || slot.node === undefined) return [];
    const places = this.affected(slot);
    if (!this.allAsk(places, fix, [])) throw new Refusal(sharedMessage(places, fix.path));
    const change = this.change(slot.owner);
    change.values.delete(slot.key);
    change.removed.add(slot.key);
    return places;
  }

  /** Every place whose value changes when the entry does; a replaced alias leaves its anchor alone. */
  private affected({ owner, key, node }: Slot): readonly Path[] {
    const places = this.places.ofSlot(owner, key);
    if (!node || isAlias(node)) return places;
    const known = new Set(places.map((path) => JSON.stringify(path)));
    return [...places, ...this.places.ofNode(node).filter((path) => !known.has(JSON.stringify(path)))];
  }

  private allAsk(places: readonly Path[], fix: ObjectFix, rest: Path): boolean {
    return places.every((path) => {
      // What a List holds beside its items is no object: anchors may be kept there.
      if (this.isList && path[0] !== 'items') return true;
      // So may they in an extension field of a Compose file.
      if (this.isCompose && String(path[0]).startsWith('x-')) return true;
      return this.asked.has(identity(fix.op, [...path, ...rest], 'value' in fix ? fix.value : undefined));
    });
  }

  /** Makes an existing value equal to a new one, leaving what is equal already as it is written. */
  private reconcile(owner: Collection, key: string | number, node: Node | null | undefined, value: unknown): void {
    const change = this.change(owner);
    change.removed.delete(key);
    if (change.values.has(key)) {
      change.values.set(key, structuredClone(value));
      return;
    }
    if (isSeq(owner) && typeof key === 'number' && key >= owner.items.length) {
      const index = key - owner.items.length;
      if (index > change.appended.length) throw new Refusal(`the list has no element ${key}`);
      change.appended[index] = structuredClone(value);
      return;
    }
    const before = node === undefined ? undefined : treeValue(node, this.places.targetOf);
    if (node !== undefined && equal(before, value)) return;
    const isRecord = (each: unknown): each is Record<string, unknown> => typeof each === 'object' && each !== null && !Array.isArray(each);
    if (isMap(node) && isRecord(before) && isRecord(value) && Object.keys(before).length > 0 && Object.keys(value).length > 0) {
      const keys = new Set([...Object.keys(before), ...Object.keys(value)]);
      const providers = [...keys].map((each) => [each, this.places.provider(node, each)] as const);
      if (providers.every(([, provider]) => provider === undefined || provider.owner === node)) {
        for (const [each, provider] of providers) {
          if (value[each] !== undefined) this.reconcile(node, each, provider?.entry.value, value[each]);
          else this.change(node).removed.add(each);
        }
        return;
      }
    }
    change.values.set(key, structuredClone(value));
  }

  /** Puts a value below an entry that is absent, empty or new, with the objects and lists on the way. */
  private fill(owner: Collection, key: string | number, rest: Path, fix: ObjectFix & { readonly op: 'set' | 'append' }): void {
    const change = this.change(owner);
    change.removed.delete(key);
    const isNew = isSeq(owner) && typeof key === 'number' && key >= owner.items.length;
    const index = isNew ? key - owner.items.length : 0;
    if (isNew && index > change.appended.length) throw new Refusal(`the list has no element ${key}`);
    const filled = extend(isNew ? change.appended[index] : change.values.get(key), rest, fix);
    if (isNew) change.appended[index] = filled;
    else change.values.set(key, filled);
  }

  private change(owner: Collection): Change {
    const known = this.changes.get(owner);
    if (known) return known;
    const change: Change = { values: new Map(), removed: new Set(), appended: [] };
    this.changes.set(owner, change);
    return change;
  }

  /** Follows the fix's path as far as the text goes; `undefined` where there is nothing to remove. */
  private find({ op, path }: ObjectFix): Slot | undefined {
    let node = this.places.resolve(this.tree.contents);
    for (const [index, step] of path.entries()) {
      const rest = path.slice(index + 1);
      const here = formatPath(path.slice(0, index));
      let slot: Slot;
      if (isMap(node)) {
        const key = String(step);
        const provider = this.places.provider(node, key);
        slot = {
          owner: provider?.owner ?? node,
          key,
          node: provider?.entry.value,
          rest,
          ...(provider && provider.owner !== node && { into: node }),
        };
      } else if (isSeq(node)) {
        if (typeof step !== 'number') throw new Refusal(`${here} is a list, so it has no \`${step}\``);
        slot = { owner: node, key: step, node: itemAt(node, step), rest };
      } else throw new Refusal(`${here || 'the document'} is no object and no list`);
      const content = this.places.resolve(slot.node ?? null);
      if (rest.length === 0 || this.changes.get(slot.owner)?.values.has(slot.key)) return slot;
      if (isEmpty(content)) {
        if ((isSeq(content) && typeof rest[0] === 'string') || (isMap(content) && typeof rest[0] === 'number'))
          throw new Refusal(`${formatPath(path.slice(0, index + 1))} has another shape`);
        return op === 'remove' ? undefined : slot;
      }
      node = content;
    }
    throw new Refusal('the path is empty: a whole document is not replaced');
  }
}

/** Whether there is nothing to follow a path into: no value, null, `{}` or `[]`. */
function isEmpty(node: Node | null): boolean {
  if (node === null) return true;
  return isMap(node) || isSeq(node) ? node.items.length === 0 : isScalar(node) && scalarValue(node) === null;
}

function identity(op: string, path: Path, value: unknown): string {
  return JSON.stringify([op, path.map(String), value]);
}

function sharedMessage(places: readonly Path[], path: Path): string {
  const own = JSON.stringify(path.map(String));
  const other = places.find((place) => !own.startsWith(JSON.stringify(place.map(String)).slice(0, -1)));
  return `the text is shared by an anchor${other ? `: ${formatPath(other)} would change too` : ''}; write the value where it is used, or change all uses`;
}
