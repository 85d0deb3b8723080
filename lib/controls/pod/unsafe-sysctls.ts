import { control } from '../control';
import { byVersion, manual, oneOf, pod } from '../requirement';

const SAFE = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
] as const;
const SAFE_27 = [...SAFE, 'net.ipv4.ip_local_reserved_ports'] as const;
const SAFE_29 = [
  ...SAFE_27,
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
] as const;
const SAFE_32 = [...SAFE_29, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'] as const;
const SAFE_37 = [...SAFE_32, 'net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat'] as const;

const only = (names: readonly [string, ...string[]]) =>
  manual(
    'Take the sysctl out, or have the node set it for everybody: no value of it is safe in a pod.',
    pod('securityContext.sysctls[].name', oneOf(...names)),
  );

export const unsafeSysctls = control({
  id: 'unsafe-sysctls',
  family: 'pod',
  title: 'Set only safe sysctls',
  severity: 'medium',
  why: 'Other kernel parameters are shared with the node and every pod on it.',
  references: { podSecurity: 'baseline' },
  counterparts: {
    trivy: ['KSV-0026'],
    kubeLinter: ['unsafe-sysctls'],
    kubescape: ['C-0211'],
    kyverno: ['restrict-sysctls'],
    gatekeeper: ['K8sPSPForbiddenSysctls'],
  },
  require: byVersion({
    'v1.0': only(SAFE),
    'v1.27': only(SAFE_27),
    'v1.29': only(SAFE_29),
    'v1.32': only(SAFE_32),
    'v1.37': only(SAFE_37),
  }),
  examples: {
    pass: [
      { because: 'none is set', pod: {} },
      { because: 'namespaced and isolated', pod: { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '1' }] } } },
    ],
    fail: [
      { because: 'shared with the node', pod: { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } } },
      {
        because: 'safe from 1.27 on',
        version: 'v1.26',
        pod: { securityContext: { sysctls: [{ name: 'net.ipv4.ip_local_reserved_ports', value: '80' }] } },
      },
    ],
  },
});
