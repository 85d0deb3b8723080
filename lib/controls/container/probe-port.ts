import { control } from '../control';
import { probesAtDeclaredPorts } from './declared-ports';

export const probePort = control({
  id: 'probe-port',
  family: 'container',
  title: 'Point probes at declared ports',
  severity: 'low',
  why: "A probe of a port that is not the container's never succeeds, or asks somebody else: the pod is restarted for nothing, or never.",
  references: { kubernetes: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/' },
  counterparts: {
    kubeLinter: ['liveness-port', 'readiness-port', 'startup-port'],
  },
  notes:
    'A port is meant by number or by name. Kubernetes itself lets a program listen on ports that it does not declare; declared ones are what reviewers, Services and network policies go by. Ephemeral containers have no probes.',
  require: probesAtDeclaredPorts,
  examples: {
    pass: [
      { because: 'no probe', pod: {} },
      {
        because: 'by number',
        pod: { containers: [{ ports: [{ containerPort: 8080 }], livenessProbe: { httpGet: { path: '/', port: 8080 } } }] },
      },
      {
        because: 'by name',
        pod: { containers: [{ ports: [{ containerPort: 8080, name: 'http' }], readinessProbe: { tcpSocket: { port: 'http' } } }] },
      },
      { because: 'a command has no port', pod: { containers: [{ livenessProbe: { exec: { command: ['true'] } } }] } },
    ],
    fail: [
      { because: 'no port is declared', pod: { containers: [{ livenessProbe: { httpGet: { path: '/', port: 8080 } } }] } },
      {
        because: 'another number',
        pod: { containers: [{ ports: [{ containerPort: 8080 }], startupProbe: { grpc: { port: 9090 } } }] },
      },
      {
        because: 'another name',
        pod: { containers: [{ ports: [{ containerPort: 8080, name: 'http' }], readinessProbe: { tcpSocket: { port: 'web' } } }] },
      },
      {
        because: 'the port of another container',
        pod: {
          containers: [{ ports: [{ containerPort: 8080 }] }],
          initContainers: [{ restartPolicy: 'Always', livenessProbe: { tcpSocket: { port: 8080 } } }],
        },
      },
    ],
  },
});
