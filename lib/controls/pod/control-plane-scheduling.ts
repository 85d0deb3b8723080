import { control } from '../control';
import { all, custom, isObject, listOf, pod, type Rule, saying, UNKNOWN, unknown, type ValueTest } from '../requirement';
import { celList } from '../requirement/text';

const ROLES = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];

const tolerated: ValueTest<object> = {
  absent: true,
  accepts(toleration) {
    if (!isObject(toleration)) return false;
    const { key, operator } = toleration;
    const everyKey = key === undefined || key === null || key === '';
    return everyKey ? operator !== 'Exists' : !ROLES.includes(key);
  },
  prose: 'a toleration that lets the pod onto no control plane node',
  cel: (value) =>
    `(has(${value}.key) && ${value}.key != '' ? !(${value}.key in ${celList(ROLES)}) : !has(${value}.operator) || ${value}.operator != 'Exists')`,
  fix: () => ({ op: 'manual', instructions: 'Take the toleration out, or name the taint of the nodes that the pod is for.' }),
};

/** In the words of an API server. A pod that has been placed has conditions; the node stands in it ever after. */
const PLACED_ALREADY =
  "(object.kind == 'Pod' && has(object.status) && has(object.status.conditions) && size(object.status.conditions) > 0)";
const NODE = `(!has(variables.spec.nodeName) || variables.spec.nodeName == '' || ${PLACED_ALREADY})`;
const SELECTOR = `(!has(variables.spec.nodeSelector) || !variables.spec.nodeSelector.exists(k, k in ${celList(ROLES)}))`;

const placed: Rule = {
  reads: 'pod',
  evaluate({ pod: subject, object }, emit) {
    if (subject === undefined) return false;
    const { nodeName, nodeSelector } = subject.spec;
    const at = [...subject.at, 'spec'];
    const placedAlready = subject.at.length === 0 && isObject(object.status) && listOf(object.status.conditions).length > 0;
    if (nodeName === UNKNOWN) emit(unknown([...at, 'nodeName'], 'absent'));
    else if (nodeName !== undefined && nodeName !== null && nodeName !== '' && !placedAlready) {
      const instructions = 'Take nodeName out: the scheduler chooses the node, by nodeSelector, affinity and taints.';
      emit({ verdict: 'fail', path: [...at, 'nodeName'], actual: nodeName, expected: 'absent', fix: { op: 'manual', instructions } });
    }
    for (const role of ROLES) {
      const actual: unknown = isObject(nodeSelector) ? nodeSelector[role] : undefined;
      if (actual === undefined) continue;
      const instructions = 'Take the label out, or select the nodes that the pod is for.';
      emit({ verdict: 'fail', path: [...at, 'nodeSelector', role], actual, expected: 'absent', fix: { op: 'manual', instructions } });
    }
    return true;
  },
  cel: {
    expression: `${NODE} && ${SELECTOR}`,
    offenders: `(${NODE} ? [] : ['nodeName']) + (${SELECTOR} ? [] : ['nodeSelector'])`,
  },
  prose: 'in the pod there is no `nodeName`, and no `nodeSelector` on the label of control plane nodes',
};

export const controlPlaneScheduling = control({
  id: 'control-plane-scheduling',
  family: 'pod',
  title: 'Stay off control plane nodes',
  severity: 'medium',
  why: 'On a control plane node a break-out ends beside etcd and the keys of the cluster.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/' },
  counterparts: {
    kyverno: ['restrict-controlplane-scheduling', 'restrict-node-selection'],
  },
  notes:
    'Agents that run on every node (DaemonSets for logs, metrics, network) are the usual waiver. `nodeName` of a running pod is not counted, since the scheduler writes it there. Affinity is not read: without a toleration it leads to no control plane node.',
  require: all(saying('in the pod no toleration leads onto control plane nodes', pod('tolerations[]', tolerated)), custom(placed)),
  examples: {
    pass: [
      { because: 'the scheduler keeps it off', pod: {} },
      { because: 'another taint', pod: { tolerations: [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }] } },
      { because: 'a label that ordinary nodes have', pod: { nodeSelector: { 'kubernetes.io/arch': 'arm64' } } },
    ],
    fail: [
      { because: 'it may run there', pod: { tolerations: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] } },
      { because: 'by the old name', pod: { tolerations: [{ key: 'node-role.kubernetes.io/master', operator: 'Exists' }] } },
      { because: 'it tolerates every taint', pod: { tolerations: [{ operator: 'Exists' }] } },
      { because: 'so it does with one effect', pod: { tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }] } },
      { because: 'it must run there', pod: { nodeSelector: { 'node-role.kubernetes.io/control-plane': '' } } },
      { because: 'it goes past the scheduler, and so past every taint', pod: { nodeName: 'worker-1' } },
    ],
  },
});
