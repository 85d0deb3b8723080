import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SeccompProfile, type StrictSeccompOptions, strictSeccompProfile, writeSeccompProfile } from 'tempered/docker';

const ENOSYS = 38;
const EPERM = 1;

/** What the kernel would do: the first rule that lets the call through counts, else an error with a rule, else the default. */
function outcome(profile: SeccompProfile, name: string, ...args: readonly number[]): 'allowed' | number {
  const rules = profile.syscalls.filter(({ names }) => names.includes(name));
  const applying = rules.filter((rule) =>
    (rule.args ?? []).every(({ index, value, valueTwo = 0, op }) => {
      const given = BigInt(args[index] ?? 0);
      if (op === 'SCMP_CMP_MASKED_EQ') return (given & BigInt(value)) === BigInt(valueTwo);
      if (op === 'SCMP_CMP_EQ') return given === BigInt(value);
      if (op === 'SCMP_CMP_LT') return given < BigInt(value);
      return op === 'SCMP_CMP_GT' && given > BigInt(value);
    }),
  );
  if (applying.some(({ action }) => action === 'SCMP_ACT_ALLOW')) return 'allowed';
  return applying[0]?.errnoRet ?? profile.defaultErrnoRet;
}

const [READ, WRITE, EXEC] = [1, 2, 4];
const [STREAM, DGRAM, RAW] = [1, 2, 3];
const [UNIX, INET, NETLINK, INET6, PACKET, ALG, VSOCK] = [1, 2, 16, 10, 17, 38, 40];
const CLOEXEC = 0o2000000;
const strict = strictSeccompProfile();

test.each([
  ['map memory to read and write', 'mmap', [0, 4096, READ | WRITE]],
  ['map code of a file', 'mmap', [0, 4096, READ | EXEC]],
  ['make memory read-only', 'mprotect', [0, 4096, READ]],
  ['share memory', 'shmat', [1, 0, 0]],
  ['a thread', 'clone', [0x3d0f00]],
  ['a local socket', 'socket', [UNIX, STREAM, 0]],
  ['TCP', 'socket', [INET, STREAM | CLOEXEC, 6]],
  ['multipath TCP', 'socket', [INET6, STREAM | CLOEXEC, 262]],
  ['UDP', 'socket', [INET6, DGRAM, 17]],
  ['ping', 'socket', [INET, DGRAM, 1]],
  ['list addresses', 'socket', [NETLINK, RAW | CLOEXEC, 0]],
  ['ask for the personality', 'personality', [0xffffffff]],
  ['start a program', 'execve', []],
] as const)('a service may %s', (_, name, args) => {
  expect(outcome(strict, name, ...args)).toBe('allowed');
});

test.each([
  ['map memory to write and run', 'mmap', [0, 4096, READ | WRITE | EXEC], EPERM],
  ['hide that behind bits that the kernel cuts off', 'mmap', [0, 4096, 2 ** 32 + (READ | WRITE | EXEC)], EPERM],
  ['make memory executable', 'mprotect', [0, 4096, READ | EXEC], EPERM],
  ['make it so with a key', 'pkey_mprotect', [0, 4096, READ | EXEC], EPERM],
  ['share memory to run', 'shmat', [1, 0, 0o100000], EPERM],
  ['do that by the one call for all of System V', 'ipc', [21, 1, 0], EPERM],
  ['make a file in memory', 'memfd_create', [], ENOSYS],
  ['start a file without a path', 'execveat', [], ENOSYS],
  ['use io_uring', 'io_uring_setup', [], ENOSYS],
  ['make a user namespace', 'clone', [0x10000000], EPERM],
  ['make one by clone3, whose flags are in memory', 'clone3', [], ENOSYS],
  ['unshare', 'unshare', [], EPERM],
  ['enter a namespace', 'setns', [], EPERM],
  ['mount', 'mount', [], EPERM],
  ['mount by the newer calls', 'fsopen', [], EPERM],
  ['trace', 'ptrace', [], EPERM],
  ["read another's memory", 'process_vm_readv', [], EPERM],
  ['load a program into the kernel', 'bpf', [], EPERM],
  ['count events of the processor', 'perf_event_open', [], EPERM],
  ['use keys', 'keyctl', [], EPERM],
  ['open a raw socket', 'socket', [INET, RAW, 1], EPERM],
  ['open a packet socket', 'socket', [PACKET, RAW, 0], EPERM],
  ['open a socket to the host', 'socket', [VSOCK, STREAM, 0], EPERM],
  ['open a socket of the crypto interface', 'socket', [ALG, 5, 0], EPERM],
  ['open SCTP', 'socket', [INET, STREAM, 132], EPERM],
  ['talk to the packet filter', 'socket', [NETLINK, RAW, 12], EPERM],
  ['make all readable memory executable', 'personality', [0x400000], EPERM],
  ['find files by handle', 'name_to_handle_at', [], EPERM],
] as const)('a service may not %s', (_, name, args, error) => {
  expect(outcome(strict, name, ...args)).toBe(error);
});

