import type { DockerfileInstruction } from '../../docker/dockerfile';

/** `--mount=type=secret,id=x`. */
export interface Flag {
  /** Without dashes, in lower case: `mount`. */
  readonly name: string;
  /** Undefined where there is no `=`. */
  readonly value: string | undefined;
}

/** What the text of an instruction says, as BuildKit reads it. */
export interface Arguments {
  readonly flags: readonly Flag[];
  /** The text after the flags. */
  readonly body: string;
  /** Where in the text the body begins. */
  readonly bodyStart: number;
  /** The JSON form; undefined where the text is none, and a shell reads it. */
  readonly json: readonly string[] | undefined;
  /** The body at its spaces. */
  readonly words: readonly string[];
}

const TAKES_FLAGS = new Set(['ADD', 'COPY', 'RUN', 'HEALTHCHECK', 'FROM']);
const TAKES_JSON = new Set(['ADD', 'COPY', 'RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'SHELL', 'VOLUME']);

const known = new WeakMap<DockerfileInstruction, { readonly keyword: string; readonly text: string; readonly read: Arguments }>();

/** Reads the text of an instruction. */
export function argumentsOf(instruction: DockerfileInstruction): Arguments {
  const { keyword, text } = instruction;
  const found = known.get(instruction);
  if (found !== undefined && found.text === text && found.keyword === keyword) return found.read;
  const read = readArguments(keyword, text);
  known.set(instruction, { keyword, text, read });
  return read;
}

/** Reads what follows a keyword. */
export function readArguments(keyword: string, text: string): Arguments {
  const flags: Flag[] = [];
  let at = 0;
  if (TAKES_FLAGS.has(keyword)) {
    for (;;) {
      const match = flagPattern(at).exec(text);
      if (match === null) break;
      const [whole, name = '', value] = match;
      flags.push({ name: name.toLowerCase(), value: value === undefined ? undefined : unquoted(value) });
      at += whole.length;
    }
  }
  at += leadingSpace(text, at);
  let body = text.slice(at).trimEnd();
  // What a health check runs is a CMD of its own.
  if (keyword === 'HEALTHCHECK') {
    const command = /^CMD\s+/i.exec(body);
    if (command) {
      at += command[0].length;
      body = body.slice(command[0].length);
    }
  }
  return {
    flags,
    body,
    bodyStart: at,
    json: TAKES_JSON.has(keyword) ? jsonForm(body) : undefined,
    words: body === '' ? [] : body.split(/\s+/),
  };
}

/** The values of a flag. */
export function flagValues({ flags }: Arguments, name: string): readonly string[] {
  return flags.flatMap((flag) => (flag.name === name && flag.value !== undefined ? [flag.value] : []));
}

function flagPattern(at: number): RegExp {
  // Sticky, so that a long text is not copied for each flag.
  const pattern = /\s*--([a-zA-Z][\w.-]*)(?:=((?:"[^"]*"|'[^']*'|\S)*))?(?=\s|$)/y;
  pattern.lastIndex = at;
  return pattern;
}

function leadingSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) at++;
  return at - from;
}

function unquoted(value: string): string {
  return /^(["']).*\1$/s.test(value) ? value.slice(1, -1) : value;
}

/** A JSON list of strings; anything else is the shell form. */
export function jsonForm(body: string): readonly string[] | undefined {
  if (!body.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(body);
    return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}
