import { control } from '../control';
import { custom, isObject, type Json, UNKNOWN, unknown } from '../requirement';
import { celList, celLiteral } from '../requirement/text';
import { isKind, SERVICE } from '../workload/kinds';
import { INTERNAL_ANNOTATIONS, INTERNAL_CLASSES, INTERNAL_SUBNET_ANNOTATION } from './internal-load-balancer';
import { serviceExample } from './service-example';

/** The whole of IPv4 or IPv6, or a half of it. */
const EVERYBODY = '/0*[01]$';
const everybody = new RegExp(EVERYBODY);
const INTERNAL = new Set(INTERNAL_ANNOTATIONS);

const EXPECTED = 'internal (by the annotation of the provider), or bounded by `loadBalancerSourceRanges`';
const RANGES = 'object.spec.loadBalancerSourceRanges';
const PASSES = [
  `!has(object.spec) || !has(object.spec.type) || object.spec.type != 'LoadBalancer'`,
  `(has(object.spec.loadBalancerClass) && object.spec.loadBalancerClass in ${celList(INTERNAL_CLASSES)})`,
  `(has(object.metadata.annotations) && object.metadata.annotations.exists(k, (k == ${celLiteral(INTERNAL_SUBNET_ANNOTATION)} && object.metadata.annotations[k] != '') || (k + '=' + object.metadata.annotations[k]) in ${celList(INTERNAL_ANNOTATIONS)}))`,
  `(has(${RANGES}) && size(${RANGES}) > 0 && !${RANGES}.exists(r, r.matches(${celLiteral(EVERYBODY)})))`,
].join(' || ');

export const loadBalancerService = control({
  id: 'load-balancer-service',
  family: 'service',
  title: 'Expose load balancers on purpose',
  severity: 'medium',
  why: 'By default a load balancer has a public address: the Internet finds the program within minutes, past the Ingress and all that it checks.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer' },
  counterparts: {
    kubeLinter: ['exposed-services'],
    kubescape: ['C-0256'],
    kyverno: ['no-loadbalancer-service'],
    gatekeeper: ['K8sBlockLoadBalancer'],
  },
  notes:
    'The one that is meant for everybody, such as that of the ingress controller, needs a waiver. Known are the annotations of AWS, Azure (`true`, in small letters alone), Google, OpenStack, Oracle, IBM, Alibaba, Baidu, Tencent, DigitalOcean, Scaleway and Hetzner, and the internal classes of Google. Not every provider heeds `loadBalancerSourceRanges`.',
  require: custom({
    reads: [SERVICE],
    evaluate(subject, emit) {
      if (!isKind(SERVICE, subject)) return false;
      const { spec, metadata } = subject.object;
      if (!isObject(spec) || spec.type !== 'LoadBalancer') return true;
      const ranges: unknown = spec.loadBalancerSourceRanges;
      const where = ['spec', 'loadBalancerSourceRanges'];
      if (INTERNAL_CLASSES.includes(spec.loadBalancerClass) || isInternal(metadata) || isBounded(ranges)) return true;
      if (ranges === UNKNOWN || (Array.isArray(ranges) && ranges.includes(UNKNOWN))) {
        emit(unknown(where, EXPECTED));
        return true;
      }
      const isWritten = Array.isArray(ranges) && ranges.length > 0;
      emit({
        verdict: 'fail',
        path: isWritten ? where : ['spec', 'type'],
        actual: isWritten ? ranges : spec.type,
        expected: EXPECTED,
        fix: {
          op: 'manual',
          instructions:
            'Make it a ClusterIP behind an Ingress or a Gateway, or say who may come: the annotation of the provider for an internal load balancer, or `loadBalancerSourceRanges`.',
        },
      });
      return true;
    },
    cel: { expression: PASSES, offenders: `(${PASSES}) ? [] : ['the Service']` },
    prose: `a Service of type LoadBalancer is ${EXPECTED}`,
  }),
  examples: {
    pass: [
      { because: 'it stays in the cluster', object: serviceExample({}) },
      {
        because: 'only the private network reaches it',
        object: serviceExample({ type: 'LoadBalancer' }, { annotations: { 'networking.gke.io/load-balancer-type': 'Internal' } }),
      },
      {
        because: 'it has an address of a private subnet',
        object: serviceExample(
          { type: 'LoadBalancer' },
          { annotations: { 'service.kubernetes.io/qcloud-loadbalancer-internal-subnetid': 'subnet-1' } },
        ),
      },
      {
        because: 'its class is internal',
        object: serviceExample({ type: 'LoadBalancer', loadBalancerClass: 'networking.gke.io/l4-regional-internal' }),
      },
      {
        because: 'only the office reaches it',
        object: serviceExample({ type: 'LoadBalancer', loadBalancerSourceRanges: ['203.0.113.0/24'] }),
      },
    ],
    fail: [
      { because: 'everybody reaches it', object: serviceExample({ type: 'LoadBalancer' }) },
      {
        because: 'a range that is everybody',
        object: serviceExample({ type: 'LoadBalancer', loadBalancerSourceRanges: ['203.0.113.0/24', '0.0.0.0/0'] }),
      },
      {
        because: 'the controller of Azure takes other letters for no',
        object: serviceExample(
          { type: 'LoadBalancer' },
          { annotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'True' } },
        ),
      },
      {
        because: 'said to be public',
        object: serviceExample(
          { type: 'LoadBalancer' },
          { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing' } },
        ),
      },
    ],
  },
});

function isInternal(metadata: unknown): boolean {
  const annotations: unknown = isObject(metadata) ? metadata.annotations : undefined;
  if (!isObject(annotations)) return false;
  if (annotations[INTERNAL_SUBNET_ANNOTATION]) return true;
  return Object.entries(annotations as Json).some(([key, value]) => INTERNAL.has(`${key}=${String(value)}`));
}

function isBounded(ranges: unknown): boolean {
  return Array.isArray(ranges) && ranges.length > 0 && ranges.every((each) => typeof each === 'string' && !everybody.test(each));
}
