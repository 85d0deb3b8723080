import type { ShellCommand } from './command';
import { programOf } from './program';
import type { InstructionCommand } from './scripts';

/** A command that fetches something. */
export interface Download {
  readonly program: string;
  /** What it fetches stays: in a file, or unpacked by what reads it. */
  readonly kept: boolean;
}

const NOWHERE = /^(\/dev\/null|NUL|\$null)$/i;
const LOCAL = /^(?:https?:\/\/)?(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)(?:[:/]|$)/i;
/** Keys: what signatures are checked by. */
const KEY = /\.(asc|gpg|pgp|pub|key|kbx)$/i;
const TAKES_KEYS = /^(gpg2?|apt-key|rpmkeys|rpm|keyctl)$/;
/** Programs of which the output is the text that was read. */
const SHOWS = /^(cat|jq|grep|egrep|sed|awk|head|tail|cut|tr|sort|wc|xargs|python3?|node)$/;

/** Code on a command line of another language that fetches a file: `php -r "copy('https://…', 'installer.php')"`. */
const CODE = /(?:\bcopy|\burlretrieve)\(\s*["']([a-z]+:\/\/[^"'\s]*)/i;
const CODE_OPTION = /^-[rce]$/;

/** What a command fetches from an address, by curl, wget or a line of code; undefined where it fetches nothing. */
export function downloadOf(command: InstructionCommand, all: readonly InstructionCommand[]): Download | undefined {
  const { name, args } = programOf(command);
  const values = args.map(({ value }) => value);
  if (/^(php|python)[\d.]*$/.test(name)) {
    const address = CODE.exec(values[values.findIndex((value) => CODE_OPTION.test(value)) + 1] ?? '')?.[1];
    return address === undefined || LOCAL.test(address) ? undefined : { program: name, kept: true };
  }
  if (name !== 'curl' && name !== 'wget') return undefined;
  if (values.some((value) => /^(--version|--help|--spider|-V|-h|-I|--head)$/.test(value))) return undefined;
  const addresses = values.filter(
    (value) => !value.startsWith('-') && (/^[a-z]+:\/\//i.test(value) || value.includes('$') || value.includes('/')),
  );
  if (addresses.length === 0 || addresses.every((address) => LOCAL.test(address))) return undefined;
  return { program: name, kept: isKept(command, values, addresses, all) };
}

function isKept(
  command: InstructionCommand,
  values: readonly string[],
  addresses: readonly string[],
  all: readonly InstructionCommand[],
): boolean {
  const files = [...command.redirects.filter(({ operator }) => /^>/.test(operator)).map(({ target }) => target), ...outputs(values)];
  const written = files.filter((file) => file !== '-');
  if (written.length > 0) return written.some((file) => !NOWHERE.test(file) && !KEY.test(file));
  if (addresses.every((address) => KEY.test(address))) return false;
  const readers = readersOf(command, all);
  if (readers.length > 0) return readers.some((reader) => unpacks(reader));
  // Without a pipe curl shows the text, unless it is told to keep the name; wget always writes a file.
  const remoteName = values.some((value) => /^(-[a-zA-Z]*[OJ]|--remote-name(-all)?)$/.test(value));
  const shown = values.some((value) => /^(-[a-zA-Z]*O-|-)$/.test(value));
  return programOf(command).name === 'curl' ? remoteName : !shown && !command.within;
}

/** The files that options name. */
function outputs(values: readonly string[]): readonly string[] {
  return values.flatMap((value, index) => {
    const next = values[index + 1];
    const joined = /^--(?:output|output-document)=(.*)$/.exec(value)?.[1] ?? /^-[a-zA-Z]*o(\/.+|[\w.-]+\.\w+)$/.exec(value)?.[1];
    if (joined !== undefined) return [joined];
    // The capital letter names a file in wget, and none in curl, where an address follows.
    const named =
      /^(-[a-zA-Z]*o|--output|--output-document)$/.test(value) ||
      (/^-[a-zA-Z]*O$/.test(value) && next !== undefined && !/^([a-z]+:\/\/|-)/i.test(next));
    return named && next !== undefined && !next.includes('://') ? [next] : [];
  });
}

const readers = new WeakMap<readonly ShellCommand[], ReadonlyMap<number, readonly ShellCommand[]>>();

/** The commands that read the output of a command. */
function readersOf(command: InstructionCommand, all: readonly InstructionCommand[]): readonly ShellCommand[] {
  let known = readers.get(all);
  if (known === undefined) {
    const made = new Map<number, ShellCommand[]>();
    for (const each of all) for (const index of each.reads) made.set(index, [...(made.get(index) ?? []), each]);
    known = made;
    readers.set(all, known);
  }
  return known.get(command.index) ?? [];
}

/** Whether an address leads to this very host. */
export function isLocalAddress(address: string): boolean {
  return LOCAL.test(address);
}

/** Whether a file, by its name, is a key that signatures are checked by. */
export function isSignatureKey(file: string): boolean {
  return KEY.test(file);
}

/** Whether what a command fetches becomes a key that signatures are checked by. */
export function keyReader(command: InstructionCommand, all: readonly InstructionCommand[]): boolean {
  return readersOf(command, all).some((reader) => TAKES_KEYS.test(programOf(reader).name));
}

function unpacks(reader: ShellCommand): boolean {
  const { name, args } = programOf(reader);
  if (name === 'tee') return args.some(({ value }) => !value.startsWith('-') && !NOWHERE.test(value) && !KEY.test(value));
  return !TAKES_KEYS.test(name) && !SHOWS.test(name);
}
