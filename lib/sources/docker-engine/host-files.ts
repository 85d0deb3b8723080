import type { HostFile, HostFileRole } from '../../controls/docker/objects';
import type { Json } from '../../controls/requirement';
import type { HostView } from './host-view';

const FIXED: readonly (readonly [HostFileRole, string])[] = [
  ['unit', '/etc/systemd/system/docker.service'],
  ['unit', '/etc/systemd/system/docker.socket'],
  ['unit', '/lib/systemd/system/docker.service'],
  ['unit', '/lib/systemd/system/docker.socket'],
  ['unit', '/usr/lib/systemd/system/docker.service'],
  ['unit', '/usr/lib/systemd/system/docker.socket'],
  ['directory', '/etc/docker'],
  ['configuration', '/etc/default/docker'],
  ['configuration', '/etc/sysconfig/docker'],
  ['containerd-socket', '/run/containerd/containerd.sock'],
];

/** The files of this host that CIS Docker 3.1 to 3.24 ask about, as far as they are there. */
export function hostFiles(host: HostView, socket: string, configFile: string, config: Json, rootless: boolean): readonly HostFile[] {
  const paths: (readonly [HostFileRole, string])[] = [
    ...(rootless ? [] : FIXED),
    ['configuration', configFile],
    ['socket', socket],
    ...registryCertificates(host),
    ...named('ca-certificate', config.tlscacert),
    ...named('server-certificate', config.tlscert),
    ...named('server-key', config.tlskey),
  ];
  // /lib leads to /usr/lib on most hosts: one file, told once.
  const byPath = new Map(paths.map(([role, path]) => [host.real(path), role]));
  const owner = host.owner(socket);
  return [...byPath]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, role]): HostFile[] => {
      const seen = host.owner(path);
      if (seen === undefined) return [];
      return [
        {
          apiVersion: 'docker/v1',
          kind: 'HostFile',
          metadata: { name: path },
          role,
          ...(rootless && owner !== undefined && { rootless: { owner: owner.user, group: owner.group } }),
          owner: seen.user,
          group: seen.group,
          mode: seen.mode,
        },
      ];
    });
}

function named(role: HostFileRole, path: unknown): readonly (readonly [HostFileRole, string])[] {
  return typeof path === 'string' && path.startsWith('/') ? [[role, path]] : [];
}

/** `/etc/docker/certs.d/REGISTRY/ca.crt`, `client.cert`, `client.key`. */
function registryCertificates(host: HostView): readonly (readonly [HostFileRole, string])[] {
  const folder = '/etc/docker/certs.d';
  return host.list(folder).flatMap((registry) =>
    host.list(`${folder}/${registry}`).flatMap((file): [HostFileRole, string][] => {
      const path = `${folder}/${registry}/${file}`;
      if (file.endsWith('.key')) return [['server-key', path]];
      return /\.(?:crt|cert)$/.test(file) ? [['registry-certificate', path]] : [];
    }),
  );
}
