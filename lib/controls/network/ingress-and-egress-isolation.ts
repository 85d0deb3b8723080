import { control } from '../control';
import { custom } from '../requirement';
import { workloadExample } from '../workload/workload-examples';
import { isSelectedByOthers } from './policies-of-other-dialects';
import { directionsOf, policiesOf } from './policies-of-pod';
import { policyExample } from './policy-example';

export const ingressAndEgressIsolation = control({
  id: 'ingress-and-egress-isolation',
  family: 'network',
  title: 'Isolate pods in both directions',
  severity: 'high',
  why: 'A pod that may call anywhere sends what was stolen to the attacker, and fetches the next tool from him; one that anybody may call is the next to fall.',
  references: { cis: ['5.3.2'], nsa: 'Network: network policies' },
  counterparts: { kubescape: ['C-0030'], polaris: ['missingNetworkPolicy'], kubeScore: ['pod-networkpolicy'] },
  notes:
    'The policies that select the pod count together. Without `policyTypes` a policy isolates ingress, and egress only where it has rules for it. A pod that no policy selects is told by `network-policy`.',
  require: custom({
    reads: 'pod',
    crossObject: true,
    evaluate({ pod, namespace, neighbours }, emit) {
      if (pod === undefined || pod.spec.hostNetwork === true || isSelectedByOthers(pod, namespace, neighbours) !== false) return false;
      const policies = policiesOf(pod, namespace, neighbours);
      if (policies.length === 0) return false;
      const isolated = new Set(policies.flatMap(directionsOf));
      for (const direction of ['Ingress', 'Egress']) {
        if (isolated.has(direction)) continue;
        const instructions = `Write ${direction} among the \`policyTypes\` of a policy that selects the pod, with the flows that it needs.`;
        const expected = `selected by a policy for ${direction}`;
        const path = [...pod.at, 'metadata', 'labels'];
        emit({ verdict: 'fail', path, actual: undefined, expected, fix: { op: 'manual', instructions } });
      }
      return true;
    },
    cel: { impossible: 'Which policies select a pod does not stand in the pod.' },
    prose: 'the policies that select a pod isolate it for Ingress and for Egress',
  }),
  examples: {
    pass: [
      { because: 'one policy for both', object: workloadExample({}), with: [policyExample()] },
      {
        because: 'one for each',
        object: workloadExample({}),
        with: [policyExample({ policyTypes: ['Ingress'] }), policyExample({ policyTypes: ['Egress'] }, { name: 'out' })],
      },
      {
        because: 'rules for egress say so',
        object: workloadExample({}),
        with: [policyExample({ policyTypes: undefined, egress: [{ ports: [{ port: 443 }] }] })],
      },
    ],
    fail: [
      { because: 'it may call anybody', object: workloadExample({}), with: [policyExample({ policyTypes: ['Ingress'] })] },
      { because: 'anybody may call it', object: workloadExample({}), with: [policyExample({ policyTypes: ['Egress'] })] },
      { because: 'without types only ingress', object: workloadExample({}), with: [policyExample({ policyTypes: undefined })] },
    ],
  },
});
