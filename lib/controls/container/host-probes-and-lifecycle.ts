import { control } from '../control';
import { absentOr, everyContainer, since } from '../requirement';

const HANDLERS = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle.postStart', 'lifecycle.preStop'] as const;
const onlyThePod = everyContainer(
  HANDLERS.flatMap((handler) => [`${handler}.httpGet.host`, `${handler}.tcpSocket.host`] as const),
  absentOr(''),
);

export const hostProbesAndLifecycle = control({
  id: 'host-probes-and-lifecycle',
  family: 'container',
  title: 'Let probes and hooks reach only the pod itself',
  severity: 'medium',
  why: 'The kubelet makes the request from the node: a host of its own turns it into a proxy into networks that the pod cannot reach.',
  references: { podSecurity: 'baseline' },
  counterparts: {
    gatekeeper: ['K8sPSPHostProbesLifecycle'],
  },
  notes: 'Pod Security asks this from 1.34 on. The kubelet always behaved so: with `everyVersion` it is asked of every version.',
  parameters: { everyVersion: true },
  require: ({ everyVersion }) => (everyVersion ? onlyThePod : since('v1.34', onlyThePod)),
  examples: {
    pass: [{ because: 'the kubelet asks the pod', pod: { containers: [{ livenessProbe: { httpGet: { port: 8080 } } }] } }],
    fail: [
      {
        because: 'the kubelet asks somebody else',
        pod: { containers: [{ livenessProbe: { httpGet: { port: 80, host: '169.254.169.254' } } }] },
      },
      {
        because: 'loopback is that of the node',
        pod: { containers: [{ readinessProbe: { tcpSocket: { port: 80, host: '127.0.0.1' } } }] },
      },
      {
        because: 'lifecycle hooks too',
        pod: { containers: [{ lifecycle: { preStop: { httpGet: { port: 80, host: 'metadata.internal' } } } }] },
      },
    ],
  },
});
