import { isObject, type Json, type Path } from '../../controls/requirement';
import { type FieldCodec, valueIn } from '../codec';
import { toldAt, toldField, type Words } from './told-field';

/** Limits of the kernel, a list of `{Name, Soft, Hard}`. */
export function ulimitsAt(at: Path, words: Words): FieldCodec {
  return toldField(
    'ulimits',
    at,
    (written) => {
      const list = valueIn(written, at);
      if (!Array.isArray(list) || list.length === 0) return undefined;
      const limits = list.filter(isObject);
      return {
        value: Object.fromEntries(limits.map(({ Name, Soft, Hard }) => [Name, { soft: Soft, hard: Hard }])),
        at,
        below([name, key]) {
          const index = list.findIndex((each) => isObject(each) && each.Name === name);
          const word = { soft: 'Soft', hard: 'Hard' }[String(key)];
          return [...at, ...(index < 0 ? [] : [index]), ...(index < 0 || word === undefined ? [] : [word])];
        },
      };
    },
    words,
  );
}

/** A health check, merged with that of the image. */
export function healthcheckAt(at: Path, words: Words): FieldCodec {
  return toldAt(
    'healthcheck',
    at,
    (value) => {
      const test: unknown = isObject(value) ? value.Test : undefined;
      if (!Array.isArray(test) || test.length === 0) return undefined;
      return test[0] === 'NONE' ? { disabled: true } : { test };
    },
    words,
  );
}

/** Where logs go; what the engine does anyway says nothing. */
export function loggingAt(
  at: Path,
  keys: { readonly driver: string; readonly options: string },
  usual: string | undefined,
  words: Words,
): FieldCodec {
  return toldField(
    'logging',
    at,
    (written) => {
      const logging = valueIn(written, at);
      if (!isObject(logging)) return undefined;
      const driver: unknown = logging[keys.driver];
      const options: Json = isObject(logging[keys.options]) ? logging[keys.options] : {};
      const bare = Object.keys(options).length === 0;
      if (bare && (driver === undefined || driver === '' || driver === usual)) return undefined;
      return {
        value: { ...(typeof driver === 'string' && driver !== '' && { driver }), ...(!bare && { options }) },
        at,
        below: ([key, ...rest]) => [...at, key === 'options' ? keys.options : keys.driver, ...rest],
      };
    },
    words,
  );
}
