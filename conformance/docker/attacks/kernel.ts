import type { Attack, Outcome } from '../attack';
import { CAPABILITIES, DEFAULT_SECCOMP } from './defences';

const NEWER_SECCOMP: Outcome = { stoppedBy: 'default seccomp profile', saying: /Operation not permitted/ };
const STRICT = 'our stricter seccomp profile, by file (`strictSeccompProfile()`)';
const BY_FILE = `${STRICT}; the default one of the 29 line stops it`;
const REFUSED = { by: 'strict seccomp profile', saying: /Operation not permitted|Function not implemented/ } as const;

/** Attacks that ask the kernel: code from nowhere, capabilities, namespaces, calls that few programs need. */
export const KERNEL: readonly Attack[] = [
  {
    id: 'run-from-memory',
    attempt: 'run a program from memory (memfd)',
    command: 'attempt run-from-memory',
    plain: 'succeeds',
    hardened: 'succeeds',
    remedy: STRICT,
    remedied: REFUSED,
  },
  {
    id: 'writable-code',
    attempt: 'make code at run time, in pages that can be written and run',
    command: 'attempt writable-code',
    plain: 'succeeds',
    hardened: 'succeeds',
    remedy: `${STRICT}; not for programs that make code while they run (Node.js, Java, .NET)`,
    remedied: REFUSED,
  },
  {
    id: 'use-capability',
    attempt: 'act with a capability',
    command: 'attempt have-capability',
    plain: 'succeeds',
    hardened: { stoppedBy: 'no capabilities', saying: /no effective capability/ },
  },
  { id: 'take-capability', attempt: 'take CAP_SYS_ADMIN', command: 'attempt take-capability', plain: CAPABILITIES, hardened: CAPABILITIES },
  { id: 'raw-socket', attempt: 'open a raw socket', command: 'attempt raw-socket', plain: 'succeeds', hardened: CAPABILITIES },
  {
    id: 'packet-socket',
    attempt: 'open a packet socket, to listen to or forge frames',
    command: 'attempt packet-socket',
    plain: 'succeeds',
    hardened: CAPABILITIES,
  },
  {
    id: 'user-namespace',
    attempt: 'make a user namespace, to be root in it',
    command: 'attempt user-namespace',
    plain: DEFAULT_SECCOMP,
    hardened: { stoppedBy: 'default seccomp profile', saying: /Operation not permitted/ },
  },
  {
    id: 'mount-namespace',
    attempt: 'make a mount namespace',
    command: 'attempt mount-namespace',
    plain: DEFAULT_SECCOMP,
    hardened: DEFAULT_SECCOMP,
  },
  {
    id: 'join-namespace',
    attempt: 'join a namespace of process 1',
    command: 'attempt join-namespace /proc/1/ns/net',
    plain: DEFAULT_SECCOMP,
    hardened: { stoppedBy: 'default seccomp profile; capabilities', saying: /Operation not permitted|Permission denied/ },
  },
  { id: 'load-module', attempt: 'load a kernel module', command: 'attempt module', plain: DEFAULT_SECCOMP, hardened: DEFAULT_SECCOMP },
  { id: 'bpf', attempt: 'load a BPF map', command: 'attempt bpf', plain: DEFAULT_SECCOMP, hardened: DEFAULT_SECCOMP },
  { id: 'perf', attempt: 'open performance counters', command: 'attempt perf', plain: DEFAULT_SECCOMP, hardened: DEFAULT_SECCOMP },
  {
    id: 'keyring',
    attempt: "add to the kernel's keyring, which has no namespace",
    command: 'attempt key',
    plain: DEFAULT_SECCOMP,
    hardened: DEFAULT_SECCOMP,
  },
  {
    id: 'page-faults',
    attempt: 'handle page faults of the kernel (userfaultfd)',
    command: 'attempt page-faults',
    plain: DEFAULT_SECCOMP,
    hardened: DEFAULT_SECCOMP,
  },
  {
    id: 'io-uring',
    attempt: 'set up an io_uring',
    command: 'attempt io-uring',
    plain: { '29': NEWER_SECCOMP, '20.10': 'succeeds' },
    hardened: { '29': NEWER_SECCOMP, '20.10': 'succeeds' },
    remedy: BY_FILE,
    remedied: REFUSED,
  },
  {
    id: 'vsock',
    attempt: 'open a socket to the hypervisor (vsock)',
    command: 'attempt vsock',
    plain: { '29': NEWER_SECCOMP, '20.10': 'succeeds' },
    hardened: { '29': NEWER_SECCOMP, '20.10': 'succeeds' },
    remedy: BY_FILE,
    remedied: REFUSED,
  },
  {
    id: 'set-clock',
    attempt: "set the host's clock (to what it says)",
    command: 'attempt set-clock',
    plain: DEFAULT_SECCOMP,
    hardened: DEFAULT_SECCOMP,
  },
  { id: 'kernel-log', attempt: "read the kernel's log", command: 'attempt kernel-log', plain: DEFAULT_SECCOMP, hardened: DEFAULT_SECCOMP },
  { id: 'host-name', attempt: 'change the host name', command: 'attempt host-name', plain: DEFAULT_SECCOMP, hardened: DEFAULT_SECCOMP },
];
