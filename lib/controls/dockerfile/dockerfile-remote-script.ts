import { control } from '../control';
import { all as both } from '../requirement';
import { type CommandComplaint, everyCommandIn, everyInstruction } from './dockerfile-rule';
import { dockerfile } from './example';
import type { ShellCommand } from './shell/command';
import { type Download, downloadOf } from './shell/downloads';
import { programOf } from './shell/program';
import type { InstructionCommand } from './shell/scripts';

const INTERPRETER =
  /^(sh|bash|ash|dash|zsh|ksh|mksh|fish|python[\d.]*|perl|ruby|node|php|pwsh|powershell|lua|tclsh|iex|Invoke-Expression)$/i;
const VERIFIES =
  /^(sha(1|224|256|384|512)?sum|shasum|b2sum|gpgv?2?|cosign|minisign|signify|slsa-verifier|sq|rpmkeys|Get-FileHash|certutil|certUtil)$/;

/** Whether the commands of one `RUN` check what was downloaded: by a checksum or a signature. */
function verifies(all: readonly ShellCommand[]): boolean {
  return all.some((command) => {
    const { name, args } = programOf(command);
    const values = args.map(({ value }) => value);
    if (/^gpg2?$/.test(name)) return values.includes('--verify') || values.includes('--decrypt');
    if (name === 'openssl') return values.includes('dgst');
    if (name === 'gh') return values[0] === 'attestation';
    if (/^(php|python)[\d.]*$/.test(name)) return values.some((value) => /\bhash_file\(|\bhash\(|\bhashlib\b/.test(value));
    if (name === 'rpm') return values.some((value) => value === '-K' || value === '--checksig');
    return VERIFIES.test(name);
  });
}

/** Indices of commands whose output reaches an interpreter as a program. */
function runAsScript(all: readonly InstructionCommand[]): ReadonlySet<number> {
  const run = new Set<number>();
  const add = (index: number): void => {
    if (run.has(index)) return;
    run.add(index);
    for (const before of all[index]?.reads ?? []) add(before);
  };
  for (const command of all) {
    const { name } = programOf(command);
    if (isFed(command)) for (const index of command.reads) add(index);
    for (const index of heldBy(command, all)) add(index);
    const outer = command.within && all[command.within.command];
    if (!outer || command.within?.by === 'script') continue;
    const program = programOf(outer);
    // `sh -c "$(curl …)"`, `eval "$(curl …)"`, `bash <(curl …)`, `. <(curl …)`
    const asText =
      command.within?.by === 'text' &&
      (program.name === 'eval' ||
        isFedByString(outer) ||
        (INTERPRETER.test(program.name) && program.args.some(({ value }) => /^-[a-z]*[ce]$/.test(value))));
    const asFile = command.within?.by === 'file' && (INTERPRETER.test(program.name) || /^(source|\.)$/.test(program.name));
    if ((asText || asFile) && name !== '') add(command.index);
  }
  return run;
}

/** `sh <<< "$(curl …)"`. */
function isFedByString({ redirects, ...command }: ShellCommand): boolean {
  const { name, args } = programOf({ ...command, redirects });
  return INTERPRETER.test(name) && redirects.some(({ operator }) => operator === '<<<') && args.every(({ value }) => value.startsWith('-'));
}

/** `x=$(curl …); sh -c "$x"`: the commands that gave the variables which a command runs as a program. */
function heldBy(command: InstructionCommand, all: readonly InstructionCommand[]): readonly number[] {
  const names = programTexts(command, all).flatMap((text) => /^\$\{?(\w+)/.exec(text.trim())?.[1] ?? []);
  if (names.length === 0) return [];
  return all.flatMap(({ within, start, index }) => {
    const setter = within?.by === 'text' ? all[within.command] : undefined;
    const held = setter?.assignments.find((word) => word.start <= start && start < word.end)?.value;
    return held !== undefined && names.some((name) => held.startsWith(`${name}=`)) ? [index] : [];
  });
}

/** The texts that a command runs as programs. */
function programTexts(command: InstructionCommand, all: readonly InstructionCommand[]): readonly string[] {
  const { name, args } = programOf(command);
  if (name === 'eval') return args.map(({ value }) => value);
  if (!INTERPRETER.test(name)) return [];
  const option = args.findIndex(({ value }) => /^-[a-z]*[cer]$/.test(value));
  const given = option < 0 ? undefined : args[option + 1]?.value;
  const strings = command.redirects.filter(({ operator }) => operator === '<<<').map(({ target }) => target);
  const piped = isFed(command) ? command.reads.flatMap((index) => echoed(all[index])) : [];
  return [...(given === undefined ? [] : [given]), ...strings, ...piped];
}

function echoed(command: InstructionCommand | undefined): readonly string[] {
  if (command === undefined) return [];
  const { name, args } = programOf(command);
  return name === 'echo' || name === 'printf' ? args.map(({ value }) => value) : [];
}

/** What PowerShell runs of what it fetches: `iex ((New-Object Net.WebClient).DownloadString('https://…'))`, `irm … | iex`. */
const POWERSHELL = [
  /\b(?:iex|Invoke-Expression)\b[^;\n]{0,200}\b(?:DownloadString|iwr|irm|Invoke-WebRequest|Invoke-RestMethod)\b/i,
  /(?:\b(?:iwr|irm|Invoke-WebRequest|Invoke-RestMethod)\b|\.DownloadString\()[^;\n]{0,200}\|\s*(?:iex|Invoke-Expression)\b/i,
];

/** An interpreter that takes its program from the pipe: it is given no script of its own. */
function isFed(command: ShellCommand): boolean {
  const { name, args } = programOf(command);
  if (!INTERPRETER.test(name) || command.reads.length === 0) return false;
  const own = args.findIndex(({ value }) => !value.startsWith('-') && value !== '/dev/stdin');
  const first = args[own - 1]?.value ?? '';
  // `-s -- arguments` are given to the script; `-c` and `-e` bring a program of their own.
  if (args.some(({ value }) => /^-[a-z]*s$/.test(value) || value === '-' || value === '/dev/stdin')) return true;
  return own < 0 ? !args.some(({ value }) => /^-[a-z]*[cem]$/.test(value)) : /^-o$|^\+o$/.test(first);
}

const SCRIPT: CommandComplaint = {
  actual: 'a download that an interpreter runs',
  expected: 'a file that is checked before it runs',
  instructions:
    'Download it to a file, check its sha256 (`echo "<sum>  file" | sha256sum -c`), then run it; better copy the program from an image pinned by digest.',
};

function unchecked({ program }: Download): CommandComplaint {
  return {
    actual: `a download by ${program}`,
    expected: 'checked by checksum or signature in the same RUN',
    instructions: 'Check it in the same RUN (`echo "<sum>  file" | sha256sum -c`, `gpg --verify`), or use `ADD --checksum=sha256:…`.',
  };
}

export const dockerfileRemoteScript = control({
  id: 'dockerfile-remote-script',
  family: 'dockerfile',
  title: 'Pipe no download into a shell',
  severity: 'high',
  why: 'Whoever controls the server, or its name, runs any command as root in every build, and can send another script to the one who looks at it.',
  references: { cisDocker: ['4.11'] },
  counterparts: { dockerBench: ['4.11'], hadolint: ['DL4006'] },
  notes:
    'Downloads that stay are to be checked in the same RUN. Not counted: what goes into a variable, to /dev/null or to this very host, and keys for signatures (`… | gpg --dearmor`, `-o key.asc`), which are what others are checked by.',
  require: both(
    everyInstruction('in every RUN, no download that PowerShell runs', ({ instruction, path }) => {
      if (instruction.keyword !== 'RUN') return [];
      const texts = [instruction.text, ...(instruction.heredocs ?? []).map(({ content }) => content)];
      const at = texts.findIndex((text) => POWERSHELL.some((pattern) => pattern.test(text)));
      const { instructions, ...said } = SCRIPT;
      return at < 0 ? [] : [{ path: [...path, ...(at > 0 ? ['heredocs', at - 1, 'content'] : ['text'])], ...said, fix: instructions }];
    }),
    everyCommandIn('in every RUN, no download run by an interpreter, and each download checked by checksum or signature', () => {
      let last:
        | { readonly all: readonly InstructionCommand[]; readonly scripts: ReadonlySet<number>; readonly verified: boolean }
        | undefined;
      return (command, all) => {
        const download = downloadOf(command, all);
        if (download === undefined) return undefined;
        if (last?.all !== all) last = { all, scripts: runAsScript(all), verified: verifies(all) };
        if (last.scripts.has(command.index)) return SCRIPT;
        return download.kept && !last.verified ? unchecked(download) : undefined;
      };
    }),
  ),
  examples: {
    pass: [
      {
        because: 'the sum is checked before anything runs',
        object: dockerfile(
          'FROM debian:12',
          'RUN curl -fsSLO https://example.com/x.tar.gz && echo "0123  x.tar.gz" | sha256sum -c && tar xf x.tar.gz',
        ),
      },
      {
        because: 'the key is what packages are checked by',
        object: dockerfile('FROM debian:12', 'RUN curl -fsSL https://example.com/key.asc | gpg --dearmor -o /usr/share/keyrings/x.gpg'),
      },
      {
        because: 'it is an answer, not a program',
        object: dockerfile('FROM debian:12', 'RUN VERSION=$(curl -fsS https://example.com/version) && echo "$VERSION"'),
      },
    ],
    fail: [
      {
        because: 'the server decides what runs',
        object: dockerfile('FROM debian:12', 'RUN curl -fsSL https://example.com/install.sh | bash -s -- --yes'),
      },
      {
        because: 'what stands between changes nothing',
        object: dockerfile('FROM debian:12', 'RUN wget -qO- https://example.com/i.gz | gunzip | sudo sh'),
      },
      {
        because: 'a substitution is the same',
        object: dockerfile('FROM debian:12', 'RUN sh -c "$(curl -fsSL https://example.com/install.sh)"'),
      },
      {
        because: 'a substituted file is the same',
        object: dockerfile('FROM debian:12', 'SHELL ["/bin/bash", "-c"]', 'RUN bash <(curl -fsSL https://example.com/install.sh)'),
      },
      {
        because: 'a variable between changes nothing',
        object: dockerfile('FROM debian:12', 'RUN script=$(curl -fsSL https://example.com/install.sh) && sh -c "$script"'),
      },
      {
        because: 'PowerShell runs it',
        object: dockerfile(
          'FROM mcr.microsoft.com/windows/servercore:ltsc2022',
          "RUN powershell -Command iex ((New-Object Net.WebClient).DownloadString('https://example.com/install.ps1'))",
        ),
      },
      { because: 'python runs it', object: dockerfile('FROM python:3.13', 'RUN curl -sSL https://example.com/install.py | python3 -') },
      {
        because: 'nothing says that it is the file that was tested',
        object: dockerfile('FROM debian:12', 'RUN curl -fsSL https://example.com/x.tar.gz | tar xz -C /opt'),
      },
    ],
  },
});
