import type { Path } from '../../../controls/requirement/finding';
import { equal, type ObjectFix } from './json-edit';

/** A fix that cannot be made in the text without changing something else, with the reason. */
export class Refusal extends Error {}

/** A value that was not in the text before, with the fix applied below it. */
export function extend(existing: unknown, rest: Path, fix: ObjectFix & { readonly op: 'set' | 'append' }): unknown {
  const [step, ...deeper] = rest;
  if (step === undefined) {
    if (fix.op === 'set') return structuredClone(fix.value);
    if (existing !== undefined && existing !== null && !Array.isArray(existing)) throw new Refusal('the place is no list');
    const list: unknown[] = existing ?? [];
    return list.some((item) => equal(item, fix.value)) ? list : [...list, structuredClone(fix.value)];
  }
  if (typeof step === 'number') {
    const list: unknown[] = Array.isArray(existing) ? existing : [];
    if ((existing !== undefined && existing !== null && !Array.isArray(existing)) || step > list.length)
      throw new Refusal(`the list has no element ${step}`);
    list[step] = extend(list[step], deeper, fix);
    return list;
  }
  if (existing !== undefined && existing !== null && (typeof existing !== 'object' || Array.isArray(existing)))
    throw new Refusal('the place is no object');
  const object = (existing ?? {}) as Record<string, unknown>;
  return { ...object, [step]: extend(object[step], deeper, fix) };
}
