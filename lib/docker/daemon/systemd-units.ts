import type { DaemonSettings } from './daemon-settings';

/**
 * A drop-in of docker.service. What systemd offers beyond it is left out on purpose, since containers are children of the engine
 * and inherit it: `NoNewPrivileges`, `SystemCallFilter`, `MemoryDenyWriteExecute`, `RestrictNamespaces`, `LockPersonality` and
 * `CapabilityBoundingSet` would hold in every container; `ProtectSystem`, `ProtectHome`, `PrivateTmp` and `PrivateMounts` hide the
 * engine's mounts from the host and the host's folders from bind mounts; `ProtectKernelModules`, `ProtectKernelTunables` and
 * `PrivateDevices` take away what makes networks and devices.
 */
export function serviceDropIn({ hosts }: DaemonSettings): string {
  const lines = [
    '[Service]',
    '# A daemon.json that the engine would refuse stops the start before containers are touched.',
    'ExecStartPre=/usr/bin/dockerd --validate --config-file=/etc/docker/daemon.json',
    ...(hosts === undefined
      ? []
      : [
          '# The addresses are in daemon.json; given twice, the engine does not start.',
          'ExecStart=',
          'ExecStart=/usr/bin/dockerd --containerd=/run/containerd/containerd.sock',
        ]),
    '# A dump of the engine holds logins and secrets.',
    'LimitCORE=0',
    '# Finite: programs that close every descriptor there might be take minutes with "infinity".',
    'LimitNOFILE=1048576',
    '# When memory runs out, containers end first.',
    'OOMScoreAdjust=-500',
    'Restart=on-failure',
  ];
  return `${lines.join('\n')}\n`;
}

/** A drop-in of docker.socket: whoever may write to the socket is root of the host, so it is one group at most. */
export function socketDropIn({ group = 'docker' }: DaemonSettings): string {
  return `[Socket]\nSocketUser=root\nSocketGroup=${group}\nSocketMode=0660\n`;
}
