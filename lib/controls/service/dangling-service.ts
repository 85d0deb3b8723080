import { control } from '../control';
import { knowsPods, selectedPods } from '../network/pods-of-namespace';
import { containersOf, custom, type Emit, isObject, type Json, LASTING, listOf, type PodSubject } from '../requirement';
import { isKind, SERVICE } from '../workload/kinds';
import { workloadExample } from '../workload/workload-examples';
import { serviceExample } from './service-example';

export const danglingService = control({
  id: 'dangling-service',
  family: 'service',
  title: 'Let every Service select pods',
  severity: 'low',
  why: 'A selector that selects nothing waits for whoever makes a pod with those labels: it gets the traffic, and the passwords in it.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service' },
  counterparts: {
    kubeLinter: ['dangling-service', 'invalid-target-ports'],
    kubescape: ['C-0293'],
    kubeScore: ['service-targets-pod'],
    kyverno: ['require-unique-service-selector'],
    gatekeeper: ['K8sUniqueServiceSelector'],
  },
  notes:
    'Only what is read together is known: nothing is said where no workload is read at all, or where an operator makes pods in the namespace (Prometheus, CloudNativePG, Strimzi, a HelmRelease …). Services without a selector, and ExternalName, are not asked. A port by number counts only where the pods declare ports; one by name must be declared, or gets no traffic.',
  require: custom({
    reads: [SERVICE],
    crossObject: true,
    evaluate(subject, emit) {
      if (!isKind(SERVICE, subject)) return false;
      const { object, namespace, neighbours } = subject;
      const { spec } = object;
      if (!isObject(spec) || spec.type === 'ExternalName') return false;
      const matchLabels: unknown = spec.selector;
      if (!isObject(matchLabels) || Object.keys(matchLabels).length === 0) return false;
      const pods = selectedPods({ matchLabels }, namespace, neighbours);
      if (pods.length > 0) {
        judgePorts(spec, pods, emit);
        return true;
      }
      if (!knowsPods(namespace, neighbours)) return false;
      emit({
        verdict: 'fail',
        path: ['spec', 'selector'],
        actual: matchLabels,
        expected: 'labels that a pod of its namespace has',
        fix: { op: 'manual', instructions: 'Write the labels of the pod template, or take the Service out.' },
      });
      return true;
    },
    cel: { impossible: 'Which pods there are does not stand in the Service.' },
    prose: 'every Service with a selector selects a pod of its namespace that has the port',
  }),
  examples: {
    pass: [
      { because: 'the Deployment has the labels', object: serviceExample({}), with: [workloadExample({})] },
      {
        because: 'the port by its name',
        object: serviceExample({ ports: [{ port: 80, targetPort: 'http' }] }),
        with: [workloadExample({ pod: { containers: [{ name: 'web', ports: [{ containerPort: 8080, name: 'http' }] }] } })],
      },
      {
        because: 'one pod of a StatefulSet',
        object: serviceExample({ selector: { app: 'web', 'statefulset.kubernetes.io/pod-name': 'web-0' } }),
        with: [workloadExample({ kind: 'StatefulSet' })],
      },
      { because: 'somebody else keeps its endpoints', object: serviceExample({ selector: undefined }), with: [workloadExample({})] },
      { because: 'what is not read is not known', object: serviceExample({}) },
    ],
    fail: [
      { because: 'nobody has the label', object: serviceExample({ selector: { app: 'wed' } }), with: [workloadExample({})] },
      { because: 'the pods are in another namespace', object: serviceExample({}), with: [workloadExample({ namespace: 'shop' })] },
      {
        because: 'no port is called so',
        object: serviceExample({ ports: [{ port: 80, targetPort: 'https' }] }),
        with: [workloadExample({ pod: { containers: [{ name: 'web', ports: [{ containerPort: 8080, name: 'http' }] }] } })],
      },
      {
        because: 'the pods listen elsewhere',
        object: serviceExample({ ports: [{ port: 80 }] }),
        with: [workloadExample({ pod: { containers: [{ name: 'web', ports: [{ containerPort: 8080 }] }] } })],
      },
    ],
  },
});

function judgePorts(spec: Json, pods: readonly PodSubject[], emit: Emit): void {
  const declared = pods.map((pod) => [...containersOf(pod, LASTING)].flatMap(({ container }) => listOf(container.ports)));
  listOf(spec.ports).forEach((port, index) => {
    const target: unknown = port.targetPort ?? port.port;
    const protocol = port.protocol ?? 'TCP';
    const isThere = (ports: readonly Json[]): boolean =>
      typeof target === 'string' && !/^\d+$/.test(target)
        ? ports.some(({ name, protocol: own }) => name === target && (own ?? 'TCP') === protocol)
        : ports.length === 0 || ports.some(({ containerPort }) => containerPort === Number(target));
    if (typeof target === 'symbol' || declared.some(isThere)) return;
    emit({
      verdict: 'fail',
      path: ['spec', 'ports', index, port.targetPort === undefined ? 'port' : 'targetPort'],
      actual: target,
      expected: 'a port that the selected pods declare',
      fix: { op: 'manual', instructions: 'Write the number or the name of a `containerPort` of the pods.' },
    });
  });
}
