import { control } from '../control';
import { dockerContainer } from '../requirement';
import { capability, named } from './capability-name';

/** Capabilities that are a way to the host, each by itself. */
export const CRITICAL_CAPABILITIES = ['ALL', 'SYS_ADMIN', 'NET_ADMIN', 'SYS_MODULE', 'SYS_PTRACE', 'DAC_READ_SEARCH'] as const;

const CRITICAL = new Set<string>(CRITICAL_CAPABILITIES);

export const dockerCriticalCapabilities = control({
  id: 'docker-critical-capabilities',
  family: 'docker-container',
  title: 'Add no capability that opens the host',
  severity: 'critical',
  why: 'With one of these a container mounts file systems, loads modules into the kernel, reads any file of the host or the memory of other processes.',
  references: { cisDocker: ['5.4'] },
  // The community checks of docker-bench-security have these by name.
  counterparts: { dockerBench: ['C.5.3.1', 'C.5.3.2', 'C.5.3.3', 'C.5.3.4'] },
  notes:
    'These stand out of `docker-added-capabilities`, which asks for every other one too, so that they are found where a profile allows more than the default.',
  require: dockerContainer(
    'capAdd[]',
    capability(
      (name) => !CRITICAL.has(name),
      `other than ${named(CRITICAL_CAPABILITIES)}, in any spelling`,
      'Take it away. What needs it belongs on the host, or into a virtual machine of its own; tools for the network mostly do with NET_RAW.',
    ),
  ),
  examples: {
    pass: [
      { because: 'nothing is added', docker: {} },
      { because: 'a low port is no way to the host', docker: { capAdd: ['NET_BIND_SERVICE'] } },
      { because: 'packets are forged inside its own network', docker: { capAdd: ['NET_RAW'] } },
    ],
    fail: [
      { because: 'all of them hold the worst', docker: { capAdd: ['all'] } },
      { because: 'it mounts the disk of the host', docker: { capAdd: ['CAP_SYS_ADMIN'] } },
      { because: 'it loads a module', docker: { capAdd: ['SYS_MODULE'] } },
      { because: 'it reads files of the host by their number', docker: { capAdd: ['NET_BIND_SERVICE', 'DAC_READ_SEARCH'] } },
    ],
  },
});
