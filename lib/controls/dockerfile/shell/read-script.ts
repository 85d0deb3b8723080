import type { Separator, ShellCommand, ShellRedirect, ShellWord, Substitution } from './command';

// The packages on npm give words without places (shell-quote), are no longer kept (bash-parser, mvdan-sh) or bring a
// parser as WebAssembly (sh-syntax). What controls ask needs simple commands, pipes and places, and no more.

export interface ScriptOptions {
  /** The character that takes away the meaning of the next one; none in PowerShell and cmd, whose paths have backslashes. */
  readonly backslash?: boolean;
  /** What the here-documents hold whose bodies do not stand in the text, in order. */
  readonly heredocs?: readonly string[];
}

/** Substitutions in substitutions that are followed; deeper ones stay text. */
const DEEPEST = 24;

/** Words that come before a command, or between commands. */
const RESERVED = new Set(['if', 'then', 'else', 'elif', 'do', 'while', 'until', '!', 'fi', 'done', 'esac', 'time', '}', '{']);

type Draft = { -readonly [K in keyof ShellCommand]: ShellCommand[K] };

/** The simple commands of a shell script, in one pass. Never throws: what is no shell is read as words. */
export function readScript(text: string, options: ScriptOptions = {}): readonly ShellCommand[] {
  const reader = new ScriptReader(text, options);
  reader.list(undefined, 0);
  return reader.commands;
}

/** What is being read of one command. */
interface Pending {
  words: ShellWord[];
  assignments: ShellWord[];
  redirects: ShellRedirect[];
  /** Commands substituted in its words, whose parent is known when it ends. */
  nested: { readonly from: number; readonly to: number; readonly by: Substitution }[];
  start: number;
  heredocs: Awaited[];
}

/** A here-document that begins on the next line. */
interface Awaited {
  readonly name: string;
  readonly tabs: boolean;
  /** The command that reads it, once it is known. */
  command?: number;
}

function fresh(): Pending {
  return { words: [], assignments: [], redirects: [], nested: [], start: -1, heredocs: [] };
}

class ScriptReader {
  public readonly commands: Draft[] = [];
  private at = 0;
  private readonly escapes: boolean;
  private awaited: Awaited[] = [];
  private outside = 0;

  public constructor(
    private readonly text: string,
    private readonly options: ScriptOptions,
  ) {
    this.escapes = options.backslash !== false;
  }

  /** Reads commands up to the closing bracket, or the end. */
  public list(close: ')' | undefined, depth: number): void {
    let before: Separator = '';
    /** The commands whose output a pipe would carry: the last one, or all of the group that just ended. */
    let left: number[] = [];
    let piped: number[] = [];
    let grouped = false;
    let cases = 0;
    const groups: number[] = [];
    let pending = fresh();
    const finish = (separator: Separator): void => {
      const index = this.end(pending, before, piped);
      pending = fresh();
      // An empty line changes nothing: what stands after `|` or `&&` may follow on the next one.
      if (index === undefined && !grouped && separator === ';') return;
      if (index !== undefined) left = [index];
      piped = separator === '|' ? left : [];
      grouped = false;
      before = separator;
    };
    const endGroup = (from: number): void => {
      left = range(from, this.commands.length);
      grouped = true;
    };
    while (this.at < this.text.length) {
      const char = this.text[this.at] as string;
      const next = this.text[this.at + 1];
      const empty = pending.words.length === 0 && pending.assignments.length === 0;
      if (char === ' ' || char === '\t' || char === '\r') this.at++;
      else if (char === '\\' && this.escapes && next === '\n') this.at += 2;
      else if (char === '\n') {
        finish(';');
        this.at++;
        this.skipHeredocs();
      } else if (char === '#') {
        const end = this.text.indexOf('\n', this.at);
        this.at = end < 0 ? this.text.length : end;
      } else if (char === ';') {
        finish(';');
        this.at++;
      } else if (char === '&' && next === '>') this.redirect(pending, depth);
      else if (char === '&' || char === '|') {
        const double = next === char;
        finish(double ? (char === '&' ? '&&' : '||') : char);
        this.at += double || (char === '|' && next === '&') ? 2 : 1;
      } else if (char === '(' && empty) {
        if (next === '(') this.skipArithmetic();
        else if (depth < DEEPEST) {
          const from = this.commands.length;
          this.at++;
          this.list(')', depth + 1);
          endGroup(from);
          for (const index of left) this.pipeInto(index, piped);
        } else this.at++;
      } else if (char === '(') this.at++;
      else if (char === ')') {
        this.at++;
        if (close === ')' && cases === 0) {
          finish(';');
          return;
        }
        // The pattern of a `case`, or of a function's brackets: no command.
        pending = fresh();
      } else if (this.atRedirect()) this.redirect(pending, depth);
      else {
        const word = this.word(pending, depth);
        if (empty && !word.quoted && RESERVED.has(word.value)) {
          if (word.value === '{') groups.push(this.commands.length);
          if (word.value === '}') endGroup(groups.pop() ?? this.commands.length);
          if (word.value === 'esac') cases--;
          pending = fresh();
        } else {
          if (empty && word.value === 'case') cases++;
          if (pending.words.length === 0 && /^[A-Za-z_]\w*\+?=/.test(word.value)) pending.assignments.push(word);
          else pending.words.push(word);
        }
      }
    }
    finish(';');
  }

