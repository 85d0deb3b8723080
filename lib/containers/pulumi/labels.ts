import { isObject, listOf, UNKNOWN } from '../../controls/requirement';

/** Labels that are written as a list of `{ label, value }`; those that are not known yet are left out. */
export function labelsOf(...lists: readonly unknown[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const list of lists) {
    for (const { label, value } of listOf(list)) if (typeof label === 'string' && typeof value === 'string') found[label] = value;
  }
  return found;
}

/** A map of texts; what is not known yet stays unknown, and what is no text is left out. */
export function textsOf(map: unknown): Readonly<Record<string, string>> | typeof UNKNOWN | undefined {
  if (map === UNKNOWN) return UNKNOWN;
  if (!isObject(map)) return undefined;
  return Object.fromEntries(
    Object.entries(map).flatMap(([key, value]: [string, unknown]): [string, string][] =>
      value === UNKNOWN || typeof value === 'string'
        ? [[key, value as string]]
        : value === undefined || value === null
          ? []
          : [[key, String(value)]],
    ),
  );
}
