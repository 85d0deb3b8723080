/** The letters of a cluster of short options (`-fsSLk`), up to one that takes the rest as its value. */
export function shortLetters(value: string, valued: string): string {
  if (!/^-[A-Za-z0-9#:]/.test(value)) return '';
  let at = 1;
  while (at < value.length && !valued.includes(value.charAt(at))) at++;
  return value.slice(1, at + 1);
}
