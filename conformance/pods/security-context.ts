import fc, { type Arbitrary } from 'fast-check';
import { type Choose, fewOf, seldom } from './choice';

/** Null is what YAML makes of a key without a value; an API server reads it as absent. */
const NULL = null as unknown as undefined;

function seccompProfile(choose: Choose) {
  return choose<object | undefined>(
    [{ type: 'RuntimeDefault' }, { type: 'RuntimeDefault' }, { type: 'Localhost', localhostProfile: 'web.json' }],
    [
      undefined,
      NULL,
      {},
      { type: 'Unconfined' },
      { type: '' },
      { type: 'runtime/default' },
      { type: NULL },
      { localhostProfile: 'web.json' },
    ],
  );
}

function appArmorProfile(choose: Choose) {
  return choose<object | undefined>(
    [undefined, { type: 'RuntimeDefault' }, { type: 'Localhost', localhostProfile: 'web' }],
    [NULL, {}, { type: 'Unconfined' }, { type: '' }, { type: 'unconfined' }, { localhostProfile: 'web' }],
  );
}

function seLinuxOptions(choose: Choose) {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom<object | undefined>(undefined, NULL, {}) },
    {
      weight: 1,
      arbitrary: fc.record({
        type: choose<string | undefined>(
          [undefined, '', 'container_t', 'container_init_t', 'container_kvm_t'],
          [NULL, 'container_engine_t', 'spc_t', 'Container_t', 'container_t '],
        ),
        level: choose<string | undefined>([undefined, 's0:c123,c456'], ['']),
        user: choose<string | undefined>([undefined, ''], [NULL, 'system_u', ' ']),
        role: choose<string | undefined>([undefined, ''], [NULL, 'sysadm_r', ' ']),
      }),
    },
  );
}

function windowsOptions(choose: Choose) {
  return choose<object | undefined>(
    [undefined, undefined, {}, { runAsUserName: 'ContainerUser' }],
    [NULL, { hostProcess: true }, { hostProcess: false }, { hostProcess: NULL }, { gmsaCredentialSpecName: 'web' }],
  );
}

function shared(choose: Choose) {
  return {
    runAsUser: choose<number | undefined>([undefined, 1000, 65532], [NULL, 0, 1]),
    runAsGroup: choose<number | undefined>([undefined, 65532], [0]),
    seccompProfile: seccompProfile(choose),
    appArmorProfile: seldom(appArmorProfile(choose)),
    seLinuxOptions: seLinuxOptions(choose),
    windowsOptions: seldom(windowsOptions(choose)),
  };
}

/** Which of the fields that a container can take from its pod are written: at the pod, at each container, at both. */
export type WrittenAt = 'pod' | 'containers' | 'both';

function runAsNonRoot(choose: Choose) {
  return choose<boolean | undefined>([true], [undefined, NULL, false]);
}

/** What one level says of the fields that are inherited. */
function inheritedFields(choose: Choose, writes: boolean) {
  const written = { ...shared(choose), runAsNonRoot: runAsNonRoot(choose) };
  return writes
    ? written
    : { ...written, seccompProfile: seldomWritten(written.seccompProfile), runAsNonRoot: seldomWritten(written.runAsNonRoot) };
}

function seldomWritten<T>(value: Arbitrary<T>): Arbitrary<T | undefined> {
  return fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
}

const SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
];
const OTHER_SYSCTLS = [
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
  'net.ipv4.tcp_slow_start_after_idle',
  'net.ipv4.tcp_notsent_lowat',
  'net/ipv4/tcp_syncookies',
  'kernel.msgmax',
  'net.core.somaxconn',
  '',
];

/** The security context of a pod. */
export function podSecurityContext(choose: Choose, at: WrittenAt): Arbitrary<object | undefined> {
  const sysctl = choose(SYSCTLS, OTHER_SYSCTLS).map((name) => ({ name, value: '1' }));
  const written = fc.record({
    ...inheritedFields(choose, at !== 'containers'),
    fsGroup: choose<number | undefined>([undefined, 65532], [0]),
    sysctls: seldom(fewOf(sysctl, 2)),
  });
  const absent = choose<object | undefined>([undefined], [NULL, {}]);
  return at === 'containers' ? fc.oneof({ weight: 1, arbitrary: absent }, { weight: 2, arbitrary: written }) : written;
}

const CAPABILITIES = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
  'NET_RAW',
  'SYS_ADMIN',
  'SYS_PTRACE',
  'ALL',
  'all',
  'CAP_CHOWN',
  'CAP_NET_BIND_SERVICE',
  'net_bind_service',
  'NET_BIND_SERVICE ',
  '',
];

function capabilities(choose: Choose) {
  const written = fc.record({
    drop: choose<string[] | undefined>(
      [['ALL']],
      [undefined, NULL, [], ['all'], ['All'], ['CAP_ALL'], ['ALL', 'NET_RAW'], ['NET_RAW', 'ALL'], ['NET_RAW'], ['ALL '], ['']],
    ),
    add: choose<string[] | undefined>(
      [undefined, undefined, [], ['NET_BIND_SERVICE']],
      [NULL, ...CAPABILITIES.map((name) => [name]), ['NET_BIND_SERVICE', 'CHOWN'], ['NET_BIND_SERVICE', 'NET_BIND_SERVICE']],
    ),
  });
  return fc.oneof({ weight: 20, arbitrary: written }, { weight: 1, arbitrary: fc.constantFrom(undefined, NULL, {}) });
}

/** The security context of a container of any list. */
export function containerSecurityContext(choose: Choose, at: WrittenAt): Arbitrary<object | undefined> {
  const written = fc.record({
    ...inheritedFields(choose, at !== 'pod'),
    privileged: choose<boolean | undefined>([undefined, false], [NULL, true]),
    allowPrivilegeEscalation: choose<boolean | undefined>([false], [undefined, NULL, true]),
    readOnlyRootFilesystem: choose<boolean | undefined>([true], [undefined, false]),
    capabilities: capabilities(choose),
    procMount: choose<string | undefined>([undefined, undefined, 'Default'], [NULL, 'Unmasked', '', 'default']),
  });
  return fc.oneof({ weight: 40, arbitrary: written }, { weight: 1, arbitrary: fc.constantFrom(undefined, NULL, {}) });
}
