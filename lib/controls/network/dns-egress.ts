import { control } from '../control';
import { custom, isObject, type Json, type Neighbours, UNKNOWN } from '../requirement';
import { selects } from '../workload/label-selector';
import { workloadExample } from '../workload/workload-examples';
import { selectsNamespace } from './namespace-labels';
import { networkPolicyRules } from './network-policy-rules';
import { isSelectedByOthers } from './policies-of-other-dialects';
import { directionsOf, policiesOf } from './policies-of-pod';
import { policyExample } from './policy-example';

interface Resolver {
  readonly namespace: string;
  readonly labels: Json;
  readonly port: number;
}

/** What pods that answer names call their ports, where CoreDNS runs as kubeadm installs it. */
const NAMES: Readonly<Record<string, readonly string[]>> = { UDP: ['dns', 'domain'], TCP: ['dns-tcp', 'domain-tcp'] };
const PROTOCOLS = ['UDP', 'TCP'] as const;

/** Whether the ports of a rule let one of the resolver through. What is not known yet is taken for meant so. */
function allowsPort({ ports }: Json, protocol: string, wanted: number): boolean {
  if (!Array.isArray(ports) || ports.length === 0) return true;
  return ports.some((each: unknown) => {
    if (!isObject(each)) return each === UNKNOWN;
    const { port, endPort, protocol: own } = each;
    if (own !== UNKNOWN && (own ?? 'TCP') !== protocol) return false;
    if (port === undefined || port === null || port === UNKNOWN) return true;
    if (typeof port === 'string') return NAMES[protocol]?.includes(port) === true;
    return typeof endPort === 'number' ? port <= wanted && wanted <= endPort : port === wanted;
  });
}

/** Whether a rule names the port, so that a block of addresses in it may be the one of the resolver. */
function meansPort({ ports }: Json, wanted: number): boolean {
  return Array.isArray(ports) && ports.some((each: unknown) => isObject(each) && each.port === wanted);
}

function reachesResolver(
  rule: Json,
  peer: Json,
  own: string | undefined,
  { namespace, labels, port }: Resolver,
  neighbours: Neighbours,
): boolean {
  const { ipBlock, namespaceSelector, podSelector } = peer;
  if (isObject(ipBlock)) return String(ipBlock.cidr).endsWith('/0') || meansPort(rule, port);
  const inNamespace = isObject(namespaceSelector) ? selectsNamespace(namespaceSelector, namespace, neighbours) : own === namespace;
  return inNamespace && (!isObject(podSelector) || selects(podSelector, labels));
}

/** `k8s-app=kube-dns`, as selectors on a command line are written. */
function labelsFrom(texts: readonly string[]): Json {
  return Object.fromEntries(texts.map((each) => [each.split('=', 1)[0] ?? '', each.slice(each.indexOf('=') + 1)]));
}

