import { control } from '../control';
import { RUNTIME_SOCKET_NAMES, RUNTIME_SOCKET_PATHS } from '../host-directories';
import { pod } from '../requirement';
import { hostPathOutside, named, reaching } from './host-path';

const volume = (path: string) => ({ volumes: [{ name: 'host', hostPath: { path } }] });

export const containerRuntimeSocket = control({
  id: 'container-runtime-socket',
  family: 'pod',
  title: 'Never mount a container runtime socket',
  severity: 'critical',
  why: 'Who speaks to the container runtime or to a plugin socket of the kubelet starts a privileged container, which is root on the node.',
  references: { podSecurity: 'baseline', nsa: 'Pod security: host file system' },
  counterparts: {
    trivy: ['KSV-0006'],
    checkov: ['CKV_K8S_27'],
    kubeLinter: ['docker-sock'],
    kubescape: ['C-0074'],
    kubesec: ['DockerSock'],
    kyverno: ['disallow-container-sock-mounts', 'docker-socket-check'],
    gatekeeper: ['K8sPSPHostFilesystem'],
    dockerBench: ['5.32'],
  },
  notes:
    'Drivers of storage and devices need `/var/lib/kubelet/plugins` and its neighbours: waive it for them. Paths are compared as the node reads them, without doubled slashes, dots and a slash at the end.',
  parameters: {
    /** Sockets and directories of sockets: they, what lies in them and every directory above. */
    sockets: [
      ...RUNTIME_SOCKET_PATHS,
      '/var/lib/kubelet/device-plugins',
      '/var/lib/kubelet/pod-resources',
      '/var/lib/kubelet/plugins',
      '/var/lib/kubelet/plugins_registry',
    ],
    /** Names of sockets, anywhere below /run and /var/run. */
    names: [...RUNTIME_SOCKET_NAMES],
  },
  require: ({ sockets, names }) =>
    pod(
      'volumes[].hostPath.path',
      hostPathOutside(
        'absent or a path that leads to no socket of a container runtime or of the kubelet',
        'Take the mount out: build images with a rootless builder, and read about containers from the API server. A read-only mount does not help: a socket is written to all the same.',
        reaching(sockets),
        named(names, ['/run', '/var/run']),
      ),
    ),
  examples: {
    pass: [
      { because: 'a socket of its own', pod: volume('/run/web/web.sock') },
      { because: 'it is no socket of a runtime', pod: volume('/var/lib/web') },
      { because: 'it only begins with the same letters', pod: volume('/run/containerd-logs') },
    ],
    fail: [
      { because: 'the socket itself', pod: volume('/var/run/docker.sock') },
      { because: 'spelled otherwise', pod: volume('/var//run/./docker.sock/') },
      { because: 'the directory gives the socket as well', pod: volume('/run/containerd') },
      { because: 'so does every directory above', pod: volume('/var/run') },
      { because: 'so does the root', pod: volume('/') },
      { because: 'a runtime that keeps its socket elsewhere below /run', pod: volume('/run/user/1000/podman/podman.sock') },
      { because: 'a device plugin answers for the kubelet', pod: volume('/var/lib/kubelet/device-plugins/kubelet.sock') },
      {
        because: 'a read-only mount of a socket is as good',
        pod: {
          ...volume('/run/crio/crio.sock'),
          containers: [{ volumeMounts: [{ name: 'host', mountPath: '/crio.sock', readOnly: true }] }],
        },
      },
    ],
  },
});
