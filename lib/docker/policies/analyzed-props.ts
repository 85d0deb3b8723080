import { type Json, UNKNOWN } from '../../controls/requirement';

/** The properties of a resource as an analyzer sees them, as plain data. */
export interface AnalyzedProps {
  readonly props: Json;
  /** What reading an unknown value threw. Pulumi knows how to report it: the policy cannot be decided during preview. */
  readonly unknown: unknown;
}

/**
 * Reads properties that throw where a value is not known during preview. Such a value becomes `UNKNOWN`, so that what is known is still
 * judged, and nothing passes for want of a value.
 */
export function readAnalyzedProps(analyzed: object): AnalyzedProps {
  let unknown: unknown;
  const read = (object: object, key: string | number): unknown => {
    let value: unknown;
    try {
      value = Reflect.get(object, key);
    } catch (error) {
      unknown ??= error;
      return UNKNOWN;
    }
    return plainOf(value);
  };
  const plainOf = (value: unknown): unknown => {
    if (Array.isArray(value)) return Array.from({ length: value.length }, (_each, index) => read(value, index));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.keys(value).map((key) => [key, read(value, key)]));
  };
  const props = plainOf(analyzed) as Json;
  return { props, unknown };
}
