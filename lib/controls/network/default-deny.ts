import { control } from '../control';
import { custom, isObject, type Json, type KindRef, type PodSubject } from '../requirement';
import { isKind } from '../workload/kinds';
import { isSelectedByOthers } from './policies-of-other-dialects';
import { directionsOf, NETWORK_POLICY } from './policies-of-pod';
import { policyExample } from './policy-example';

/** One of which nothing is known: what selects it selects whatever somebody adds. */
const ANY_POD: PodSubject = { spec: {}, metadata: {}, at: [] };
const NAMESPACE: KindRef = { group: '', kind: 'Namespace' };

export const defaultDeny = control({
  id: 'default-deny',
  family: 'network',
  title: 'Deny by default in every namespace',
  severity: 'high',
  why: 'Where nothing denies by default, the pod that somebody adds tomorrow without a policy is open to the whole cluster, and nobody notices.',
  references: { cis: ['5.3.2'], nsa: 'Network: network policies' },
  counterparts: { kubescape: ['C-0054', 'C-0206'], kyverno: ['add-networkpolicy'] },
  notes:
    'Asked of Namespaces that are read. Nothing is said where a policy of Cilium or Calico selects every pod of the namespace, which may deny by default as well; one for some pods is none. Kubescape only asks for any policy. The policy stops whatever has no other that allows its flows: nothing adds it by itself.',
  require: custom({
    reads: [NAMESPACE],
    crossObject: true,
    evaluate(subject, emit) {
      if (!isKind(NAMESPACE, subject)) return false;
      const { name, neighbours } = subject;
      const policies = neighbours.list(NETWORK_POLICY.group, NETWORK_POLICY.kind, name);
      const denied = new Set(policies.filter(deniesAll).flatMap(directionsOf));
      if (denied.has('Ingress') && denied.has('Egress')) return true;
      if (isSelectedByOthers(ANY_POD, name, neighbours) !== false) return false;
      const instructions =
        'Add a NetworkPolicy with `podSelector: {}`, `policyTypes: [Ingress, Egress]` and no rule to the namespace, and one for each flow that is needed, DNS included.';
      const expected = 'that of a namespace with a policy that denies everything, both ways';
      emit({ verdict: 'fail', path: ['metadata', 'name'], actual: name, expected, fix: { op: 'manual', instructions } });
      return true;
    },
    cel: { impossible: 'Which policies a namespace has does not stand in the Namespace.' },
    prose: 'every Namespace has a NetworkPolicy that selects all pods and allows nothing, for Ingress and for Egress',
  }),
  examples: {
    pass: [
      { because: 'nothing is allowed', object: namespace(), with: [policyExample({}, { namespace: 'shop' })] },
      {
        because: 'one for each direction',
        object: namespace(),
        with: [
          policyExample({ policyTypes: ['Ingress'] }, { namespace: 'shop' }),
          policyExample({ policyTypes: ['Egress'] }, { namespace: 'shop', name: 'out' }),
        ],
      },
    ],
    fail: [
      { because: 'no policy', object: namespace() },
      { because: 'calls out are free', object: namespace(), with: [policyExample({ policyTypes: ['Ingress'] }, { namespace: 'shop' })] },
      {
        because: 'it selects some pods only',
        object: namespace(),
        with: [policyExample({ podSelector: { matchLabels: { app: 'web' } } }, { namespace: 'shop' })],
      },
    ],
  },
});

function deniesAll({ spec }: Json): boolean {
  if (!isObject(spec)) return false;
  const { podSelector = {}, ingress, egress } = spec;
  const isEmpty = (value: unknown): boolean => value === undefined || value === null || Object.keys(value).length === 0;
  const asksNothing = isObject(podSelector) && isEmpty(podSelector.matchLabels) && isEmpty(podSelector.matchExpressions);
  return asksNothing && isEmpty(ingress) && isEmpty(egress);
}

function namespace() {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
}
