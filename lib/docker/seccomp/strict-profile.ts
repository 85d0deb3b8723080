import { TemperedError } from '../../errors';
import { unconditional } from './conditional-rule';
import { MOBY_RULES } from './moby-default-profile';
import type { SeccompArchitecture, SeccompProfile, SeccompRule } from './seccomp-profile';
import {
  DEBUGGING,
  FILTERED,
  MEMORY_FILES,
  notImplemented,
  personality,
  SELDOM_USED,
  usualSockets,
  WITH_ANOTHER_WAY,
  writeXorExecute,
} from './strict-rules';

/** What hosts are, in the words of image platforms. */
export type SeccompPlatform = 'amd64' | 'arm64' | 'ppc64le' | 'riscv64' | 's390x' | 'loong64';

/** What a stricter profile lets through beside what every service needs. */
export interface StrictSeccompOptions {
  /**
   * The hosts that it is for; `s390x` cannot be joined with others.
   *
   * @default ['amd64', 'arm64']
   */
  readonly platforms?: readonly SeccompPlatform[];
  /**
   * Memory may be made executable. Programs that make code while they run need it: Node.js (unless `--jitless`), Java, .NET,
   * PyPy, LuaJIT, PHP with its JIT, WebAssembly, PostgreSQL with `jit = on`. Without it, code that was injected into a process
   * cannot be run there.
   *
   * @default false
   */
  readonly allowJit?: boolean;
  /**
   * Files that exist in memory alone (`memfd_create`): what is downloaded there runs without ever being written anywhere. Chromium
   * and Wayland programs need them; others fall back to a temporary file.
   *
   * @default false
   */
  readonly allowMemoryFiles?: boolean;
  /**
   * A process may read and change others of its user: `gdb`, `strace`.
   *
   * @default false
   */
  readonly allowDebugging?: boolean;
  /**
   * Sockets of any family and type that the engine's default allows (raw, packet, SCTP, netlink …), where the capability for it is
   * there; else local, TCP, UDP and ping.
   *
   * @default false
   */
  readonly allowOtherSockets?: boolean;
  /**
   * Programs of 32 bits on a host of 64; there, calls bypass what is said of arguments, so `allowJit` and `allowOtherSockets` are
   * needed too.
   *
   * @default false
   */
  readonly allow32Bit?: boolean;
  /**
   * Other calls, by name, where the program is known to need them: `['chroot']`. No capability opens a call by itself.
   *
   * @default - none
   */
  readonly allow?: readonly string[];
  /**
   * Calls that fail with EPERM although the engine's default has them.
   *
   * @default - none
   */
  readonly deny?: readonly string[];
}

const PLATFORMS: Readonly<
  Record<SeccompPlatform, { readonly native: SeccompArchitecture; readonly compatible: readonly SeccompArchitecture[] }>
> = {
  amd64: { native: 'SCMP_ARCH_X86_64', compatible: ['SCMP_ARCH_X86', 'SCMP_ARCH_X32'] },
  arm64: { native: 'SCMP_ARCH_AARCH64', compatible: ['SCMP_ARCH_ARM'] },
  ppc64le: { native: 'SCMP_ARCH_PPC64LE', compatible: [] },
  riscv64: { native: 'SCMP_ARCH_RISCV64', compatible: [] },
  s390x: { native: 'SCMP_ARCH_S390X', compatible: ['SCMP_ARCH_S390'] },
  loong64: { native: 'SCMP_ARCH_LOONGARCH64', compatible: [] },
};

/**
 * A seccomp profile made of the engine's default and stricter: nothing runs from memory alone, memory that was written never becomes
 * executable, no process reads another, no namespace is made, no file system mounted and no program loaded into the kernel whatever
 * capabilities a container has, and sockets are of the usual kinds.
 *
 * What it cannot stop: an interpreter that reads its program from memory, and a process that writes its own code through
 * `/proc/self/mem`. A profile filters numbers, not paths.
 *
 * @example
 * ```ts
 * writeSeccompProfile('/etc/docker/seccomp', 'strict', strictSeccompProfile());
 * // docker run --security-opt seccomp=/etc/docker/seccomp/strict.json …
 * ```
 * @throws a TemperedError `invalid-seccomp` for options that contradict each other, or a name that no call has
 */