test.each([
  [{ allowJit: true }, 'mprotect', [0, 4096, READ | EXEC]],
  [{ allowJit: true }, 'mmap', [0, 4096, READ | WRITE | EXEC]],
  [{ allowMemoryFiles: true }, 'memfd_create', []],
  [{ allowDebugging: true }, 'ptrace', []],
  [{ allowOtherSockets: true }, 'socket', [INET, RAW, 1]],
  [{ allow: ['chroot'] }, 'chroot', []],
  [{ allow: ['execveat'] }, 'execveat', []],
] satisfies readonly (readonly [StrictSeccompOptions, string, readonly number[]])[])('%j lets %s through', (options, name, args) => {
  expect(outcome(strictSeccompProfile(options), name, ...args)).toBe('allowed');
  expect(outcome(strict, name, ...args)).not.toBe('allowed');
});

test('other sockets are those that the engine allows: still none to the host', () => {
  expect(outcome(strictSeccompProfile({ allowOtherSockets: true }), 'socket', VSOCK, STREAM, 0)).toBe(EPERM);
});

test('a call can be denied that the engine has', () => {
  expect(outcome(strictSeccompProfile({ deny: ['shmget'] }), 'shmget')).toBe(EPERM);
  expect(outcome(strict, 'shmget')).toBe('allowed');
});

test('only programs of the host itself run, unless those of 32 bits are let in', () => {
  expect(strict.architectures).toEqual(['SCMP_ARCH_X86_64', 'SCMP_ARCH_AARCH64']);
  const with32Bit = strictSeccompProfile({ platforms: ['amd64'], allow32Bit: true, allowJit: true, allowOtherSockets: true });
  expect(with32Bit.architectures).toEqual(['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32']);
});

test('on s390x the flags of clone are the second argument, and mmap cannot be seen', () => {
  const s390x = strictSeccompProfile({ platforms: ['s390x'] });
  expect(outcome(s390x, 'clone', 0x10000000, 0)).toBe('allowed');
  expect(outcome(s390x, 'clone', 0, 0x10000000)).toBe(EPERM);
  expect(outcome(s390x, 'mmap', 0, 4096, READ | WRITE | EXEC)).toBe('allowed');
  expect(outcome(s390x, 'mprotect', 0, 4096, EXEC)).toBe(EPERM);
});

test('no rule depends on what only Docker reads', () => {
  const known = new Set(['names', 'action', 'errnoRet', 'args']);
  for (const rule of strict.syscalls) expect(Object.keys(rule).filter((key) => !known.has(key))).toEqual([]);
  expect(Object.keys(strict)).toEqual(['defaultAction', 'defaultErrnoRet', 'architectures', 'syscalls']);
});

test('no call has both a rule without conditions and one with: the first would make the second void', () => {
  const open: StrictSeccompOptions = { allowJit: true, allowMemoryFiles: true, allowDebugging: true, allowOtherSockets: true };
  for (const options of [{}, open, { platforms: ['s390x'] }, { allow: ['personality'] }] satisfies readonly StrictSeccompOptions[]) {
    const { syscalls } = strictSeccompProfile(options);
    const free = new Set(syscalls.filter(({ args }) => args === undefined).flatMap(({ names }) => names));
    const filtered = syscalls.filter(({ args }) => args !== undefined).flatMap(({ names }) => names);
    expect(filtered.filter((name) => free.has(name))).toEqual([]);
  }
});

test.each([
  [{ platforms: [] }, /needs a platform/],
  [{ platforms: ['s390x', 'amd64'] }, /a file of its own/],
  [{ allow32Bit: true }, /needs allowJit and allowOtherSockets/],
  [{ allow: ['rm -rf'] }, /no name of a system call/],
  [{ allow: ['mmap'] }, /allowJit: true/],
  [{ allow: ['socket'] }, /allowOtherSockets: true/],
  [{ allow: ['clone3'] }, /makes no namespace/],
  [{ allow: ['chroot'], deny: ['chroot'] }, /allowed and denied/],
] satisfies readonly (readonly [StrictSeccompOptions, RegExp])[])('%j is refused', (options, message) => {
  expect(() => strictSeccompProfile(options)).toThrow(message);
});

test('the file is the profile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tempered-'));
  try {
    expect(writeSeccompProfile(folder, 'strict', strict)).toEqual([join(folder, 'strict.json')]);
    expect(JSON.parse(readFileSync(join(folder, 'strict.json'), 'utf8'))).toEqual(strict);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
