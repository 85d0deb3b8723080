import type { LabelRequirement } from '../label-selector';

/** How a selector looks up what it is asked of. */
export interface Labelled {
  readonly label: (key: string) => string | undefined;
  /** What `all()` asks, where that is not everything. */
  readonly all?: boolean;
  /** What `global()` asks. */
  readonly global?: boolean;
}

/** A selector of Calico. */
export interface Selector {
  readonly matches: (labelled: Labelled) => boolean;
  /** Alternatives, each with labels that it asks for; what it asks not to be there is left out. */
  readonly asks: readonly (readonly LabelRequirement[])[];
}

const TOKEN =
  /[ \t]*(?:(?<call>has|all|global)\([ \t]*(?<key>[a-zA-Z0-9_./-]*)[ \t]*\)|(?<text>"[^"]*"|'[^']*')|(?<sign>==|!=|&&|\|\||[!(){},])|(?<word>[a-zA-Z0-9_./-]+))/y;
/** Behind a label only; the words in them may touch. */
const OPERATOR = /[ \t]*(?<sign>==|!=|(?:contains|starts[ \t]*with|ends[ \t]*with|not[ \t]*in|in)(?![a-zA-Z0-9_./-]))/y;

/** The API refuses longer ones; nor would so many alternatives tell anybody anything. */
const LONGEST = 1024;
const MOST_ALTERNATIVES = 32;

/** Everything, as the empty selector and `all()`. */
export const EVERYTHING: Selector = { matches: ({ all = true }) => all, asks: [[]] };

/**
 * Reads a selector: `==`, `!=`, `in`, `not in`, `contains`, `starts with`, `ends with`, `has()`, `all()`, `global()`, `!`, `&&`, `||` and
 * parentheses; `||` binds weakest. Strings have no escapes.
 *
 * Source: Calico, `libcalico-go/lib/selector` (parser and tokenizer), and the reference of NetworkPolicy, "Selectors".
 *
 * @throws a SyntaxError that says what was expected
 */
export function parseSelector(text: string): Selector {
  if (text.trim() === '') return EVERYTHING;
  if (text.length > LONGEST) throw new SyntaxError(`must not have more than ${LONGEST} characters`);
  const reader = new Reader(text);
  const selector = anyOf(reader);
  if (!reader.done) throw new SyntaxError(`has something behind its end: ${reader.rest}`);
  return selector;
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  get rest(): string {
    return this.text.slice(this.at);
  }

  get done(): boolean {
    return this.rest.trim() === '';
  }

  take(expression: RegExp): Readonly<Record<string, string | undefined>> | undefined {
    expression.lastIndex = this.at;
    const found = expression.exec(this.text);
    if (found !== null) this.at = expression.lastIndex;
    return found?.groups;
  }

  sign(sign: string): boolean {
    const before = this.at;
    if (this.take(TOKEN)?.sign === sign) return true;
    this.at = before;
    return false;
  }

  string(): string {
    const text = this.take(TOKEN)?.text;
    if (text === undefined) throw new SyntaxError(`must have a string in quotes before ${this.rest || 'its end'}`);
    return text.slice(1, -1);
  }
}

function anyOf(reader: Reader): Selector {
  const all = [allOf(reader)];
  while (reader.sign('||')) all.push(allOf(reader));
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  return { matches: (labelled) => all.some(({ matches }) => matches(labelled)), asks: all.flatMap(({ asks }) => asks) };
}

function allOf(reader: Reader): Selector {
  const all = [operation(reader)];
  while (reader.sign('&&')) all.push(operation(reader));
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  return {
    matches: (labelled) => all.every(({ matches }) => matches(labelled)),
    asks: all.reduce<Selector['asks']>(
      (sum, { asks }) => sum.flatMap((each) => asks.map((more) => [...each, ...more])).slice(0, MOST_ALTERNATIVES),
      [[]],
    ),
  };
}

function operation(reader: Reader): Selector {
  if (reader.sign('!')) {
    const { matches } = operation(reader);
    return { matches: (labelled) => !matches(labelled), asks: [[]] };
  }
  if (reader.sign('(')) {
    const inner = anyOf(reader);
    if (!reader.sign(')')) throw new SyntaxError(`must have ) before ${reader.rest || 'its end'}`);
    return inner;
  }
  const { call, key = '', word } = reader.take(TOKEN) ?? {};
  if (call === 'has' && key !== '')
    return { matches: ({ label }) => label(key) !== undefined, asks: [[{ key, operator: 'Exists', values: [] }]] };
  if (call === 'all' && key === '') return EVERYTHING;
  if (call === 'global' && key === '') return { matches: ({ global = false }) => global, asks: [] };
  if (word === undefined) throw new SyntaxError(`must have a label, has(), all() or ( before ${reader.rest || 'its end'}`);
  return comparison(reader, word);
}

function comparison(reader: Reader, key: string): Selector {
  const operator = reader.take(OPERATOR)?.sign?.replaceAll(/[ \t]/g, '');
  if (operator === undefined) throw new SyntaxError(`must have an operator behind ${key}`);
  const values = operator === 'in' || operator === 'notin' ? listOf(reader) : [reader.string()];
  const [value = ''] = values;
  const asks = (first: readonly string[]): Selector['asks'] => [[{ key, operator: 'In', values: first }]];
  const present = (holds: (value: string) => boolean): Selector['matches'] => {
    return ({ label }) => {
      const there = label(key);
      return there !== undefined && holds(there);
    };
  };
  const absentOr = (holds: (value: string) => boolean): Selector['matches'] => {
    return ({ label }) => {
      const there = label(key);
      return there === undefined || holds(there);
    };
  };
  switch (operator) {
    case '==':
      return { matches: present((there) => there === value), asks: asks(values) };
    case 'in':
      return { matches: present((there) => values.includes(there)), asks: values.length === 0 ? [] : asks(values) };
    case 'contains':
      return { matches: present((there) => there.includes(value)), asks: asks(values) };
    case 'startswith':
      return { matches: present((there) => there.startsWith(value)), asks: asks(values) };
    case 'endswith':
      return { matches: present((there) => there.endsWith(value)), asks: asks(values) };
    default:
      return { matches: absentOr((there) => !values.includes(there)), asks: [[]] };
  }
}

function listOf(reader: Reader): readonly string[] {
  const values: string[] = [];
  if (!reader.sign('{')) throw new SyntaxError(`must have { before ${reader.rest || 'its end'}`);
  if (reader.sign('}')) return values;
  do {
    // A comma may stand behind the last.
    if (reader.sign('}')) return values;
    values.push(reader.string());
  } while (reader.sign(','));
  if (!reader.sign('}')) throw new SyntaxError(`must have } before ${reader.rest || 'its end'}`);
  return values;
}
