/** A name in the DNS, or a pattern of names, as `matchName` and `matchPattern` write them. */
export type NameTest = (name: string) => boolean;

const CHARACTERS = '[-a-zA-Z0-9_]';

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
  const labels = `(${CHARACTERS}+[.])+`;
  const [front, rest] = pattern.startsWith('**.') ? [labels, pattern.slice('**.'.length)] : ['', pattern];
  const body = rest.replaceAll('.', '[.]').replace(/\*+/g, `${CHARACTERS}*`);
  const expression = new RegExp(`^${front}${body}$`);
  return (name) => plain(name) === pattern || expression.test(plain(name).replaceAll('*', 'x'));
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
