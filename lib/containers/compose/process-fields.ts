import type { DockerContainer } from '../../controls/docker/container';
import { type Fix, isObject, type Json, type Path, UNKNOWN } from '../../controls/requirement';
import { type FieldCodec, valueIn } from '../codec';
import { escaped, resolved } from './interpolation';
import { flagOf, looseTextOf, numberOf, textOf } from './plain-fields';
import type { RunBy } from './resource-fields';

type Restart = NonNullable<DockerContainer['restart']>;

const CONDITIONS: Readonly<Record<string, Restart['policy']>> = {
  no: 'no',
  none: 'no',
  false: 'no',
  'on-failure': 'on-failure',
  'unless-stopped': 'unless-stopped',
  always: 'always',
  any: 'always',
};

/** `restart`, or `deploy.restart_policy`, which wins; a stack knows the second alone. */
export function restartField(runBy: RunBy): FieldCodec {
  const deployed: Path = ['deploy', 'restart_policy'];
  const home: Path = runBy === 'stack' ? deployed : ['restart'];
  return {
    field: 'restart',
    home,
    read(written) {
      const policy = valueIn(written, deployed);
      if (isObject(policy)) {
        // Swarm restarts always where no condition is named; Compose then has none.
        const condition = textOf(policy.condition ?? undefined) ?? (runBy === 'stack' ? 'any' : 'no');
        const below = (rest: Path): Path => (rest[0] === 'maxRetries' ? [...deployed, 'max_attempts'] : [...deployed, 'condition']);
        return readingOf(condition, numberOf(policy.max_attempts ?? undefined), deployed, below);
      }
      if (runBy === 'stack' || (written.restart ?? null) === null) return undefined;
      const value = textOf(written.restart);
      const [name, retries] = typeof value === 'string' ? value.split(':') : [value];
      return readingOf(name, numberOf(retries), home, () => home);
    },
    write(value, written) {
      const isDeployed = runBy === 'stack' || isObject(valueIn(written, deployed));
      const place = isDeployed ? deployed : home;
      if (value === undefined) return [{ op: 'remove', path: place }];
      const { policy, maxRetries } = value as Restart;
      if (!isDeployed)
        return [
          { op: 'set', path: home, value: maxRetries === undefined || policy !== 'on-failure' ? policy : `on-failure:${maxRetries}` },
        ];
      const condition = { no: 'none', 'on-failure': 'on-failure', always: 'any', 'unless-stopped': 'any' }[policy];
      if (!isObject(valueIn(written, deployed)))
        return [{ op: 'set', path: deployed, value: { condition, ...(maxRetries !== undefined && { max_attempts: maxRetries }) } }];
      return [
        { op: 'set', path: [...deployed, 'condition'], value: condition },
        ...(maxRetries === undefined ? [] : [{ op: 'set', path: [...deployed, 'max_attempts'], value: maxRetries } as const]),
        ...(maxRetries === undefined ? [{ op: 'remove', path: [...deployed, 'max_attempts'] } as const] : []),
      ];
    },
  };
}

function readingOf(condition: unknown, retries: unknown, at: Path, below: (rest: Path) => Path) {
  if (condition === UNKNOWN) return { value: condition, at };
  const policy = CONDITIONS[String(condition)];
  return policy === undefined ? undefined : { value: { policy, ...(retries !== undefined && { maxRetries: retries }) }, at, below };
}

/** `healthcheck`: a test as a text is a shell's, `NONE` and `disable` take away that of the image. */
export const HEALTHCHECK: FieldCodec = {
  field: 'healthcheck',
  home: ['healthcheck'],
  read(written) {
    const { healthcheck } = written;
    if (!isObject(healthcheck)) return undefined;
    const test: unknown = healthcheck.test;
    const words = Array.isArray(test) ? test.flatMap((word) => looseTextOf(word) ?? []) : undefined;
    const text = words === undefined ? looseTextOf(test ?? undefined) : undefined;
    const none = words?.[0] === 'NONE' || text === 'NONE';
    const disabled = none ? true : flagOf(healthcheck.disable ?? undefined);
    return {
      value: {
        ...(!none && words !== undefined && { test: words }),
        ...(!none && text !== undefined && { test: ['CMD-SHELL', text] }),
        ...(disabled !== undefined && { disabled }),
      },
      at: ['healthcheck'],
      below: ([key, ...rest]) => {
        if (key === undefined) return ['healthcheck'];
        if (key === 'disabled') return ['healthcheck', none ? 'test' : 'disable'];
        return words === undefined ? ['healthcheck', key] : ['healthcheck', key, ...rest];
      },
    };
  },
  write(value, written) {
    if (value === undefined) return [{ op: 'remove', path: ['healthcheck'] }];
    const { test, disabled } = value as NonNullable<DockerContainer['healthcheck']>;
    const none = [written.healthcheck?.test].flat()[0] === 'NONE';
    const fixes: Fix[] = [];
    if (test !== undefined) fixes.push({ op: 'set', path: ['healthcheck', 'test'], value: test.map(escaped) });
    else if (written.healthcheck?.test !== undefined && !(none && disabled === true))
      fixes.push({ op: 'remove', path: ['healthcheck', 'test'] });
    if (disabled === true && !none) fixes.push({ op: 'set', path: ['healthcheck', 'disable'], value: true });
    else if (disabled !== true && flagOf(written.healthcheck?.disable) === true)
      fixes.push(
        disabled === false
          ? { op: 'set', path: ['healthcheck', 'disable'], value: false }
          : { op: 'remove', path: ['healthcheck', 'disable'] },
      );
    else if (disabled === false && written.healthcheck?.disable === undefined)
      fixes.push({ op: 'set', path: ['healthcheck', 'disable'], value: false });
    return fixes;
  },
};

