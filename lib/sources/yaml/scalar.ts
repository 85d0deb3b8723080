/** What a plain scalar can stand for. */
export type PlainScalar = string | number | boolean | null;

const words = (list: string, value: number | boolean | null): [string, number | boolean | null][] =>
  list.split(' ').map((word) => [word, value]);

const WORDS: ReadonlyMap<string, number | boolean | null> = new Map([
  ...words('y Y yes Yes YES true True TRUE on On ON', true),
  ...words('n N no No NO false False FALSE off Off OFF', false),
  ...words('~ null Null NULL', null),
  ['', null],
  ...words('.nan .NaN .NAN', Number.NaN),
  ...words('.inf .Inf .INF +.inf +.Inf +.INF', Number.POSITIVE_INFINITY),
  ...words('-.inf -.Inf -.INF', Number.NEGATIVE_INFINITY),
]);

const INTEGER = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const SMALLEST = -(2n ** 63n);
const LARGEST = 2n ** 64n - 1n;

/**
 * The value of an unquoted scalar, as `kubectl` reads it: go-yaml v2's rules (YAML 1.1 booleans, octal with a leading zero, `_` in numbers),
 * with timestamps and base-60 numbers left as strings. Integers above 2^53 lose their last digits.
 */
export function resolvePlainScalar(text: string): PlainScalar {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  const first = text.charCodeAt(0);
  // A number starts with a digit, a sign or a dot; everything else is settled here, which is where the reader spends its time.
  if (!((first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e)) return text;
  const digits = first === 0x2e ? text : text.replaceAll('_', '');
  if (INTEGER.test(digits)) {
    const integer = integerOf(digits);
    if (integer !== undefined) return integer;
  }
  if (FLOAT.test(digits)) {
    const number = Number(digits);
    if (Number.isFinite(number)) return number;
  }
  return text;
}

/** The same as Docker's programs read it: of the words for true and false only those of YAML 1.2 are no texts. */
export function resolveComposeScalar(text: string): PlainScalar {
  const value = resolvePlainScalar(text);
  return typeof value !== 'boolean' || /^(?:true|false)$/i.test(text) ? value : text;
}

/** An integer of 64 bits, signed or not; `undefined` beyond that. */
function integerOf(digits: string): number | undefined {
  const negative = digits.startsWith('-');
  let rest = negative || digits.startsWith('+') ? digits.slice(1) : digits;
  if (/^0[0-7]/.test(rest)) rest = `0o${rest.slice(1)}`;
  if (rest.length < 12) return negative ? 0 - Number(rest) : Number(rest);
  const exact = negative ? -BigInt(rest) : BigInt(rest);
  return exact < SMALLEST || exact > LARGEST ? undefined : Number(exact);
}

/**
 * The value of a scalar with an explicit tag, quoted or not.
 *
 * @throws Error when the text is none of what the tag says; the message names both
 */
export function resolveTaggedScalar(tag: string, text: string): PlainScalar {
  const name = tag.replace('tag:yaml.org,2002:', '');
  if (name === 'binary') return Buffer.from(text, 'base64').toString('utf8');
  if (name !== 'int' && name !== 'float' && name !== 'bool' && name !== 'null') return text;
  const value = resolvePlainScalar(text);
  const right =
    name === 'null'
      ? value === null
      : name === 'bool'
        ? typeof value === 'boolean'
        : typeof value === 'number' && (name === 'float' || Number.isInteger(value));
  if (!right) throw new Error(`\`${text}\` is no !!${name}`);
  return value;
}
