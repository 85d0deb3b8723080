import { control } from '../control';
import { custom, isObject, UNKNOWN, unknown } from '../requirement';
import { isKind, SERVICE } from '../workload/kinds';
import { serviceExample } from './service-example';

const FIELD = 'object.spec.allocateLoadBalancerNodePorts';
const PASSES = `!has(object.spec) || !has(object.spec.type) || object.spec.type != 'LoadBalancer' || (has(${FIELD}) && ${FIELD} == false)`;

export const loadBalancerNodePorts = control({
  id: 'load-balancer-node-ports',
  family: 'service',
  title: 'Open no node ports behind a load balancer',
  severity: 'low',
  why: 'Beside the load balancer every node listens too: who reaches a node comes in past the ranges and the firewall of the load balancer.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/services-networking/service/#load-balancer-nodeport-allocation' },
  counterparts: {},
  notes:
    'Only for load balancers that reach pods directly (those of most clouds can be told to); others need the node ports. An API server fills in `true` where nothing is written.',
  require: custom({
    reads: [SERVICE],
    evaluate(subject, emit) {
      if (!isKind(SERVICE, subject)) return false;
      const { spec } = subject.object;
      if (!isObject(spec) || spec.type !== 'LoadBalancer') return true;
      const actual: unknown = spec.allocateLoadBalancerNodePorts ?? undefined;
      const path = ['spec', 'allocateLoadBalancerNodePorts'];
      if (actual === UNKNOWN) emit(unknown(path, '`false`'));
      else if (actual !== false) {
        const instructions = 'Set it to `false` where the load balancer sends to the pods themselves.';
        emit({ verdict: 'fail', path, actual, expected: '`false`', fix: { op: 'manual', instructions } });
      }
      return true;
    },
    cel: { expression: PASSES, offenders: `(${PASSES}) ? [] : ['the Service']` },
    prose: '`allocateLoadBalancerNodePorts` of a Service of type LoadBalancer is `false`',
  }),
  examples: {
    pass: [
      { because: 'no load balancer', object: serviceExample({}) },
      { because: 'it reaches the pods', object: serviceExample({ type: 'LoadBalancer', allocateLoadBalancerNodePorts: false }) },
    ],
    fail: [
      { because: 'every node listens by default', object: serviceExample({ type: 'LoadBalancer' }) },
      { because: 'it is told to', object: serviceExample({ type: 'LoadBalancer', allocateLoadBalancerNodePorts: true }) },
    ],
  },
});
