import { control } from '../control';
import { custom, isObject } from '../requirement';
import { podInNamespace } from './namespace-examples';

const SYSTEM = ['kube-system', 'kube-public', 'kube-node-lease'];
/** What kubeadm and its like write on what they run. */
const CONTROL_PLANE = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd', 'kube-proxy'];
const K8S_APPS = ['kube-dns', 'kube-proxy'];

const list = (values: readonly string[]): string => `[${values.map((each) => `'${each}'`).join(', ')}]`;
const labelled = (label: string, values: readonly string[]): string =>
  `(has(object.metadata.labels) && '${label}' in object.metadata.labels && object.metadata.labels['${label}'] in ${list(values)})`;
const PASSES =
  `!has(object.metadata.namespace) || !(object.metadata.namespace in ${list(SYSTEM)}) || ` +
  `${labelled('component', CONTROL_PLANE)} || ${labelled('tier', ['control-plane'])} || ${labelled('k8s-app', K8S_APPS)}`;

export const kubeSystemNamespace = control({
  id: 'kube-system-namespace',
  family: 'namespace',
  title: 'Keep user workloads out of kube-system',
  severity: 'medium',
  why: 'A pod there is beside the accounts and the secrets of the system, and out of reach of policies that spare the namespace.',
  references: { nsa: 'Network: namespaces' },
  counterparts: { trivy: ['KSV-0037'] },
  notes:
    'What says in its labels that it is of the control plane (`component`, `tier: control-plane`, or `k8s-app` of kube-dns and kube-proxy) is at home there. An add-on of the cluster is waived, with the reason.',
  require: custom({
    reads: 'pod',
    evaluate({ object, namespace, pod }, emit) {
      if (pod === undefined) return false;
      if (namespace === undefined || !SYSTEM.includes(namespace)) return true;
      const labels: unknown = object.metadata?.labels;
      if (isObject(labels)) {
        const { component, tier } = labels;
        if (CONTROL_PLANE.includes(component) || tier === 'control-plane' || K8S_APPS.includes(labels['k8s-app'])) return true;
      }
      emit({
        verdict: 'fail',
        path: ['metadata', 'namespace'],
        actual: namespace,
        expected: `a namespace of its own, not ${SYSTEM.join(', ')}`,
        fix: { op: 'manual', instructions: 'Write a Namespace for it, with the Pod Security level that it needs, and name that one.' },
      });
      return true;
    },
    cel: { expression: PASSES, offenders: `(${PASSES}) ? [] : ['the ' + object.kind]` },
    prose: `no workload is in ${SYSTEM.map((each) => `\`${each}\``).join(', ')}, other than what is labelled as control plane`,
  }),
  examples: {
    pass: [
      { because: 'a namespace of the application', object: podInNamespace() },
      { because: 'whoever installs it says where', object: podInNamespace('') },
      {
        because: 'a part of the control plane',
        object: podInNamespace('kube-system', { component: 'kube-apiserver', tier: 'control-plane' }),
      },
    ],
    fail: [
      { because: 'beside the control plane', object: podInNamespace('kube-system') },
      { because: 'where everybody may read', object: podInNamespace('kube-public') },
      { because: 'a label of its own makes it no part of the system', object: podInNamespace('kube-system', { component: 'web' }) },
    ],
  },
});
