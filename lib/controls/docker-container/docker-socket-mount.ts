import { control } from '../control';
import { RUNTIME_SOCKET_NAMES, RUNTIME_SOCKET_PATHS } from '../host-directories';
import { named, reaching } from '../pod/host-path';
import { hostMountOutside } from './host-mounts';

const bind = (source: string, readOnly?: boolean) => ({
  mounts: [{ type: 'bind' as const, source, target: '/mnt', ...(readOnly !== undefined && { readOnly }) }],
});

export const dockerSocketMount = control({
  id: 'docker-socket-mount',
  family: 'docker-container',
  title: 'Never mount the engine socket',
  severity: 'critical',
  why: 'Who speaks to the engine starts a privileged container that mounts the host’s root: the socket is root on the host.',
  references: { cisDocker: ['5.32'] },
  counterparts: { dockerBench: ['5.32'] },
  notes:
    'A read-only mount does not help: a socket is written to all the same. Neither does another user in the container, where the group of the socket is added. Paths are compared as the host reads them, without doubled slashes, dots and a slash at the end; a directory above a socket gives the socket as well. A path that begins with a variable is not known, and does not pass.',
  parameters: {
    /** Sockets: they, and every directory above. */
    sockets: [
      ...RUNTIME_SOCKET_PATHS,
      '/pipe/docker_engine',
      '/pipe/docker_engine_windows',
      '/pipe/dockerdesktoplinuxengine',
      '/pipe/containerd-containerd',
    ],
    /** Names of sockets, wherever they lie: `~/.docker/run/docker.sock`, `/run/user/1000/docker.sock`. */
    names: [...RUNTIME_SOCKET_NAMES],
  },
  require: ({ sockets, names }) =>
    hostMountOutside({
      forbidden: [reaching(sockets)],
      anywhere: [named(names)],
      expected: 'a path that leads to no socket of an engine',
      instructions:
        'Take the mount out. What only reads (a proxy that looks for labels, a dashboard) can ask a proxy of the socket that lets the few reading calls through; what builds images can use a rootless builder (`buildkitd --rootless`).',
    }),
  examples: {
    pass: [
      { because: 'nothing is mounted', docker: {} },
      { because: 'a socket of its own', docker: bind('/run/web/web.sock') },
      { because: 'it only begins with the same letters', docker: bind('/var/run/docker.socket.d') },
      { because: 'a directory of the project', docker: bind('./run') },
      { because: 'a volume has no path', docker: { mounts: [{ type: 'volume', source: 'run', target: '/run' }] } },
    ],
    fail: [
      { because: 'the socket itself', docker: bind('/var/run/docker.sock') },
      { because: 'a read-only mount of a socket is as good', docker: bind('/var/run/docker.sock', true) },
      { because: 'it climbs there', docker: bind('/var/run/../run/docker.sock') },
      { because: 'spelled otherwise', docker: bind('//run/./docker.sock/') },
      { because: 'the directory gives the socket as well', docker: bind('/run') },
      { because: 'so does the root', docker: bind('/') },
      { because: 'an engine without root', docker: bind('/run/user/1000/docker.sock') },
      { because: 'the socket of a desktop', docker: bind('~/.docker/run/docker.sock') },
      { because: 'another runtime', docker: bind('/run/podman/podman.sock') },
      {
        because: 'the pipe of Windows',
        docker: { mounts: [{ type: 'npipe', source: '\\\\.\\pipe\\docker_engine', target: '\\\\.\\pipe\\docker_engine' }] },
      },
      { because: 'the same with slashes', docker: bind('//./pipe/docker_engine') },
    ],
  },
});
