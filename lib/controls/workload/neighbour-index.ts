import { isObject, type Json } from '../requirement';
import { labelsOf, selects } from './label-selector';

/** Objects by the labels that they ask for. */
export interface SelectorIndex {
  /** Those whose selector selects the labels. */
  readonly selecting: (labels: Json) => readonly Json[];
}

/** An index of objects by their LabelSelector. An object is looked at only where its rarest label pair is there. */
export function selectorIndex(list: readonly Json[], selectorOf: (object: Json) => unknown): SelectorIndex {
  const pairs = list.map((each) => pairsOf(selectorOf(each)));
  const uses = new Map<string, number>();
  for (const pair of pairs.flat()) uses.set(pair, (uses.get(pair) ?? 0) + 1);
  const byPair = new Map<string, Json[]>();
  list.forEach((object, index) => {
    const own = pairs[index] ?? [];
    push(byPair, rarest(own, (pair) => uses.get(pair) ?? 0) ?? NO_PAIR, object);
  });
  return {
    selecting: (labels) =>
      [NO_PAIR, ...Object.entries(labels).map(pairOf)]
        .flatMap((pair) => byPair.get(pair) ?? [])
        .filter((object) => selects(selectorOf(object), labels)),
  };
}

/** Objects by their labels. */
export interface LabelIndex {
  /** Those that the selector selects. */
  readonly selectedBy: (selector: unknown) => readonly Json[];
}

/** An index of objects by the labels of their pods. */
export function labelIndex(list: readonly Json[], holderOf: (object: Json) => unknown): LabelIndex {
  const byPair = new Map<string, Json[]>();
  for (const object of list) for (const entry of Object.entries(labelsOf(holderOf(object)))) push(byPair, pairOf(entry), object);
  return {
    selectedBy: (selector) => {
      const pair = rarest(pairsOf(selector), (each) => byPair.get(each)?.length ?? 0);
      const candidates = pair === undefined ? list : (byPair.get(pair) ?? []);
      return candidates.filter((object) => selects(selector, labelsOf(holderOf(object))));
    },
  };
}

/** Stands for selectors that ask for no label by value. */
const NO_PAIR = '';

function pairOf([key, value]: readonly [string, unknown]): string {
  return `${key}=${String(value)}`;
}

function pairsOf(selector: unknown): readonly string[] {
  const matchLabels: unknown = isObject(selector) ? selector.matchLabels : undefined;
  return isObject(matchLabels) ? Object.entries(matchLabels).map(pairOf) : [];
}

function rarest(pairs: readonly string[], uses: (pair: string) => number): string | undefined {
  return pairs.reduce<string | undefined>((best, each) => (best === undefined || uses(each) < uses(best) ? each : best), undefined);
}

function push(byPair: Map<string, Json[]>, pair: string, object: Json): void {
  const list = byPair.get(pair);
  if (list === undefined) byPair.set(pair, [object]);
  else list.push(object);
}
