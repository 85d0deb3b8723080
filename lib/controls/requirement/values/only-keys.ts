import { isObject } from '../subject';
import { celList, code, or } from '../text';
import type { ValueTest } from './value-test';

/** An object that has no other keys than these (a volume's sources). */
export function onlyKeys<T extends object>(instructions: string, ...keys: readonly (keyof T & string)[]): ValueTest<T> {
  const set = new Set<string>(keys);
  return {
    absent: true,
    accepts: (value) => {
      if (!isObject(value)) return false;
      for (const key in value) if (!set.has(key) && value[key] != null) return false;
      return true;
    },
    prose: `an object without keys other than ${or(keys.map(code))}`,
    cel: (value) => `${value}.all(key, key in ${celList(keys)})`,
    fix: () => ({ op: 'manual', instructions }),
  };
}
