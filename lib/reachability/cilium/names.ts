/** A name in the DNS, or a pattern of names, as `matchName` and `matchPattern` write them. */
export type NameTest = (name: string) => boolean;

const CHARACTER = /[-a-zA-Z0-9_]/;

/** `matchName`: exactly that name, in any case and with or without the dot at the end. */
export function exactName(written: string): NameTest {
  const wanted = plain(written);
  return (name) => plain(name) === wanted;
}

/**
 * `matchPattern`: `*` stands for any characters of one label, alone for every name; `**.` in front for any number of labels.
 * A name that is itself a pattern is matched where one of its names is.
 */
export function namePattern(written: string): NameTest {
  const pattern = plain(written);
  if (pattern === '*' || pattern === '**') return () => true;
  const deep = pattern.startsWith('**.');
  const rest = (deep ? pattern.slice('**.'.length) : pattern).replace(/\*+/g, '*');
  return (name) => {
    const asked = plain(name);
    if (asked === pattern) return true;
    const labels = asked.replaceAll('*', 'x').split('.');
    if (!deep) return isLike(labels.join('.'), rest);
    return labels.some((_, index) => index > 0 && labels.slice(0, index).every(isLabel) && isLike(labels.slice(index).join('.'), rest));
  };
}

function isLabel(text: string): boolean {
  return text !== '' && [...text].every((each) => CHARACTER.test(each));
}

/** Follows every way through the pattern at once, so that no pattern takes long. */
function isLike(name: string, pattern: string): boolean {
  const behindStars = (places: ReadonlySet<number>): ReadonlySet<number> => {
    const all = new Set(places);
    for (const place of all) if (pattern[place] === '*') all.add(place + 1);
    return all;
  };
  let places = behindStars(new Set([0]));
  for (const character of name) {
    const next = new Set<number>();
    for (const place of places) {
      if (pattern[place] === '*' && CHARACTER.test(character)) next.add(place);
      else if (pattern[place] === character) next.add(place + 1);
    }
    places = behindStars(next);
  }
  return places.has(pattern.length);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
