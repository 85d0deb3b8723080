import type { Json } from '../controls/requirement';

/**
 * A deep copy of JSON in which nothing is shared. `structuredClone` would keep what two places share (a YAML alias),
 * and a change of one place would change the other.
 */
export function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const each = copyOf((value as Json)[key] as unknown);
    // `__proto__` is a key like any other in YAML.
    if (key === '__proto__') Object.defineProperty(copy, key, { value: each, enumerable: true, configurable: true, writable: true });
    else copy[key] = each;
  }
  return copy as T;
}
