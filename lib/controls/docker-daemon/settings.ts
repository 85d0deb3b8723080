/** What the engine takes as the value of a setting; anything else keeps it from starting. */
export type SettingShape =
  | 'boolean'
  | 'integer'
  | 'text'
  | 'texts'
  | 'objects'
  | 'object'
  /** An object whose every value is a text: a number there keeps the engine from starting. */
  | 'object of texts'
  | 'object of booleans'
  | 'object of objects';

/**
 * Every key of daemon.json that an engine takes, up to release 29, on Linux or Windows
 * (https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file).
 */
export const DAEMON_SETTINGS = {
  'allow-direct-routing': 'boolean',
  'allow-nondistributable-artifacts': 'texts',
  'apparmor-profile': 'text',
  'authorization-plugins': 'texts',
  bip: 'text',
  bip6: 'text',
  bridge: 'text',
  'bridge-accept-fwmark': 'text',
  builder: 'object',
  'cdi-spec-dirs': 'texts',
  'cgroup-parent': 'text',
  containerd: 'text',
  'containerd-namespace': 'text',
  'containerd-plugins-namespace': 'text',
  'cpu-rt-period': 'integer',
  'cpu-rt-runtime': 'integer',
  'cri-containerd': 'boolean',
  'data-root': 'text',
  debug: 'boolean',
  'default-address-pools': 'objects',
  'default-cgroupns-mode': 'text',
  'default-gateway': 'text',
  'default-gateway-v6': 'text',
  'default-ipc-mode': 'text',
  'default-network-opts': 'object of objects',
  'default-runtime': 'text',
  'default-shm-size': 'text',
  'default-stop-timeout': 'integer',
  'default-ulimits': 'object of objects',
  'deprecated-key-path': 'text',
  dns: 'texts',
  'dns-opts': 'texts',
  'dns-search': 'texts',
  'exec-opts': 'texts',
  'exec-root': 'text',
  experimental: 'boolean',
  'extension-config': 'object',
  'extension-dirs': 'texts',
  features: 'object of booleans',
  'firewall-backend': 'text',
  'fixed-cidr': 'text',
  'fixed-cidr-v6': 'text',
  group: 'text',
  'host-gateway-ip': 'text',
  'host-gateway-ips': 'texts',
  hosts: 'texts',
  'http-proxy': 'text',
  'https-proxy': 'text',
  icc: 'boolean',
  init: 'boolean',
  'init-path': 'text',
  'insecure-registries': 'texts',
  ip: 'text',
  ip6tables: 'boolean',
  'ip-forward': 'boolean',
  'ip-forward-no-drop': 'boolean',
  'ip-masq': 'boolean',
  iptables: 'boolean',
  ipv6: 'boolean',
  labels: 'texts',
  'live-restore': 'boolean',
  'log-driver': 'text',
  'log-format': 'text',
  'log-level': 'text',
  'log-opts': 'object of texts',
  'max-concurrent-downloads': 'integer',
  'max-concurrent-uploads': 'integer',
  'max-download-attempts': 'integer',
  'metrics-addr': 'text',
  'min-api-version': 'text',
  mtu: 'integer',
  'network-control-plane-mtu': 'integer',
  'network-diagnostic-port': 'integer',
  'no-new-privileges': 'boolean',
  'no-proxy': 'text',
  'node-generic-resources': 'texts',
  'nri-opts': 'object',
  pidfile: 'text',
  proxies: 'object of texts',
  'raw-logs': 'boolean',
  'registry-mirrors': 'texts',
  rootless: 'boolean',
  runtimes: 'object of objects',
  'seccomp-profile': 'text',
  'selinux-enabled': 'boolean',
  'shutdown-timeout': 'integer',
  'storage-driver': 'text',
  'storage-opts': 'texts',
  'swarm-default-advertise-addr': 'text',
  'swarm-raft-election-tick': 'integer',
  'swarm-raft-heartbeat-tick': 'integer',
  tls: 'boolean',
  tlscacert: 'text',
  tlscert: 'text',
  tlskey: 'text',
  tlsverify: 'boolean',
  'userland-proxy': 'boolean',
  'userland-proxy-path': 'text',
  'userns-remap': 'text',
} as const satisfies Readonly<Record<string, SettingShape>>;

/** Keys that older engines took, and the release from which an engine does not start with them. */
export const REMOVED_SETTINGS: Readonly<Record<string, string>> = {
  'api-cors-header': '28.0',
  'cluster-advertise': '23.0',
  'cluster-store': '23.0',
  'cluster-store-opts': '23.0',
  graph: '23.0',
  'oom-score-adjust': '25.0',
};

/** A key of daemon.json. */
export type DaemonSetting = keyof typeof DAEMON_SETTINGS;

/** Whether the engine knows a key of daemon.json. */
export function isDaemonSetting(key: string): key is DaemonSetting {
  return Object.hasOwn(DAEMON_SETTINGS, key);
}
