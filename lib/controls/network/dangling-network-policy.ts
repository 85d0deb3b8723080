import { control } from '../control';
import { all, custom, isObject, type Json, UNKNOWN, unknown } from '../requirement';
import { isKind } from '../workload/kinds';
import { workloadExample } from '../workload/workload-examples';
import { selectsSomePod } from './dangling-other-dialects';
import { namedNamespaces, selectsNamespace } from './namespace-labels';
import { networkPolicyRules } from './network-policy-rules';
import { knowsPods, readsPods, selectsAny } from './pods-of-namespace';
import { NETWORK_POLICY } from './policies-of-pod';
import { policyExample } from './policy-example';

const EXPECTED = 'labels that a pod has';

/** Whether a selector asks for anything, and can be read. */
function asks(selector: unknown): selector is Json {
  if (!isObject(selector)) return false;
  const { matchLabels, matchExpressions } = selector;
  return [matchLabels, matchExpressions].some((each: unknown) => (isObject(each) || Array.isArray(each)) && Object.keys(each).length > 0);
}

export const danglingNetworkPolicy = control({
  id: 'dangling-network-policy',
  family: 'network',
  title: 'Let every policy select something',
  severity: 'low',
  why: 'A policy with a misspelt label protects nobody, and its author believes that it does; a peer with one waits for whoever makes a pod with that label.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource' },
  counterparts: {
    kubeLinter: ['dangling-networkpolicy', 'dangling-networkpolicypeer-podselector'],
    kubescape: ['C-0299'],
    kubeScore: ['networkpolicy-targets-pod'],
  },
  notes:
    'Only what is read together is known: nothing is said where no workload is read at all, or where an operator makes pods in the namespace (Prometheus, CloudNativePG, Strimzi, a HelmRelease …). A peer in another namespace is asked where that is selected by its name, and some of its pods are read. Of Cilium and Calico policies of a namespace are asked for the pods that they select, and not for their peers.',
  require: all(
    custom({
      reads: [NETWORK_POLICY],
      crossObject: true,
      evaluate(subject, emit) {
        if (!isKind(NETWORK_POLICY, subject)) return false;
        const { object, namespace, neighbours } = subject;
        const dangles = (selector: Json, of: readonly (string | undefined)[]): boolean =>
          !of.some((each) => selectsAny(selector, each, neighbours));
        const tell = (path: readonly (string | number)[], actual: unknown): void => {
          const instructions = 'Write the labels of the pod template that is meant, or take it out.';
          emit({ verdict: 'fail', path, actual, expected: EXPECTED, fix: { op: 'manual', instructions } });
        };
        const podSelector: unknown = isObject(object.spec) ? object.spec.podSelector : undefined;
        if (podSelector === UNKNOWN) emit(unknown(['spec', 'podSelector'], EXPECTED));
        let asked = false;
        if (knowsPods(namespace, neighbours)) {
          asked = true;
          if (asks(podSelector) && dangles(podSelector, [namespace])) tell(['spec', 'podSelector'], podSelector);
        }
        for (const { peers } of networkPolicyRules(object, emit)) {
          for (const { peer, at } of peers) {
            if (!asks(peer.podSelector)) continue;
            const inside = namespacesOf(peer.namespaceSelector, namespace)?.filter(
              (each) =>
                !isObject(peer.namespaceSelector) || each === undefined || selectsNamespace(peer.namespaceSelector, each, neighbours),
            );
            // Its own namespace is known as far as the policy's; of others something must be read.
            const isKnown = (each: string | undefined): boolean =>
              knowsPods(each, neighbours) && (each === namespace || readsPods(each, neighbours));
            if (inside === undefined || inside.length === 0 || !inside.every(isKnown)) continue;
            asked = true;
            if (dangles(peer.podSelector, inside)) tell([...at, 'podSelector'], peer.podSelector);
          }
        }
        return asked;
      },
      cel: { impossible: 'Which pods there are does not stand in the NetworkPolicy.' },
      prose: 'every `podSelector` of a NetworkPolicy selects a pod',
    }),
    custom(selectsSomePod),
  ),
  examples: {
    pass: [
      {
        because: 'the Deployment has the label',
        object: policyExample({ podSelector: { matchLabels: { app: 'web' } } }),
        with: [workloadExample({})],
      },
      { because: 'an empty selector selects all there will be', object: policyExample(), with: [workloadExample({ name: 'api' })] },
      {
        because: 'a peer has the label',
        object: policyExample({ ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }] }] }),
        with: [workloadExample({})],
      },
      {
        because: 'what is in another namespace was not read',
        object: policyExample({ egress: [{ to: [resolver({ 'k8s-app': 'kube-dns' })] }] }),
        with: [workloadExample({})],
      },
      { because: 'a policy of Cilium selects it', object: ofCilium({ 'k8s:app': 'web' }), with: [workloadExample({})] },
      {
        because: 'what Cilium adds to labels is not read',
        object: ofCilium({ 'io.cilium.k8s.policy.serviceaccount': 'wed' }),
        with: [workloadExample({})],
      },
      { because: 'a policy of Calico selects it', object: ofCalico("app in {'web', 'api'}"), with: [workloadExample({})] },
      { because: 'what is more than labels is not read', object: ofCalico("app == 'wed' || app == 'wet'"), with: [workloadExample({})] },
      { because: 'no workload was read', object: policyExample({ podSelector: { matchLabels: { app: 'web' } } }) },
    ],
    fail: [
      { because: 'nobody has the label, for Cilium', object: ofCilium({ app: 'wed' }), with: [workloadExample({})] },
      { because: 'nobody has the label, for Calico', object: ofCalico("app == 'wed'"), with: [workloadExample({})] },
      {
        because: 'nobody has the label',
        object: policyExample({ podSelector: { matchLabels: { app: 'wed' } } }),
        with: [workloadExample({})],
      },
      {
        because: 'the pods are in another namespace',
        object: policyExample({ podSelector: { matchLabels: { app: 'web' } } }),
        with: [workloadExample({ namespace: 'shop' })],
      },
      {
        because: 'a peer is nobody',
        object: policyExample({ ingress: [{ from: [{ podSelector: { matchLabels: { app: 'wed' } } }] }] }),
        with: [workloadExample({})],
      },
      {
        because: 'nor is it in the namespace that is named',
        object: policyExample({ egress: [{ to: [resolver({ 'k8s-app': 'core-dns' })] }] }),
        with: [workloadExample({ name: 'dns', namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } })],
      },
    ],
  },
});

/** Where the pods of a peer are: in the namespace of the policy, or in those that are named; undefined where nobody knows. */
function namespacesOf(selector: unknown, own: string | undefined): readonly (string | undefined)[] | undefined {
  if (selector === undefined || selector === null) return [own];
  return isObject(selector) ? namedNamespaces(selector) : undefined;
}

function ofCilium(matchLabels: Json): Json {
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name: 'web' },
    spec: { endpointSelector: { matchLabels } },
  };
}

function ofCalico(selector: string): Json {
  return { apiVersion: 'projectcalico.org/v3', kind: 'NetworkPolicy', metadata: { name: 'web' }, spec: { selector } };
}

function resolver(labels: Json): Json {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }, podSelector: { matchLabels: labels } };
}
