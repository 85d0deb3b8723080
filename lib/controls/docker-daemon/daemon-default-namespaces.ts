import { control } from '../control';
import { absentOr, all, byHand } from '../requirement';
import { daemonSetting, exampleDaemon } from './daemon-setting';

const NAMESPACES = 'Write `private`, or remove it on a host with cgroup v2; a container that needs more says so itself.';

export const daemonDefaultNamespaces = control({
  id: 'daemon-default-namespaces',
  family: 'docker-daemon',
  title: 'Give containers namespaces of their own',
  severity: 'low',
  why: "In the host's cgroup namespace a container sees the names of all others; shareable memory can be joined by any other container.",
  references: { docker: 'https://docs.docker.com/reference/cli/dockerd/' },
  counterparts: {},
  require: all(
    daemonSetting('default-cgroupns-mode', byHand(absentOr('private'), NAMESPACES)),
    daemonSetting('default-ipc-mode', byHand(absentOr('private'), NAMESPACES)),
  ),
  examples: {
    pass: [
      { because: 'nothing is written: private, on a host with cgroup v2', ...exampleDaemon({}) },
      { because: 'both are private', ...exampleDaemon({ 'default-cgroupns-mode': 'private', 'default-ipc-mode': 'private' }) },
    ],
    fail: [
      { because: "containers are in the host's cgroup namespace", ...exampleDaemon({ 'default-cgroupns-mode': 'host' }) },
      { because: 'the memory of any container can be joined', ...exampleDaemon({ 'default-ipc-mode': 'shareable' }) },
    ],
  },
});
