import { InvalidArgumentError } from 'commander';
import { closest, distance } from 'fastest-levenshtein';

/** Reads the value of an option that takes one of a few words; another one is refused, and one that is near is named. */
export function oneOf<const Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    const nearest = closest(text, words);
    const isNear = distance(text, nearest) <= Math.max(text.length, nearest.length) / 2;
    throw new InvalidArgumentError(`${isNear ? `Did you mean ${nearest}? ` : ''}It is one of ${words.join(', ')}.`);
  };
}

/** Reads an option that may be given several times, each time with several words: `--only a,b --only c`. */
export function list(text: string, before: readonly string[] | undefined): readonly string[] {
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (words.length === 0) throw new InvalidArgumentError('It names nothing.');
  return [...(before ?? []), ...words];
}
