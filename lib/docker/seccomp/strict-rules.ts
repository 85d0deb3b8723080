import type { SeccompArgument, SeccompRule } from './seccomp-profile';

/** `ENOSYS`: a program takes the kernel for an older one, and does without. */
const NOT_IMPLEMENTED = 38;

/** Files that exist in memory alone: what is written there can be run, whatever is mounted noexec. */
export const MEMORY_FILES: readonly string[] = ['memfd_create', 'memfd_secret'];

/** Reading and changing another process. */
export const DEBUGGING: readonly string[] = [
  'ptrace',
  'process_vm_readv',
  'process_vm_writev',
  'kcmp',
  'pidfd_getfd',
  'process_madvise',
  'process_mrelease',
];

/** Calls whose arguments decide, under the option that lets them through. */
export const FILTERED = {
  allowJit: ['mmap', 'mmap2', 'mprotect', 'pkey_mprotect', 'shmat', 'ipc'],
  allowOtherSockets: ['socket', 'socketcall'],
} as const;

/** Old, seldom used, or of use to whoever looks around: no program of a service needs them. */
export const SELDOM_USED: readonly string[] = [
  'epoll_ctl_old',
  'epoll_wait_old',
  'fanotify_mark',
  'modify_ldt',
  'name_to_handle_at',
  'personality',
  'remap_file_pages',
];

/**
 * What programs try first and can do without: told that there is no such call, they take another way.
 *
 * `execveat` starts a file that has no path; its `AT_EMPTY_PATH` could be filtered, but what is left of the call is `execve`.
 */
export const WITH_ANOTHER_WAY: readonly string[] = [
  'execveat',
  'io_uring_setup',
  'io_uring_enter',
  'io_uring_register',
  'statmount',
  'listmount',
];

/** Rules that say so. */
export function notImplemented(names: readonly string[]): SeccompRule {
  return { names, action: 'SCMP_ACT_ERRNO', errnoRet: NOT_IMPLEMENTED };
}

const equal = (index: number, value: number): SeccompArgument => ({ index, value, op: 'SCMP_CMP_EQ' });
/** Bits above the mask are not looked at: the kernel cuts them off as well, so that they are no way around. */
const masked = (index: number, mask: number, rest: number): SeccompArgument => ({
  index,
  value: mask,
  valueTwo: rest,
  op: 'SCMP_CMP_MASKED_EQ',
});
const allow = (names: readonly string[], ...args: readonly SeccompArgument[]): SeccompRule => ({ names, action: 'SCMP_ACT_ALLOW', args });

const PROT_WRITE = 2;
const PROT_EXEC = 4;
const SHM_EXEC = 0o100000;
/** `shmat` and its like, behind the one call that some architectures have for all of System V's. */
const FIRST_OF_SHARED_MEMORY = 21;

/**
 * Memory is writable or executable, and never becomes executable: code comes from files alone. Three rules for the three allowed
 * pairs of bits, since "not both" cannot be said.
 *
 * On s390x `mmap` has its arguments in memory, where no filter sees them.
 */
export function writeXorExecute(isS390x: boolean): readonly SeccompRule[] {
  const BOTH = PROT_WRITE | PROT_EXEC;
  const mapping = isS390x ? ['mmap2'] : ['mmap', 'mmap2'];
  return [
    ...[0, PROT_WRITE, PROT_EXEC].map((bits) => allow(mapping, masked(2, BOTH, bits))),
    ...(isS390x ? [{ names: ['mmap'], action: 'SCMP_ACT_ALLOW' } as const] : []),
    allow(['mprotect', 'pkey_mprotect'], masked(2, PROT_EXEC, 0)),
    allow(['shmat'], masked(2, SHM_EXEC, 0)),
    allow(['ipc'], { index: 0, value: FIRST_OF_SHARED_MEMORY, op: 'SCMP_CMP_LT' }),
  ];
}

const AF_UNIX = 1;
const AF_NETLINK = 16;
/** A socket family, and its ICMP. */
const INTERNET: readonly (readonly [number, number])[] = [
  [2, 1],
  [10, 58],
];
const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
/** The type is in the lowest bits; above are SOCK_CLOEXEC and SOCK_NONBLOCK. */
const SOCK_TYPE = 0xf;
const TCP = [0, 6, 262];
const UDP = 17;
const NETLINK_ROUTE = 0;

/**
 * Local sockets, TCP (with multipath TCP, which Go asks for), UDP, ping, and the netlink family that lists addresses and routes. Not
 * raw, packet and vsock, and none of the forty families that few have ever used and many kernel bugs were in.
 */
export function usualSockets(): readonly SeccompRule[] {
  const socket = ['socket'];
  return [
    allow(socket, equal(0, AF_UNIX)),
    allow(socket, equal(0, AF_NETLINK), equal(2, NETLINK_ROUTE)),
    ...INTERNET.flatMap(([family, icmp]) => [
      ...TCP.map((protocol) => allow(socket, equal(0, family), masked(1, SOCK_TYPE, SOCK_STREAM), equal(2, protocol))),
      ...[0, UDP, icmp].map((protocol) => allow(socket, equal(0, family), masked(1, SOCK_TYPE, SOCK_DGRAM), equal(2, protocol))),
    ]),
  ];
}

/** Asking for the personality and setting the usual one; the others switch protections off. */
export function personality(): readonly SeccompRule[] {
  return [0, 0xffffffff].map((value) => allow(['personality'], equal(0, value)));
}