  private pipeInto(index: number, piped: readonly number[]): void {
    const command = this.commands[index];
    if (command && piped.length > 0) command.reads = [...command.reads, ...piped];
  }

  /** Adds what was read as a command; answers its index, or undefined where it is none. */
  private end({ words, assignments, redirects, nested, start, heredocs }: Pending, before: Separator, piped: readonly number[]) {
    const first = words[0];
    const loop = first !== undefined && !first.quoted && /^(for|select|case|function)$/.test(first.value);
    if ((words.length === 0 && assignments.length === 0 && redirects.length === 0) || loop) return undefined;
    const index = this.commands.length;
    for (const { from, to, by } of nested) for (const command of this.commands.slice(from, to)) command.within ??= { command: index, by };
    const last = words.at(-1) ?? assignments.at(-1);
    const stdin = this.outsideHeredoc(redirects);
    this.commands.push({
      words,
      assignments,
      redirects,
      before,
      start: Math.max(start, 0),
      end: last?.end ?? this.at,
      reads: piped,
      ...(stdin !== undefined && { stdin }),
      exact: true,
    });
    for (const awaited of heredocs) awaited.command = index;
    return index;
  }

  /** The body of a here-document that the text does not hold. */
  private outsideHeredoc(redirects: readonly ShellRedirect[]): string | undefined {
    if (this.options.heredocs === undefined) return undefined;
    let body: string | undefined;
    for (const { operator } of redirects) if (operator.startsWith('<<') && operator !== '<<<') body = this.options.heredocs[this.outside++];
    return body;
  }

  private atRedirect(): boolean {
    const char = this.text[this.at];
    if (char === '<' || char === '>') return true;
    if (char === undefined || char < '0' || char > '9') return false;
    const after = /^\d{1,2}[<>]/.exec(this.text.slice(this.at, this.at + 3));
    return after !== null;
  }

  private redirect(pending: Pending, depth: number): void {
    const start = this.at;
    const operator = /^(?:\d{1,2}|&)?(<<<|<<-?|<&|<>|<|>>|>&|>\||>)/.exec(this.text.slice(this.at, this.at + 6))?.[1] ?? '>';
    if (pending.start < 0) pending.start = start;
    if ((operator === '<' || operator === '>') && this.text[this.at + 1] === '(' && depth < DEEPEST) {
      pending.words.push(this.word(pending, depth));
      return;
    }
    this.at += this.text.slice(this.at, this.at + 6).indexOf(operator) + operator.length;
    while (this.text[this.at] === ' ' || this.text[this.at] === '\t') this.at++;
    const target = this.word(pending, depth);
    pending.redirects.push({ operator, target: target.value });
    if ((operator === '<<' || operator === '<<-') && this.options.heredocs === undefined) {
      const awaited: Awaited = { name: target.value, tabs: operator === '<<-' };
      this.awaited.push(awaited);
      pending.heredocs.push(awaited);
    }
  }

