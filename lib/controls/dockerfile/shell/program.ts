import type { ShellCommand, ShellWord } from './command';

/** What a command really runs, behind `sudo`, `env`, `timeout` and the like. */
export interface Program {
  /** Without its folder: `apt-get`. Empty where the command only assigns variables. */
  readonly name: string;
  readonly args: readonly ShellWord[];
  /** The programs in front of it. */
  readonly through: readonly string[];
  /** The word that names it. */
  readonly word?: ShellWord;
}

/** Programs that run another one, with those of their options that take a value, and how many words of their own come first. */
const WRAPPERS: Readonly<Record<string, { readonly values?: string; readonly own?: number }>> = {
  sudo: { values: '-u -g -h -p -C -r -t -U -D -R -T --user --group' },
  doas: { values: '-u -C' },
  env: { values: '-u -C -S --unset --chdir' },
  exec: { values: '-a' },
  command: {},
  builtin: {},
  nohup: {},
  time: { values: '-f -o' },
  nice: { values: '-n --adjustment' },
  ionice: { values: '-c -n -p' },
  stdbuf: { values: '-i -o -e' },
  timeout: { values: '-k -s --kill-after --signal', own: 1 },
  xargs: { values: '-n -I -P -L -d -a -E -s --max-args --max-procs --delimiter --arg-file' },
  busybox: {},
  eatmydata: {},
  chroot: { own: 1 },
  gosu: { own: 1 },
  'su-exec': { own: 1 },
  setpriv: {},
  tini: {},
  'dumb-init': {},
};

const known = new WeakMap<ShellCommand, Program>();

/** What the command really runs. */
export function programOf(command: ShellCommand): Program {
  const found = known.get(command) ?? read(command.words);
  known.set(command, found);
  return found;
}

function read(words: readonly ShellWord[]): Program {
  const through: string[] = [];
  let at = 0;
  for (;;) {
    const word = words[at];
    if (word === undefined) return { name: '', args: [], through };
    const name = baseName(word.value);
    const wrapper = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
    const next = wrapper === undefined ? at : skipOwn(words, at + 1, wrapper);
    // `sudo` alone, or before its options only, is a program as any other.
    if (wrapper === undefined || next >= words.length) return { name, args: words.slice(at + 1), through, word };
    through.push(name);
    at = next;
  }
}

function skipOwn(words: readonly ShellWord[], from: number, { values = '', own = 0 }: { readonly values?: string; readonly own?: number }) {
  const valued = new Set(values.split(' '));
  let at = from;
  for (; at < words.length; at++) {
    const value = words[at]?.value ?? '';
    if (value === '--') {
      at++;
      break;
    }
    if (value.startsWith('-') && value !== '-') at += valued.has(value) ? 1 : 0;
    else if (!/^[A-Za-z_]\w*=/.test(value)) break;
  }
  return at + own;
}

/** A program without its folder, and on Windows without its ending. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).replace(/\.exe$/i, '');
}

/** Whether an option is given: `--no-cache`, `--no-cache=…`, or a letter among others (`-yq`). */
export function hasOption(args: readonly ShellWord[], ...options: readonly string[]): boolean {
  return args.some(({ value }) =>
    options.some((option) =>
      option.startsWith('--')
        ? value === option || value.startsWith(`${option}=`)
        : value === option || (option.length === 2 && /^-[A-Za-z0-9]+$/.test(value) && value.includes(option.charAt(1))),
    ),
  );
}
