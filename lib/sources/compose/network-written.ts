import { isDeepStrictEqual } from 'node:util';
import { type Fix, isObject, type Json, type Path, type WrittenForm } from '../../controls/requirement';

/** How the normal form of a network stands in the network of a Compose file. */
export function networkWritten(): WrittenForm {
  return {
    pathOf: ([field, ...rest]: Path): Path => {
      if (field === 'options') return ['driver_opts', ...rest];
      if (field === 'metadata') return ['labels', ...rest.slice(1)];
      if (field === 'enableIpv6') return ['enable_ipv6'];
      return field === undefined ? [] : [field, ...rest];
    },
    changes: (before: Json, after: Json) =>
      ['driver', 'internal', 'attachable', 'options']
        .filter((field) => !isDeepStrictEqual(before[field], after[field]))
        .map((field) => ({
          field,
          fixes: field === 'options' ? optionFixes(before[field], after[field]) : [fixOf([field], after[field])],
        })),
  };
}

function fixOf(path: Path, value: unknown): Fix {
  return value === undefined ? { op: 'remove', path } : { op: 'set', path, value };
}

function optionFixes(before: unknown, after: unknown): readonly Fix[] {
  const [old, next]: readonly Json[] = [before, after].map((value) => (isObject(value) ? value : {}));
  return [...new Set([...Object.keys(old ?? {}), ...Object.keys(next ?? {})])]
    .filter((name) => old?.[name] !== next?.[name])
    .map((name) => fixOf(['driver_opts', name], next?.[name]));
}
