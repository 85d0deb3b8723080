import { control } from '../control';
import { always, containerRule, LASTING, present } from '../requirement';
import { ofLongRunningPods } from './long-running';

const jobOf = (spec: object) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'example' },
  spec: { template: { spec: { restartPolicy: 'Never', ...spec } } },
});

export const livenessProbe = control({
  id: 'liveness-probe',
  family: 'container',
  title: 'Define a liveness probe',
  severity: 'low',
  why: 'A process that hangs, by a bug or by a request made for it, stays in the Service until somebody notices.',
  references: { kubernetes: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/' },
  counterparts: {
    checkov: ['CKV_K8S_8'],
    kubeLinter: ['no-liveness-probe'],
    kubescape: ['C-0056'],
    polaris: ['livenessProbeMissing'],
    kubeScore: ['pod-probes'],
    kyverno: ['require-pod-probes'],
    gatekeeper: ['K8sRequiredProbes'],
  },
  notes:
    'Reliability, not security. Asked of containers that run as long as the pod: regular ones, and init containers with `restartPolicy: Always`. Jobs, and pods that are not restarted, are not asked. A liveness probe equal to the readiness probe is worse than none: load then restarts what it should only spare.',
  require: ofLongRunningPods(
    always(
      containerRule(
        LASTING,
        ['livenessProbe'],
        present({
          instructions:
            'Write a `livenessProbe` that answers only whether the process itself still works, not whether what it depends on does.',
        }),
      ),
    ),
  ),
  examples: {
    pass: [
      { because: 'the kubelet asks', pod: { containers: [{ livenessProbe: { httpGet: { path: '/alive', port: 8080 } } }] } },
      { because: 'it ends by itself', pod: { restartPolicy: 'Never' } },
      {
        because: 'an init container ends by itself',
        pod: { containers: [{ livenessProbe: { tcpSocket: { port: 8080 } } }], initContainers: [{}] },
      },
      { because: 'a job ends by itself', object: jobOf({ containers: [{ name: 'web', image: 'registry.example/web:1.0.0' }] }) },
    ],
    fail: [
      { because: 'nobody asks', pod: {} },
      {
        because: 'a readiness probe restarts nothing',
        pod: { containers: [{ readinessProbe: { httpGet: { path: '/ready', port: 8080 } } }] },
      },
      {
        because: 'sidecars count',
        pod: { containers: [{ livenessProbe: { tcpSocket: { port: 8080 } } }], initContainers: [{ restartPolicy: 'Always' }] },
      },
    ],
  },
});
