import { closest, distance } from 'fastest-levenshtein';

/** A flag before the arguments of an instruction, as it is written. */
export interface WrittenFlag {
  /** Without dashes; the case counts. */
  readonly name: string;
  /** Undefined where there is no `=`. */
  readonly value: string | undefined;
}

/** What BuildKit takes as the value of a flag: `problem` answers what is wrong with one. */
interface FlagRule {
  readonly many?: boolean;
  /** It may stand without a value. */
  readonly bare?: boolean;
  readonly problem?: (value: string) => string | undefined;
}

const ANY: FlagRule = {};
const MANY: FlagRule = { many: true };
const SWITCH: FlagRule = { bare: true, problem: (value) => (/^(true|false)$/i.test(value) ? undefined : 'must be true or false') };
const oneOf = (...values: readonly string[]): FlagRule => ({
  problem: (value) => (values.includes(value) ? undefined : `must be ${values.join(', ')}`),
});

/** Durations of Go: `1m30s`. */
const DURATION = /^[-+]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const TIME: FlagRule = {
  problem(value) {
    if (value === '') return undefined;
    if (!DURATION.test(value)) return 'must be a duration with its unit, such as 30s';
    return value.startsWith('-') ? 'must not be negative' : undefined;
  },
};
const COUNT: FlagRule = { problem: (value) => (/^\+?\d*$/.test(value) ? undefined : 'must be a whole number') };
const CHECKSUM: FlagRule = {
  problem: (value) =>
    value.includes('$') || /^(sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/.test(value)
      ? undefined
      : 'must be a digest, such as sha256: and 64 digits',
};
const FROM: FlagRule = { problem: (value) => (value.includes('$') ? 'takes no variable: name a stage that is FROM it' : undefined) };

/** The flags of instructions (github.com/moby/buildkit, frontend/dockerfile/instructions/parse.go); the others take none. */
const FLAGS: Readonly<Record<string, Readonly<Record<string, FlagRule>>>> = {
  FROM: { platform: ANY },
  RUN: {
    mount: { many: true, problem: mountProblem },
    network: oneOf('default', 'none', 'host'),
    security: oneOf('sandbox', 'insecure'),
    device: MANY,
  },
  COPY: { from: FROM, chown: ANY, chmod: ANY, link: SWITCH, parents: SWITCH, exclude: MANY },
  ADD: { chown: ANY, chmod: ANY, link: SWITCH, 'keep-git-dir': SWITCH, unpack: SWITCH, checksum: CHECKSUM, exclude: MANY },
  HEALTHCHECK: { interval: TIME, timeout: TIME, 'start-period': TIME, 'start-interval': TIME, retries: COUNT },
};

/** Farther than this a flag is another word, not a slip. */
const FARTHEST_SLIP = 3;

/** The flags that a text begins with, and what follows them. */
export function writtenFlags(text: string): { readonly flags: readonly WrittenFlag[]; readonly rest: string } {
  const flags: WrittenFlag[] = [];
  const pattern = /\s*--((?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])*)(?=\s|$)/y;
  for (let at = 0; ; at = pattern.lastIndex) {
    const [, written] = pattern.exec(text) ?? [];
    if (written === undefined) return { flags, rest: text.slice(at).trim() };
    // Two dashes alone end the flags.
    if (written === '') return { flags, rest: text.slice(pattern.lastIndex).trim() };
    const equals = written.indexOf('=');
    flags.push({
      name: equals < 0 ? written : written.slice(0, equals),
      value: equals < 0 ? undefined : written.slice(equals + 1).replace(/["']/g, ''),
    });
  }
}

/** What a build would say of the flags of an instruction. */
export function flagProblem(keyword: string, flags: readonly WrittenFlag[]): string | undefined {
  const rules = FLAGS[keyword] ?? {};
  const seen = new Set<string>();
  for (const { name, value } of flags) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) return unknownFlag(keyword, name, Object.keys(rules));
    if (seen.has(name) && rule.many !== true) return `${keyword} names --${name} twice`;
    seen.add(name);
    if (value === undefined || (value === '' && rule.bare === true)) {
      if (value === undefined && rule.bare === true) continue;
      return `--${name} of ${keyword} has no value; write --${name}=VALUE`;
    }
    const problem = rule.problem?.(value);
    if (problem !== undefined) return `--${name} of ${keyword} ${problem}`;
  }
  return undefined;
}

function unknownFlag(keyword: string, name: string, names: readonly string[]): string {
  const nearest = names.length === 0 ? undefined : closest(name.toLowerCase(), [...names]);
  const meant = nearest !== undefined && distance(name.toLowerCase(), nearest) <= FARTHEST_SLIP ? `; did you mean --${nearest}?` : '';
  return `${keyword} has no flag --${name}${meant}`;
}

const MOUNT_TYPES = ['bind', 'cache', 'tmpfs', 'secret', 'ssh'];
const MOUNT_SWITCHES = new Set(['readonly', 'ro', 'readwrite', 'rw', 'required']);
const MOUNT_KEYS = new Set([
  ...MOUNT_SWITCHES,
  ...['type', 'from', 'source', 'src', 'target', 'dst', 'destination', 'sharing', 'id', 'mode', 'uid', 'gid', 'size', 'env'],
]);

function mountProblem(value: string): string | undefined {
  if (value === '') return 'says nothing: write type=cache,target=/path';
  const fields = new Map<string, string>();
  for (const field of value.split(',')) {
    const [key = '', ...rest] = field.split('=');
    const name = key.trim().toLowerCase();
    if (rest.length === 0 && !MOUNT_SWITCHES.has(name)) return `has "${key}" without a value`;
    if (!MOUNT_KEYS.has(name) && !name.includes('$')) return `has no field "${key}"`;
    fields.set(name, rest.join('='));
  }
  const type = (fields.get('type') ?? 'bind').toLowerCase();
  if (type.includes('$')) return undefined;
  if (!MOUNT_TYPES.includes(type)) return `has no type "${type}", but ${MOUNT_TYPES.join(', ')}`;
  const sharing = fields.get('sharing') ?? 'shared';
  if (!sharing.includes('$') && !/^(shared|private|locked)$/i.test(sharing)) return 'must be shared, private or locked in "sharing"';
  return undefined;
}
