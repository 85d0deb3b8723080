import { type Fix, isObject, type Path, UNKNOWN } from '../../controls/requirement';
import { type FieldCodec, listChanges, valueIn } from '../codec';

/** Security options with `=` between name and value, as the normal form has them; the older `:` means the same. */
export function securityOptField(at: Path): FieldCodec {
  return {
    field: 'securityOpt',
    home: at,
    read(written) {
      const list = valueIn(written, at);
      if (list === undefined || list === null) return undefined;
      return { value: Array.isArray(list) ? list.map(withEquals) : UNKNOWN, at };
    },
    write: (value, _written, before) =>
      Array.isArray(value) ? listChanges(at, Array.isArray(before) ? before : undefined, value) : [{ op: 'remove', path: at }],
  };
}

function withEquals(option: unknown): unknown {
  if (typeof option !== 'string') return UNKNOWN;
  return option.includes('=') ? option : option.replace(':', '=');
}

/** Environment variables as a list of `NAME=value`. */
export function envField(at: Path): FieldCodec {
  return {
    field: 'env',
    home: at,
    read(written) {
      const list = valueIn(written, at);
      if (list === undefined || list === null) return undefined;
      if (!Array.isArray(list)) return { value: UNKNOWN, at };
      const places = new Map<string, number>();
      const entries = list.map((each: unknown, index): [string, unknown] => {
        const [name, value] = entryOf(each, index);
        places.set(name, index);
        return [name, value];
      });
      return {
        value: Object.fromEntries(entries),
        at,
        below: ([name]) => (name === undefined ? at : [...at, places.get(String(name)) ?? 0]),
      };
    },
    write: () => [
      { op: 'manual', instructions: `Change ${at.join('.')} by hand: what a program needs in its environment only a person knows.` },
    ],
  };
}

function entryOf(each: unknown, index: number): [string, unknown] {
  if (typeof each !== 'string') return [`[${index}]`, UNKNOWN];
  const cut = each.indexOf('=');
  return cut < 0 ? [each, null] : [each.slice(0, cut), each.slice(cut + 1)];
}

/** Limits as a list of `{ name, soft, hard }`. */
export function ulimitsField(at: Path): FieldCodec {
  return {
    field: 'ulimits',
    home: at,
    read(written) {
      const list = valueIn(written, at);
      if (list === undefined || list === null) return undefined;
      if (!Array.isArray(list)) return { value: UNKNOWN, at };
      const names = list.map((each: unknown, index) => (isObject(each) && typeof each.name === 'string' ? each.name : `[${index}]`));
      const entries = list.map((each: unknown, index): [string, unknown] => [
        names[index] ?? '',
        isObject(each) && typeof each.name === 'string' ? { soft: each.soft as unknown, hard: each.hard as unknown } : UNKNOWN,
      ]);
      return {
        value: Object.fromEntries(entries),
        at,
        below: ([name, ...rest]) =>
          name === undefined || !names.includes(String(name)) ? at : [...at, names.indexOf(String(name)), ...rest],
      };
    },
    write(value, written, before): readonly Fix[] {
      const [was, now] = [isObject(before) ? before : {}, isObject(value) ? value : {}];
      const list = valueIn(written, at);
      const indexOf = (name: string) =>
        Array.isArray(list) ? list.findIndex((each: unknown) => isObject(each) && each.name === name) : -1;
      return Object.entries(now).flatMap(([name, limit]: [string, { readonly soft: unknown; readonly hard: unknown }]): Fix[] => {
        if (was[name] === limit) return [];
        const element = { name, soft: limit.soft, hard: limit.hard };
        return [name in was ? { op: 'set', path: [...at, indexOf(name)], value: element } : { op: 'append', path: at, value: element }];
      });
    },
  };
}

/** `restart` and, beside it, `maxRetryCount`. */
export const restartField: FieldCodec = {
  field: 'restart',
  home: ['restart'],
  read({ restart: policy, maxRetryCount: maxRetries }) {
    if (policy === undefined || policy === null) return undefined;
    return {
      value: { policy, ...(maxRetries !== undefined && maxRetries !== null && { maxRetries }) },
      at: ['restart'],
      below: ([key, ...rest]) => [key === 'maxRetries' ? 'maxRetryCount' : 'restart', ...rest],
    };
  },
  write(value, { restart, maxRetryCount }): readonly Fix[] {
    const { policy, maxRetries } = isObject(value) ? value : { policy: undefined, maxRetries: undefined };
    return [
      ...(policy === restart ? [] : [change(['restart'], policy)]),
      ...(maxRetries === (maxRetryCount ?? undefined) ? [] : [change(['maxRetryCount'], maxRetries)]),
    ];
  },
};

function change(path: Path, value: unknown): Fix {
  return value === undefined ? { op: 'remove', path } : { op: 'set', path, value };
}
