import { control } from '../control';
import { DOCKER, type HostFile, type HostFileRole } from '../docker/objects';
import { docker, type Emit, failing, type Json } from '../requirement';

/** Owner, group and the widest mode of each kind of file: CIS Docker 3.1 to 3.24. */
const WANTED: Readonly<Record<HostFileRole, { readonly group: string; readonly mode: string }>> = {
  unit: { group: 'root', mode: '0644' },
  directory: { group: 'root', mode: '0755' },
  'registry-certificate': { group: 'root', mode: '0444' },
  'ca-certificate': { group: 'root', mode: '0444' },
  'server-certificate': { group: 'root', mode: '0444' },
  'server-key': { group: 'root', mode: '0400' },
  socket: { group: 'docker', mode: '0660' },
  configuration: { group: 'root', mode: '0644' },
  'containerd-socket': { group: 'root', mode: '0660' },
};

const file = (role: HostFileRole, path: string, owner: string, group: string, mode: string, more: Partial<HostFile> = {}) => ({
  object: { apiVersion: 'docker/v1', kind: 'HostFile', metadata: { name: path }, role, owner, group, mode, ...more },
});

export const daemonFilePermissions = control({
  id: 'daemon-file-permissions',
  family: 'docker-daemon',
  title: 'Protect engine files',
  severity: 'medium',
  why: 'Whoever writes the settings, the key or the socket of the engine is root of the host.',
  references: { cisDocker: ['3.1-3.24'] },
  counterparts: {
    dockerBench: Array.from({ length: 24 }, (_, index) => `3.${index + 1}`),
  },
  require: docker({
    kinds: [DOCKER.hostFile],
    prose:
      'files of the engine must belong to root (the socket: root and group docker), with no wider mode than 0644 for settings and units, 0755 for folders, 0660 for sockets, 0444 for certificates and 0400 for keys',
    evaluate: (object, emit) => {
      judge(object, emit);
      return true;
    },
  }),
  notes: 'Only an audit of a running engine on the same host can see them. An engine without root has files of its own user.',
  examples: {
    pass: [
      { because: 'only root changes the settings', ...file('configuration', '/etc/docker/daemon.json', 'root', 'root', '0644') },
      { because: 'the socket is for root and the group', ...file('socket', '/var/run/docker.sock', 'root', 'docker', '0660') },
      {
        because: 'the engine runs as the user that the socket belongs to',
        ...file('socket', '/run/user/1000/docker.sock', 'ann', 'ann', '0660', { rootless: { owner: 'ann', group: 'ann' } }),
      },
    ],
    fail: [
      { because: 'everybody uses the socket', ...file('socket', '/var/run/docker.sock', 'root', 'docker', '0666') },
      { because: 'a user changes the settings', ...file('configuration', '/etc/docker/daemon.json', 'ann', 'root', '0644') },
      { because: 'the group reads the key', ...file('server-key', '/etc/docker/tls/key.pem', 'root', 'root', '0440') },
    ],
  },
});

function judge(object: Json, emit: Emit): void {
  const { role, owner, group, mode, rootless, metadata } = object as HostFile;
  const wanted = WANTED[role];
  const wantedOwner = rootless?.owner ?? 'root';
  // A group of root's own is no wider than the group docker.
  const groups = rootless === undefined ? [wanted.group, 'root'] : [rootless.group];
  const path = metadata.name;
  if (owner !== wantedOwner) emit(failing(['owner'], owner, `\`${wantedOwner}\``, `chown ${wantedOwner} ${path}`));
  if (!groups.includes(group)) emit(failing(['group'], group, `\`${groups[0]}\``, `chgrp ${groups[0]} ${path}`));
  const excess = Number.parseInt(mode, 8) & ~Number.parseInt(wanted.mode, 8);
  if (excess !== 0) emit(failing(['mode'], mode, `\`${wanted.mode}\` or less`, `chmod ${wanted.mode} ${path}`));
}