export function strictSeccompProfile(options: StrictSeccompOptions = {}): SeccompProfile {
  const { platforms = ['amd64', 'arm64'], allow32Bit = false } = options;
  check(options, platforms);
  const arches = platforms.flatMap((platform) => [platform, ...(allow32Bit && platform === 'arm64' ? ['arm'] : [])]);
  return {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: 1,
    architectures: platforms.flatMap((platform) => [PLATFORMS[platform].native, ...(allow32Bit ? PLATFORMS[platform].compatible : [])]),
    syscalls: [...without(unconditional(MOBY_RULES, arches), withheld(options)), ...added(options, platforms)],
  };
}

/** Calls that the engine's default has and that get no rule, or another one. */
function withheld({
  allowJit,
  allowMemoryFiles,
  allowDebugging,
  allowOtherSockets,
  allow = [],
  deny = [],
}: StrictSeccompOptions): ReadonlySet<string> {
  const all = [
    ...SELDOM_USED,
    ...WITH_ANOTHER_WAY,
    ...(allowJit === true ? [] : FILTERED.allowJit),
    ...(allowOtherSockets === true ? [] : FILTERED.allowOtherSockets),
    ...(allowMemoryFiles === true ? [] : MEMORY_FILES),
    ...(allowDebugging === true ? [] : DEBUGGING),
    ...allow,
    ...deny,
  ];
  return new Set(all);
}

function added(options: StrictSeccompOptions, platforms: readonly SeccompPlatform[]): readonly SeccompRule[] {
  const { allowJit = false, allowMemoryFiles = false, allowOtherSockets = false, allow = [], deny = [] } = options;
  const named = new Set([...allow, ...deny]);
  const absent = [...WITH_ANOTHER_WAY, ...(allowMemoryFiles ? [] : MEMORY_FILES)];
  const rules = [
    ...(allowJit ? [] : writeXorExecute(platforms.includes('s390x'))),
    ...(allowOtherSockets ? [] : usualSockets()),
    ...personality(),
    notImplemented(absent),
  ];
  return [...without(rules, named), ...(allow.length === 0 ? [] : [{ names: [...new Set(allow)], action: 'SCMP_ACT_ALLOW' } as const])];
}

function without(rules: readonly SeccompRule[], names: ReadonlySet<string>): readonly SeccompRule[] {
  return rules.flatMap((rule) => {
    const left = rule.names.filter((name) => !names.has(name));
    return left.length === 0 ? [] : [{ ...rule, names: left }];
  });
}

function check(options: StrictSeccompOptions, platforms: readonly SeccompPlatform[]): void {
  const { allowJit, allowOtherSockets, allow32Bit, allow = [], deny = [] } = options;
  const stop = (message: string): never => {
    throw new TemperedError('invalid-seccomp', message);
  };
  if (platforms.length === 0) stop('a seccomp profile needs a platform');
  if (platforms.includes('s390x') && platforms.length > 1)
    stop('s390x orders bytes and arguments otherwise: its profile is a file of its own, platforms: ["s390x"]');
  if (allow32Bit === true && !(allowJit === true && allowOtherSockets === true))
    stop('allow32Bit needs allowJit and allowOtherSockets: calls of 32 bits have their arguments where no filter sees them');
  for (const name of [...allow, ...deny]) if (!/^[a-z_][a-z0-9_]*$/.test(name)) stop(`${JSON.stringify(name)} is no name of a system call`);
  for (const name of allow) {
    if (deny.includes(name)) stop(`${name} is allowed and denied`);
    for (const [option, filtered] of Object.entries(FILTERED))
      if (filtered.some((each) => each === name)) stop(`${name} is filtered by its arguments; ${option}: true lets all of it through`);
    if (name === 'clone' || name === 'clone3') stop(`${name} is filtered so that it makes no namespace, and allowed for all else`);
  }
}