  private skipHeredocs(): void {
    for (const { name, tabs, command } of this.awaited) {
      const start = this.at;
      for (;;) {
        const newline = this.text.indexOf('\n', this.at);
        const end = newline < 0 ? this.text.length : newline;
        const line = this.text.slice(this.at, end).replace(/\r$/, '');
        const from = this.at;
        this.at = newline < 0 ? end : end + 1;
        if ((tabs ? line.replace(/^\t+/, '') : line) !== name && newline >= 0) continue;
        const owner = command === undefined ? undefined : this.commands[command];
        if (owner) owner.stdin = this.text.slice(start, from);
        break;
      }
    }
    this.awaited = [];
  }

  private skipArithmetic(): void {
    const end = this.text.indexOf('))', this.at);
    this.at = end < 0 ? this.text.length : end + 2;
  }

  /** Reads one word, and the commands substituted in it. */
  private word(pending: Pending, depth: number): ShellWord {
    const start = this.at;
    if (pending.start < 0) pending.start = start;
    const pieces: string[] = [];
    let quoted = false;
    let expands = false;
    let plain = this.at;
    const flush = (): void => {
      if (this.at > plain) pieces.push(this.text.slice(plain, this.at));
    };
    let inQuotes = false;
    while (this.at < this.text.length) {
      const char = this.text[this.at] as string;
      const next = this.text[this.at + 1];
      if (char === '\\' && this.escapes && next !== undefined) {
        // Within double quotes a backslash is itself, unless something follows that it takes the meaning from.
        if (inQuotes && !/["\\$`\n]/.test(next)) {
          this.at += 2;
          continue;
        }
        flush();
        if (next !== '\n') pieces.push(next);
        if (!inQuotes && next !== '\n') quoted = true;
        this.at += 2;
        plain = this.at;
      } else if (char === '"') {
        flush();
        quoted = true;
        inQuotes = !inQuotes;
        plain = ++this.at;
      } else if (char === "'" && !inQuotes) {
        flush();
        quoted = true;
        const end = this.text.indexOf("'", this.at + 1);
        pieces.push(this.text.slice(this.at + 1, end < 0 ? undefined : end));
        this.at = end < 0 ? this.text.length : end + 1;
        plain = this.at;
      } else if (char === '$' && next === '(' && this.text[this.at + 2] === '(') {
        expands = true;
        this.skipArithmetic();
      } else if (depth < DEEPEST && ((char === '$' && next === '(') || (!inQuotes && (char === '<' || char === '>') && next === '('))) {
        expands = true;
        this.at += 2;
        this.substitute(pending, char === '$' ? 'text' : 'file', () => this.list(')', depth + 1));
      } else if (char === '$' && next === '{') {
        expands = true;
        const end = this.text.indexOf('}', this.at);
        this.at = end < 0 ? this.text.length : end + 1;
      } else if (char === '`' && this.escapes && depth < DEEPEST) {
        expands = true;
        this.backticks(pending);
      } else if (!inQuotes && /[\s;&|()<>]/.test(char)) break;
      else {
        if (char === '$') expands = true;
        this.at++;
      }
    }
    flush();
    return { value: pieces.join(''), start, end: this.at, quoted, expands };
  }

  private substitute(pending: Pending, by: Substitution, read: () => void): void {
    const from = this.commands.length;
    const awaited = this.awaited;
    read();
    this.awaited = awaited;
    pending.nested.push({ from, to: this.commands.length, by });
  }

  private backticks(pending: Pending): void {
    const start = this.at + 1;
    let end = start;
    while (end < this.text.length && this.text[end] !== '`') end += this.text[end] === '\\' ? 2 : 1;
    const inner = readScript(this.text.slice(start, end).replaceAll('\\`', '`'), { backslash: this.escapes });
    this.substitute(pending, 'text', () => {
      const base = this.commands.length;
      this.commands.push(...inner.map((command) => moved(command, start, base, !this.text.slice(start, end).includes('\\`'))));
    });
    this.at = Math.min(end + 1, this.text.length);
  }
}

/** A command of a piece of the text, as one of the whole. */
export function moved(command: ShellCommand, offset: number, base: number, exact: boolean): ShellCommand {
  const word = (each: ShellWord): ShellWord => ({ ...each, start: each.start + offset, end: each.end + offset });
  return {
    ...command,
    words: command.words.map(word),
    assignments: command.assignments.map(word),
    start: command.start + offset,
    end: command.end + offset,
    reads: command.reads.map((index) => index + base),
    ...(command.within && { within: { ...command.within, command: command.within.command + base } }),
    exact: command.exact && exact,
  };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
