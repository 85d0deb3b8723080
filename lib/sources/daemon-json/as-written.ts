import { isDeepStrictEqual } from 'node:util';
import { type Fix, isObject, type Json, type Path, type WrittenForm } from '../../controls/requirement';

/** Settings stand in a daemon.json as they are judged, one step higher; waivers are among its labels. */
export function settingsAsWritten(written: Json): WrittenForm {
  return {
    pathOf([field, ...rest]) {
      if (field === 'config') return rest;
      return field === 'metadata' ? labelPath(written, String(rest[1])) : [];
    },
    changes(before, after) {
      const fixes = differences(before.config, after.config, []);
      return fixes.length === 0 ? [] : [{ field: 'config', fixes }];
    },
  };
}

function labelPath({ labels }: Json, key: string): Path {
  const index = Array.isArray(labels) ? labels.findIndex((each) => String(each).startsWith(`${key}=`)) : -1;
  return index < 0 ? ['labels'] : ['labels', index];
}

/** The changes that make one value the other: whole values, and single keys of objects that are there already. */
function differences(before: unknown, after: unknown, path: Path): readonly Fix[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (after === undefined) return [{ op: 'remove', path }];
  if (!isObject(before) || !isObject(after)) return [{ op: 'set', path, value: after }];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => differences(before[key], after[key], [...path, key]));
}
