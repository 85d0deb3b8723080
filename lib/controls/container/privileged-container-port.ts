import { control } from '../control';
import { atLeast, byHand, everyContainer } from '../requirement';

export const privilegedContainerPort = control({
  id: 'privileged-container-port',
  family: 'container',
  title: 'Listen above port 1023',
  severity: 'low',
  why: 'To listen below 1024 a process needs root or a capability, and keeps it for whoever takes the process over.',
  references: { kubernetes: 'https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/', cisDocker: ['5.8'] },
  counterparts: {
    trivy: ['KSV-0117'],
    kubeLinter: ['privileged-ports'],
    dockerBench: ['5.8'],
  },
  notes:
    "The port of a Service may be low: it maps 80 to the container's 8080. Where the image cannot be changed, the sysctl `net.ipv4.ip_unprivileged_port_start` or NET_BIND_SERVICE opens the port. Trivy fails below 1024, kube-linter from 1 to 1023.",
  require: everyContainer(
    'ports[].containerPort',
    byHand(
      atLeast(1024),
      'Let the program listen above 1023 and write that port; the Service may keep the low one (`port: 80`, `targetPort: 8080`).',
    ),
  ),
  examples: {
    pass: [
      { because: 'no port', pod: {} },
      { because: 'the lowest that anybody may open', pod: { containers: [{ ports: [{ containerPort: 1024 }] }] } },
    ],
    fail: [
      { because: 'the highest that needs a right', pod: { containers: [{ ports: [{ containerPort: 1023 }] }] } },
      { because: 'one of two', pod: { containers: [{ ports: [{ containerPort: 8080 }, { containerPort: 80, name: 'http' }] }] } },
      {
        because: 'sidecars count',
        pod: { initContainers: [{ restartPolicy: 'Always', ports: [{ containerPort: 443 }] }] },
      },
    ],
  },
});