export const dnsEgress = control({
  id: 'dns-egress',
  family: 'network',
  title: 'Allow DNS where egress is denied',
  severity: 'low',
  why: 'A pod that resolves no name does not work, and the repair that comes to mind first is to take the policy away, or to let everything out.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/' },
  counterparts: { kyverno: ['add-networkpolicy-dns'] },
  notes:
    'Both protocols, since an answer that does not fit into a datagram is asked for again by TCP. All policies that select the pod count together. A block of addresses counts where it is all of them, or where its rule names the port: it may be that of a cache on the node. Nothing is said of a pod that policies of Cilium or Calico select, nor where some of the whole cluster are read. A pod that asks for no names (`dnsPolicy: None` without servers, or a program that calls addresses) waives it.',
  parameters: {
    /** Where the pods are that answer names. */
    resolverNamespace: 'kube-system',
    /** Their labels, each `key=value`; `dns.operator.openshift.io/daemonset-dns=default` in openshift-dns. */
    resolverLabels: ['k8s-app=kube-dns'] as readonly string[],
    /** The port at which they listen themselves, behind their Service; 5353 on OpenShift. */
    resolverPort: 53,
  },
  require: ({ resolverNamespace, resolverLabels, resolverPort }) => {
    const resolver: Resolver = { namespace: resolverNamespace, labels: labelsFrom(resolverLabels), port: resolverPort };
    return custom({
      reads: 'pod',
      crossObject: true,
      evaluate({ pod, namespace, neighbours }, emit) {
        if (pod === undefined || pod.spec.hostNetwork === true) return false;
        const policies = policiesOf(pod, namespace, neighbours).filter((each) => directionsOf(each).includes('Egress'));
        if (policies.length === 0 || isSelectedByOthers(pod, namespace, neighbours) !== false) return false;
        const rules = policies.flatMap((each) => [...networkPolicyRules(each, () => {})]).filter(({ direction }) => direction === 'egress');
        for (const protocol of PROTOCOLS) {
          const isAllowed = rules.some(
            ({ rule, peers, unreadable }) =>
              allowsPort(rule, protocol, resolver.port) &&
              (unreadable || peers.length === 0 || peers.some(({ peer }) => reachesResolver(rule, peer, namespace, resolver, neighbours))),
          );
          if (isAllowed) continue;
          const instructions = `Add a NetworkPolicy that selects the pod and allows ${protocol} ${resolver.port} to the pods with ${resolverLabels.join(', ')} in ${resolver.namespace}.`;
          emit({
            verdict: 'fail',
            path: [...pod.at, 'metadata', 'labels'],
            actual: undefined,
            expected: `selected by a policy that allows ${protocol} ${resolver.port} to the resolver of the cluster`,
            fix: { op: 'manual', instructions },
          });
        }
        return true;
      },
      cel: { impossible: 'Which policies select a pod does not stand in the pod.' },
      prose: `a pod whose egress is denied may call the pods that answer names (${resolverLabels.join(', ')} in ${resolver.namespace}) on port ${resolver.port}, by UDP and by TCP`,
    });
  },
  examples: {
    pass: [
      { because: 'a rule for both protocols', object: workloadExample({}), with: [dns()] },
      { because: 'two policies together', object: workloadExample({}), with: [policyExample({}, { name: 'deny-all' }), dns()] },
      { because: 'every port of the resolver', object: workloadExample({}), with: [dns({ ports: undefined })] },
      { because: 'a range has the port in it', object: workloadExample({}), with: [dns({ ports: ports({ port: 50, endPort: 60 }) })] },
      { because: 'whoever it is', object: workloadExample({}), with: [dns({ to: undefined })] },
      {
        because: 'a cache on the node',
        object: workloadExample({}),
        with: [dns({ to: [{ ipBlock: { cidr: '169.254.20.10/32' } }] })],
      },
      {
        because: 'pods of another resolver, by the profile',
        parameters: {
          resolverNamespace: 'openshift-dns',
          resolverLabels: ['dns.operator.openshift.io/daemonset-dns=default'],
          resolverPort: 5353,
        },
        object: workloadExample({}),
        with: [dns({ to: [peer('openshift-dns', {})], ports: ports({ port: 5353 }) })],
      },
      { because: 'egress is free', object: workloadExample({}), with: [policyExample({ policyTypes: ['Ingress'] })] },
    ],
    fail: [
      { because: 'nothing goes out', object: workloadExample({}), with: [policyExample()] },
      { because: 'TCP is missing', object: workloadExample({}), with: [dns({ ports: [{ port: 53, protocol: 'UDP' }] })] },
      { because: 'a port is TCP where nothing else is said', object: workloadExample({}), with: [dns({ ports: [{ port: 53 }] })] },
      { because: 'another port', object: workloadExample({}), with: [dns({ ports: ports({ port: 54 }) })] },
      { because: 'another namespace', object: workloadExample({}), with: [dns({ to: [peer('kube-public', {})] })] },
      { because: 'other pods', object: workloadExample({}), with: [dns({ to: [peer('kube-system', { matchLabels: { app: 'web' } })] })] },
      { because: 'the pods of its own namespace', object: workloadExample({}), with: [dns({ to: [{ podSelector: {} }] })] },
      { because: 'it selects others', object: workloadExample({}), with: [policyExample(), dns({}, { matchLabels: { app: 'api' } })] },
    ],
  },
});

function peer(namespace: string, podSelector: Json): Json {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } }, podSelector };
}

function ports(each: Json): readonly Json[] {
  return PROTOCOLS.map((protocol) => ({ protocol, ...each }));
}

/** A policy that lets pods ask for names, with these fields in its rule. */
function dns(rule: Json = {}, podSelector: Json = {}): Json {
  const to = [peer('kube-system', { matchLabels: { 'k8s-app': 'kube-dns' } })];
  return policyExample({ podSelector, policyTypes: ['Egress'], egress: [{ to, ports: ports({ port: 53 }), ...rule }] }, { name: 'dns' });
}
