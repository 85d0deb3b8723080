/** Where container runtimes listen, below /run. */
const RUNTIME_SOCKETS = [
  'docker.sock',
  'containerd/containerd.sock',
  'k3s/containerd/containerd.sock',
  'k0s/containerd.sock',
  'crio/crio.sock',
  'cri-dockerd.sock',
  'dockershim.sock',
  'podman/podman.sock',
];

/** Sockets of container runtimes. On a host /var/run is a symbolic link to /run. */
export const RUNTIME_SOCKET_PATHS: readonly string[] = ['/run', '/var/run'].flatMap((directory) =>
  RUNTIME_SOCKETS.map((socket) => `${directory}/${socket}`),
);

/** Names of sockets of container runtimes, wherever they lie. */
export const RUNTIME_SOCKET_NAMES: readonly string[] = [
  'docker.sock',
  'containerd.sock',
  'crio.sock',
  'cri-dockerd.sock',
  'podman.sock',
  'dockershim.sock',
];

/** Directories of a host that it boots, runs and trusts, and where its containers lie. Of the root only itself is meant. */
export const SENSITIVE_DIRECTORIES: readonly string[] = [
  '/',
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/lib64',
  '/proc',
  '/root',
  '/sys',
  '/usr',
  '/var/lib/kubelet',
  '/var/lib/docker',
  '/var/lib/containerd',
];
