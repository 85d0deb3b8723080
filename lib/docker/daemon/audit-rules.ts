/** What CIS Docker 1.6 has watched, section by section (1.1.3 to 1.1.18): whoever changes these has the host. */
const WATCHED: readonly (readonly [section: string, path: string, access: string])[] = [
  ['1.1.3', '/usr/bin/dockerd', 'wax'],
  ['1.1.4', '/run/containerd', 'wa'],
  ['1.1.5', '/var/lib/docker', 'wa'],
  ['1.1.6', '/etc/docker', 'wa'],
  ['1.1.7', '/usr/lib/systemd/system/docker.service', 'wa'],
  ['1.1.8', '/run/containerd/containerd.sock', 'rwa'],
  ['1.1.9', '/usr/lib/systemd/system/docker.socket', 'wa'],
  ['1.1.9', '/run/docker.sock', 'rwa'],
  ['1.1.10', '/etc/default/docker', 'wa'],
  ['1.1.11', '/etc/docker/daemon.json', 'wa'],
  ['1.1.12', '/etc/containerd/config.toml', 'wa'],
  ['1.1.13', '/etc/sysconfig/docker', 'wa'],
  ['1.1.14', '/usr/bin/containerd', 'wax'],
  ['1.1.15', '/usr/bin/containerd-shim', 'wax'],
  ['1.1.16', '/usr/bin/containerd-shim-runc-v1', 'wax'],
  ['1.1.17', '/usr/bin/containerd-shim-runc-v2', 'wax'],
  ['1.1.18', '/usr/bin/runc', 'wax'],
];

/**
 * Rules of auditd for `/etc/audit/rules.d/`: CIS Docker 1.6, section 1.1. What a host does not have is passed over (`-i`).
 * `ausearch --key docker` shows what they found. With the data folder elsewhere, that one is watched.
 */
export function auditRules(dataRoot = '/var/lib/docker'): string {
  const rules = WATCHED.map(([section, path, access]) => {
    const watched = path === '/var/lib/docker' ? dataRoot : path;
    return `# CIS Docker ${section}\n-w ${watched} -p ${access} -k docker`;
  });
  return `# Changes of the engine, its files and its sockets. Without -i, one path that is missing would void all after it.\n-i\n${rules.join('\n')}\n`;
}
