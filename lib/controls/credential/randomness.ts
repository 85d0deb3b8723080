/** Names of what is random by nature and no secret: digests, ids, certificates. */
const OPEN_NAME =
  /(?:^|[^a-z])(?:id|ids|uuid|guid|sha|sha\d+|hash|digest|checksum|md5|fingerprint|commit|revision|version|integrity|cert|certificate|certs|ca|crt|bundle|public|pub|etag|nonce|opts|options|args|classpath|path|image|salt)(?:$|[^a-z])/i;

/** Small letters in a row that make a word. Of random keys of 40 characters one in ten has as many. */
const WORD = /[a-z]{7}/;

/**
 * Whether a text is as random as a key that a machine made: one word of 24 to 512 characters of base64, of which a part without
 * `-`, `_`, `+` and `/` has 16 and more, with capitals, small letters and digits mixed as chance mixes them.
 * Hex alone is none: digests and commits are written so. Identifiers are none: they are words, joined.
 */
export function isRandom(name: string | undefined, text: string): boolean {
  if (text.length < 24 || text.length > 512 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return false;
  if (name !== undefined && OPEN_NAME.test(name.slice(-200).replace(/[a-z0-9](?=[A-Z])/g, '$&_'))) return false;
  if (WORD.test(text)) return false;
  const longest = text.split(/[^A-Za-z0-9]/).reduce((best, part) => (part.length > best.length ? part : best), '');
  if (longest.length < 16) return false;
  if (count(longest, /[A-Z]/g) < 3 || count(longest, /[a-z]/g) < 3 || count(longest, /[0-9]+/g) < 2) return false;
  return turns(longest) >= 0.35 && bitsPerCharacter(text) >= 3.8;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** How often, of all neighbours, one is a capital, a small letter or a digit and the other is not: about 0.6 where chance decides. */
function turns(text: string): number {
  const classes = text.replace(/[A-Z]/g, 'A').replace(/[a-z]/g, 'a').replace(/[0-9]/g, '0');
  let changes = 0;
  for (let at = 1; at < classes.length; at++) if (classes[at] !== classes[at - 1]) changes++;
  return changes / (classes.length - 1);
}

/** Shannon's entropy of the characters of the text. */
function bitsPerCharacter(text: string): number {
  const times = new Map<string, number>();
  for (const character of text) times.set(character, (times.get(character) ?? 0) + 1);
  let bits = 0;
  for (const n of times.values()) bits -= (n / text.length) * Math.log2(n / text.length);
  return bits;
}