/** `ulimits`: a number, or a soft and a hard limit. */
export const ULIMITS: FieldCodec = {
  field: 'ulimits',
  home: ['ulimits'],
  read({ ulimits }) {
    if (!isObject(ulimits)) return undefined;
    const entries = Object.entries(ulimits).flatMap(([name, written]: [string, unknown]) => {
      const soft = isObject(written) ? numberOf(written.soft) : numberOf(written);
      const hard = isObject(written) ? numberOf(written.hard) : soft;
      return soft === undefined || hard === undefined ? [] : [[name, { soft, hard }] as const];
    });
    return {
      value: Object.fromEntries(entries),
      at: ['ulimits'],
      below: ([name, limit]) => [
        'ulimits',
        ...(name === undefined ? [] : [name]),
        ...(isObject(ulimits[name ?? '']) && limit ? [limit] : []),
      ],
    };
  },
  write(value, _written, before) {
    const after = (value ?? {}) as NonNullable<DockerContainer['ulimits']>;
    const old = (before ?? {}) as NonNullable<DockerContainer['ulimits']>;
    const numbers = Object.entries(after).map(([name, { soft, hard }]) => [name, soft === hard ? soft : { soft, hard }] as const);
    if (before === undefined) return [{ op: 'set', path: ['ulimits'], value: Object.fromEntries(numbers) }];
    const changed = Object.entries(after).filter(([name, { soft, hard }]) => soft !== old[name]?.soft || hard !== old[name]?.hard);
    return [
      ...changed.map(
        ([name, { soft, hard }]): Fix => ({ op: 'set', path: ['ulimits', name], value: soft === hard ? soft : { soft, hard } }),
      ),
      ...Object.keys(old).flatMap((name): Fix[] => (name in after ? [] : [{ op: 'remove', path: ['ulimits', name] }])),
    ];
  },
};

/** `command` and `entrypoint`: a list, or a text that is cut into words as a shell would. */
export const COMMAND = wordsField('command');
export const ENTRYPOINT = wordsField('entrypoint');

function wordsField(field: 'command' | 'entrypoint'): FieldCodec {
  const at: Path = [field];
  return {
    field,
    home: at,
    read({ [field]: words }) {
      const value = wordsOf(words);
      return value === undefined ? undefined : { value, at, ...(!Array.isArray(words) && { below: () => at }) };
    },
    write: (value) =>
      value === undefined ? [{ op: 'remove', path: at }] : [{ op: 'set', path: at, value: (value as readonly string[]).map(escaped) }],
  };
}

/** The words of a command that is written as a list or as a text. */
export function wordsOf(written: unknown): readonly string[] | undefined {
  if (Array.isArray(written)) return written.map((word) => looseTextOf(word) ?? '');
  const text = looseTextOf(written ?? undefined);
  return text === undefined ? undefined : shellWords(text);
}

const WORD = /(?:[^\s"'\\]|\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"|'[^']*')+/g;

/** The words of a command line: quotes and backslashes hold them together, nothing else is a shell's. */
export function shellWords(text: string): readonly string[] {
  return Array.from(text.matchAll(WORD), ([word]) =>
    word.replace(/"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'|\\([\s\S])/g, (_, double?: string, single?: string, plain?: string) =>
      double === undefined ? (single ?? plain ?? '') : double.replace(/\\(["\\$`])/g, '$1'),
    ),
  );
}

/** `logging`. */
export const LOGGING: FieldCodec = {
  field: 'logging',
  home: ['logging'],
  read({ logging }) {
    if (!isObject(logging)) return undefined;
    const driver = textOf(logging.driver ?? undefined);
    const options: Readonly<Record<string, unknown>> | undefined = isObject(logging.options) ? logging.options : undefined;
    const texts = Object.entries(options ?? {}).map(([name, value]) => [name, textOf(value ?? undefined)] as const);
    const said = texts.filter(([, value]) => value !== undefined);
    return {
      value: {
        ...(driver !== undefined && { driver }),
        ...(said.length > 0 && { options: Object.fromEntries(said) }),
      },
      at: ['logging'],
    };
  },
  write(value, written, before) {
    if (value === undefined) return [{ op: 'remove', path: ['logging'] }];
    const { driver, options = {} } = value as NonNullable<DockerContainer['logging']>;
    if (before === undefined && !isObject(written.logging)) {
      const texts = Object.entries(options).map(([name, text]) => [name, escaped(text)] as const);
      const said = {
        ...(driver !== undefined && { driver: escaped(driver) }),
        ...(texts.length > 0 && { options: Object.fromEntries(texts) }),
      };
      return [{ op: 'set', path: ['logging'], value: said }];
    }
    const old = (before ?? {}) as NonNullable<DockerContainer['logging']>;
    const fixes: Fix[] = [];
    if (driver !== undefined && driver !== old.driver) fixes.push({ op: 'set', path: ['logging', 'driver'], value: escaped(driver) });
    if (driver === undefined && isPresent(written, 'driver')) fixes.push({ op: 'remove', path: ['logging', 'driver'] });
    for (const [name, text] of Object.entries(options))
      if (text !== old.options?.[name]) fixes.push({ op: 'set', path: ['logging', 'options', name], value: escaped(text) });
    for (const name of Object.keys(old.options ?? {}))
      if (!(name in options)) fixes.push({ op: 'remove', path: ['logging', 'options', name] });
    return fixes;
  },
};

function isPresent(written: Json, key: string): boolean {
  return resolved(written.logging?.[key]) !== undefined;
}
