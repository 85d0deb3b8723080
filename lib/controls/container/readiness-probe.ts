import { control } from '../control';
import { always, type ContainerSet, containerRule, listOf, present, REGULAR } from '../requirement';
import { ofLongRunningPods } from './long-running';

/** Regular containers that declare a port. */
const EXPOSED: ContainerSet = {
  ...REGULAR,
  variable: `${REGULAR.variable}.filter(c, has(c.ports) && size(c.ports) > 0)`,
  prose: 'in every regular container that declares a port',
  includes: ({ ports }) => listOf(ports).length > 0,
};

export const readinessProbe = control({
  id: 'readiness-probe',
  family: 'container',
  title: 'Define a readiness probe',
  severity: 'low',
  why: 'Before it is ready, and whenever it is not, a container without a readiness probe is sent requests that fail.',
  references: { kubernetes: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/' },
  counterparts: {
    checkov: ['CKV_K8S_9'],
    kubeLinter: ['no-readiness-probe'],
    kubescape: ['C-0018'],
    polaris: ['readinessProbeMissing'],
    kubeScore: ['pod-probes'],
    kyverno: ['require-pod-probes'],
    gatekeeper: ['K8sRequiredProbes'],
  },
  notes:
    'Reliability, not security. Asked of regular containers that declare a port. Jobs, and pods that are not restarted, are not asked.',
  require: ofLongRunningPods(
    always(
      containerRule(
        EXPOSED,
        ['readinessProbe'],
        present({ instructions: 'Write a `readinessProbe` that answers whether the container can serve requests now.' }),
      ),
    ),
  ),
  examples: {
    pass: [
      {
        because: 'the kubelet asks',
        pod: { containers: [{ ports: [{ containerPort: 8080 }], readinessProbe: { httpGet: { path: '/ready', port: 8080 } } }] },
      },
      { because: 'nobody sends it requests', pod: { containers: [{}] } },
      { because: 'it ends by itself', pod: { restartPolicy: 'OnFailure', containers: [{ ports: [{ containerPort: 8080 }] }] } },
      {
        because: 'sidecars are not asked',
        pod: { initContainers: [{ restartPolicy: 'Always', ports: [{ containerPort: 9090 }] }] },
      },
    ],
    fail: [
      { because: 'nobody asks', pod: { containers: [{ ports: [{ containerPort: 8080 }] }] } },
      {
        because: 'one of two',
        pod: {
          containers: [
            { ports: [{ containerPort: 8080 }], readinessProbe: { tcpSocket: { port: 8080 } } },
            { ports: [{ containerPort: 9090 }], livenessProbe: { tcpSocket: { port: 9090 } } },
          ],
        },
      },
    ],
  },
});
