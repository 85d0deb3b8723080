import type { Path } from '../../controls/requirement';
import { type FieldCodec, valueIn } from '../codec';
import { toldField } from './told-field';

/** Variables as an engine tells them: a list of texts `NAME=value`; of one that is given twice the last counts. */
export function environmentAt(at: Path): FieldCodec {
  return toldField('env', at, (written) => {
    const list = valueIn(written, at);
    if (!Array.isArray(list) || list.length === 0) return undefined;
    const places = new Map<string, number>();
    const env: Record<string, string | null> = {};
    for (const [index, each] of list.entries()) {
      const text = String(each);
      const cut = text.indexOf('=');
      const name = cut < 0 ? text : text.slice(0, cut);
      Object.defineProperty(env, name, {
        value: cut < 0 ? null : text.slice(cut + 1),
        enumerable: true,
        configurable: true,
        writable: true,
      });
      places.set(name, index);
    }
    return { value: env, at, below: ([name, ...rest]) => [...at, ...place(places.get(String(name))), ...rest] };
  });
}

function place(index: number | undefined): Path {
  return index === undefined ? [] : [index];
}
