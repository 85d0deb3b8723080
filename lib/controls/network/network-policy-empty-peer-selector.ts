import { control } from '../control';
import { custom, isObject } from '../requirement';
import { isKind } from '../workload/kinds';
import { celOfObject } from './cel-of-object';
import { DIRECTIONS, networkPolicyRules } from './network-policy-rules';
import { NETWORK_POLICY } from './policies-of-pod';
import { policyExample } from './policy-example';

const EMPTY = (s: string): string =>
  `(!has(${s}.matchLabels) || size(${s}.matchLabels) == 0) && (!has(${s}.matchExpressions) || size(${s}.matchExpressions) == 0)`;
const BAD = `has(p.namespaceSelector) && !has(p.podSelector) && ${EMPTY('p.namespaceSelector')}`;
const PASSES = DIRECTIONS.map(
  ([list, end]) => `(!has(object.spec.${list}) || !object.spec.${list}.exists(r, has(r.${end}) && r.${end}.exists(p, ${BAD})))`,
).join(' && ');

export const networkPolicyEmptyPeerSelector = control({
  id: 'network-policy-empty-peer-selector',
  family: 'network',
  title: 'Select peers narrowly',
  severity: 'low',
  why: 'A peer of every namespace is every pod of the cluster: the policy looks like one, and lets in whoever was taken over anywhere.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors' },
  counterparts: { trivy: ['KSV-0038'], kyverno: ['restrict-networkpolicy-empty-podselector'] },
  notes: 'Beside a `podSelector` an empty `namespaceSelector` passes.',
  require: custom({
    reads: [NETWORK_POLICY],
    evaluate(subject, emit) {
      if (!isKind(NETWORK_POLICY, subject)) return false;
      for (const { peers } of networkPolicyRules(subject.object, emit)) {
        for (const { peer, at } of peers) {
          if (!isObject(peer.namespaceSelector) || (peer.podSelector ?? undefined) !== undefined) continue;
          const { matchLabels, matchExpressions } = peer.namespaceSelector;
          if ([matchLabels, matchExpressions].some((each: unknown) => Object.keys(each ?? {}).length > 0)) continue;
          emit({
            verdict: 'fail',
            path: [...at, 'namespaceSelector'],
            actual: peer.namespaceSelector,
            expected: 'a selector that asks for a label, or one beside a `podSelector`',
            fix: {
              op: 'manual',
              instructions: 'Ask for the namespace by its label `kubernetes.io/metadata.name`, or for the pods that are meant.',
            },
          });
        }
      }
      return true;
    },
    cel: celOfObject(`!has(object.spec) || (${PASSES})`),
    prose: 'no peer of a NetworkPolicy has an empty `namespaceSelector` without a `podSelector`',
  }),
  examples: {
    pass: [
      {
        because: 'one namespace',
        object: policyExample({ ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'web' } } }] }] }),
      },
      {
        because: 'some pods of every namespace',
        object: policyExample({ ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'api' } } }] }] }),
      },
      { because: 'no peer', object: policyExample() },
    ],
    fail: [
      { because: 'everybody comes in', object: policyExample({ ingress: [{ from: [{ namespaceSelector: {} }] }] }) },
      { because: 'everybody is called', object: policyExample({ egress: [{ to: [{ namespaceSelector: {} }] }] }) },
      { because: 'empty inside', object: policyExample({ ingress: [{ from: [{ namespaceSelector: { matchLabels: {} } }] }] }) },
    ],
  },
});
