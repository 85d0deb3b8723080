import { control } from '../control';
import { custom, type Json } from '../requirement';
import { workloadExample } from '../workload/workload-examples';
import { isSelectedByOthers } from './policies-of-other-dialects';
import { policiesOf } from './policies-of-pod';
import { policyExample } from './policy-example';

export const networkPolicy = control({
  id: 'network-policy',
  family: 'network',
  title: 'Select every pod with a NetworkPolicy',
  severity: 'high',
  why: 'A pod that no policy selects is reached by every other pod of the cluster, and reaches all of them: one program that is taken over is enough.',
  references: { cis: ['5.3.2'], nsa: 'Network: network policies' },
  counterparts: {
    checkov: ['CKV2_K8S_6'],
    kubeLinter: ['non-isolated-pod'],
    kubescape: ['C-0260'],
    polaris: ['missingNetworkPolicy'],
    kubeScore: ['pod-networkpolicy'],
    kyverno: ['require-network-policy', 'add-networkpolicy'],
  },
  notes:
    'Only what is read together is known: give the file with the policies too. A pod in the network of the node is not protected by any policy, and fails. Policies of Cilium and Calico count, those of the whole cluster too, where they select by labels; nothing is said where one has a selector that is more than that (alternatives, accounts), or an AdminNetworkPolicy or ClusterNetworkPolicy is read.',
  require: custom({
    reads: 'pod',
    crossObject: true,
    evaluate({ pod, namespace, neighbours }, emit) {
      if (pod === undefined) return false;
      const path = [...pod.at, 'spec', 'hostNetwork'];
      if (pod.spec.hostNetwork === true) {
        const instructions = 'Take the pod out of the network of the node; where it must be there, waive this.';
        emit({ verdict: 'fail', path, actual: true, expected: '`false`: policies do not reach it', fix: { op: 'manual', instructions } });
        return true;
      }
      if (policiesOf(pod, namespace, neighbours).length > 0) return true;
      const selected = isSelectedByOthers(pod, namespace, neighbours);
      if (selected !== false) return selected === true;
      const instructions =
        'Add a NetworkPolicy that selects the pod: first one that denies everything in the namespace, then the flows that it needs.';
      const fix = { op: 'manual', instructions } as const;
      emit({
        verdict: 'fail',
        path: [...pod.at, 'metadata', 'labels'],
        actual: undefined,
        expected: 'selected by a NetworkPolicy of the namespace, or by one of Cilium or Calico',
        fix,
      });
      return true;
    },
    cel: { impossible: 'Which policies select a pod does not stand in the pod.' },
    prose: 'every pod is selected by a NetworkPolicy of its namespace, and is not in the network of the node',
  }),
  examples: {
    pass: [
      { because: 'an empty selector selects all', object: workloadExample({}), with: [policyExample()] },
      { because: 'its labels', object: workloadExample({}), with: [policyExample({ podSelector: { matchLabels: { app: 'web' } } })] },
      {
        because: 'a policy of Cilium selects it',
        object: workloadExample({}),
        with: [ciliumPolicy({ matchLabels: { 'k8s:app': 'web' } })],
      },
      {
        because: 'one of the whole cluster does',
        object: workloadExample({ namespace: 'shop' }),
        with: [ciliumPolicy({ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'shop' } }, 'CiliumClusterwideNetworkPolicy')],
      },
      { because: 'a policy of Calico selects it', object: workloadExample({}), with: [calicoPolicy("app == 'web'")] },
      {
        because: 'an expression counts',
        object: workloadExample({}),
        with: [policyExample({ podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'api'] }] } })],
      },
    ],
    fail: [
      { because: 'no policy', object: workloadExample({}) },
      {
        because: 'it selects others',
        object: workloadExample({}),
        with: [policyExample({ podSelector: { matchLabels: { app: 'api' } } })],
      },
      { because: 'a policy of Cilium selects others', object: workloadExample({}), with: [ciliumPolicy({ matchLabels: { app: 'api' } })] },
      { because: 'a policy of Calico selects others', object: workloadExample({}), with: [calicoPolicy("app in {'api', 'db'}")] },
      { because: 'it is of another namespace', object: workloadExample({}), with: [policyExample({}, { namespace: 'shop' })] },
      { because: 'no policy reaches the node', object: workloadExample({ pod: { hostNetwork: true } }), with: [policyExample()] },
    ],
  },
});

function ciliumPolicy(endpointSelector: Json, kind = 'CiliumNetworkPolicy'): Json {
  return { apiVersion: 'cilium.io/v2', kind, metadata: { name: 'web' }, spec: { endpointSelector, ingress: [{}] } };
}

function calicoPolicy(selector: string): Json {
  return { apiVersion: 'projectcalico.org/v3', kind: 'NetworkPolicy', metadata: { name: 'web' }, spec: { selector, types: ['Ingress'] } };
}
