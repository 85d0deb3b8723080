import type { ShellCommand, ShellWord } from './command';
import { programOf } from './program';

export type PackageManager = 'apt' | 'apk' | 'pip' | 'npm' | 'gem' | 'yum' | 'zypper' | 'go';

/** A call of a package manager. */
export interface PackageCall {
  readonly manager: PackageManager;
  /** The program: `apt-get`, `microdnf`, `pip3`. */
  readonly program: string;
  /** What it is to do: `install`; empty where only options stand. */
  readonly verb: string;
  readonly verbWord: ShellWord | undefined;
  readonly options: readonly ShellWord[];
  /** What it is done to: packages. */
  readonly operands: readonly ShellWord[];
  /** It puts packages into the image. */
  readonly installs: boolean;
  /** It reads the index of packages anew. */
  readonly refreshes: boolean;
}

interface Manager {
  readonly programs: readonly string[];
  readonly installs: readonly string[];
  readonly refreshes: readonly string[];
  /** Options whose value is the next word. */
  readonly values: readonly string[];
}

const words = (text: string): readonly string[] => text.split(' ');

const MANAGERS: Readonly<Record<PackageManager, Manager>> = {
  apt: {
    programs: words('apt-get apt aptitude'),
    installs: words('install reinstall build-dep satisfy'),
    refreshes: words('update'),
    values: words('-o -c -t -a --option --config-file --target-release --default-release --host-architecture'),
  },
  apk: {
    programs: words('apk'),
    installs: words('add'),
    refreshes: words('update'),
    values: words('-t --virtual -X --repository -p --root --arch --keys-dir --repositories-file --cache-dir --wait'),
  },
  pip: {
    programs: [...words('pip pip2 pip3 pipx'), 'uv pip'],
    installs: words('install'),
    refreshes: [],
    values: words(
      '-r --requirement -c --constraint -e --editable -i --index-url --extra-index-url -f --find-links -t --target --prefix --root --src --trusted-host --platform --python-version --implementation --abi --no-binary --only-binary --timeout --retries --proxy --cert --client-cert --cache-dir --log --progress-bar --upgrade-strategy --global-option --config-settings --report --python',
    ),
  },
  npm: {
    programs: words('npm pnpm yarn'),
    installs: words('install i add in ins isntall global'),
    refreshes: [],
    values: words('--registry --prefix -C --userconfig --cache --loglevel --omit --include --tag -w --workspace --dir --cwd'),
  },
  gem: {
    programs: words('gem'),
    installs: words('install i'),
    refreshes: [],
    values: words(
      '-v --version -i --install-dir -n --bindir -s --source --platform -P --trust-policy -p --http-proxy -g --file --build-root',
    ),
  },
  yum: {
    programs: words('yum dnf dnf5 microdnf tdnf'),
    installs: words('install localinstall groupinstall reinstall'),
    refreshes: words('makecache check-update'),
    values: words('-c --config --installroot -x --exclude --enablerepo --disablerepo --repo --releasever --setopt -d -e -R'),
  },
  zypper: {
    programs: words('zypper'),
    installs: words('install in'),
    refreshes: words('refresh ref'),
    values: words('-r --repo -R --root -c --config -D --reposd-dir -C --cache-dir --from -t --type -p --plus-repo'),
  },
  go: {
    programs: words('go'),
    installs: words('install'),
    refreshes: [],
    values: words('-tags -ldflags -gcflags -mod -o -C -p -asmflags'),
  },
};

const byProgram = new Map(Object.entries(MANAGERS).flatMap(([id, { programs }]) => programs.map((each) => [each, id as PackageManager])));

const known = new WeakMap<ShellCommand, { readonly call: PackageCall | undefined }>();

/** The call of a package manager that a command is; undefined where it is none. */
export function packageCall(command: ShellCommand): PackageCall | undefined {
  const found = known.get(command) ?? { call: readCall(command) };
  known.set(command, found);
  return found.call;
}

function readCall(command: ShellCommand): PackageCall | undefined {
  const { name, args: given } = programOf(command);
  const [program, args] = moduleOf(name, given);
  const manager = byProgram.get(program);
  if (manager === undefined) return undefined;
  const { values, installs, refreshes } = MANAGERS[manager];
  const valued = new Set(values);
  const options: ShellWord[] = [];
  const rest: ShellWord[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at] as ShellWord;
    if (!word.value.startsWith('-') || word.value === '-') rest.push(word);
    else {
      options.push(word);
      const value = args[at + 1];
      if (valued.has(word.value) && value !== undefined) {
        options.push(value);
        at++;
      }
    }
  }
  const [verbWord, ...operands] = rest;
  const verb = verbWord?.value ?? '';
  // `yarn global add x`
  const global = verb === 'global' && operands[0]?.value === 'add';
  return {
    manager,
    program,
    verb,
    verbWord,
    options,
    operands: global ? operands.slice(1) : operands,
    installs: verb === 'global' ? global : installs.includes(verb),
    refreshes: refreshes.includes(verb),
  };
}

/** `python3 -m pip install` and `uv pip install` are pip. */
function moduleOf(name: string, args: readonly ShellWord[]): readonly [string, readonly ShellWord[]] {
  if (/^(python|pypy)[\d.]*$/.test(name)) {
    const at = args.findIndex(({ value }) => value === '-m');
    if (at >= 0 && args[at + 1]?.value === 'pip') return ['pip', args.slice(at + 2)];
  }
  if (name === 'uv' && args[0]?.value === 'pip') return ['uv pip', args.slice(1)];
  return [/^pip[\d.]+$/.test(name) ? 'pip3' : name, args];
}
