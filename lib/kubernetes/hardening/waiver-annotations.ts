import { isObject, type Path } from '../../controls/requirement';
import { podsOf } from '../../controls/requirement/pods';
import { applyEdit } from '../../engine/apply-fix';
import type { Resource } from '../../engine/resource';
import { type Waiver, waiverAnnotation, waiversOf } from '../../engine/waiver';

/**
 * Writes waivers into a manifest, beside those that it carries: as annotations of the object, and of its pod templates, since a
 * controller makes pods of the template alone. The manifest is changed in place.
 */
export function writeWaivers(resource: Resource, waivers: readonly Waiver[]): void {
  for (const [control, all] of byControl([...waiversOf(resource).waivers, ...waivers])) {
    if (!waivers.some((waiver) => waiver.control === control)) continue;
    const { key, value } = waiverAnnotation(all);
    for (const place of annotationsIn(resource)) applyEdit(resource.object, { op: 'set', path: [...place, key], value });
  }
}

/** Takes the waivers out of the manifest again that turned out to hide nothing there. */
export function removeWaivers(resource: Resource, waivers: readonly Waiver[]): void {
  const removed = new Set(waivers.map(identify));
  const touched = new Set(waivers.map(({ control }) => control));
  for (const [control, all] of byControl(waiversOf(resource).waivers)) {
    if (!touched.has(control)) continue;
    const left = all.filter((waiver) => !removed.has(identify(waiver)));
    const { key, value } = waiverAnnotation(left.length === 0 ? all : left);
    for (const place of annotationsIn(resource)) {
      if (left.length > 0) applyEdit(resource.object, { op: 'set', path: [...place, key], value });
      else removeKey(resource, place, key);
    }
  }
}

/** The same for two waivers that say the same. */
export function identify({ control, container, reason, expires, ticket }: Waiver): string {
  return JSON.stringify([control, container, reason, expires, ticket]);
}

/** Removes an annotation, and the map with the last of them: it was not there before. */
function removeKey({ object }: Resource, place: Path, key: string): void {
  applyEdit(object, { op: 'remove', path: [...place, key] });
  const left = place.reduce<unknown>((node, step) => (isObject(node) || Array.isArray(node) ? Reflect.get(node, step) : undefined), object);
  if (isObject(left) && Object.keys(left).length === 0) applyEdit(object, { op: 'remove', path: place });
}

function annotationsIn({ group, kind, object }: Resource): readonly Path[] {
  const pods = podsOf(group, kind, object).pods.filter(({ at }) => at.length > 0);
  return [['metadata', 'annotations'], ...pods.map(({ at }) => [...at, 'metadata', 'annotations'])];
}

function byControl(waivers: readonly Waiver[]): ReadonlyMap<string, readonly Waiver[]> {
  const groups = new Map<string, Waiver[]>();
  const known = new Set<string>();
  for (const waiver of waivers) {
    if (known.has(identify(waiver))) continue;
    known.add(identify(waiver));
    groups.set(waiver.control, [...(groups.get(waiver.control) ?? []), waiver]);
  }
  return groups;
}
