import type { Json } from '../../lib/controls/requirement';

/** A second reading of the specifications, as plainly as they are written, for sets of pods with addresses of their own. */
export interface PlainPod {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly namespaceLabels: Readonly<Record<string, string>>;
  readonly ports: readonly Json[];
  readonly ip: string;
}

type Labels = Readonly<Record<string, string>>;

const items = (value: unknown): readonly Json[] => (Array.isArray(value) ? value : []);
const words = (value: unknown): readonly string[] => (Array.isArray(value) ? value : []);
const json = (value: unknown): Json => Object(value);

/** The pods of a set, and the labels of their namespaces. */
export function plainPods(pods: readonly Json[], namespaces: readonly Json[]): readonly PlainPod[] {
  const labelsOf = (name: string): Labels =>
    json(json(namespaces.find((each) => json(each.metadata).name === name)?.metadata).labels) as Labels;
  return pods.map((pod) => {
    const { name, namespace, labels = {} } = json(pod.metadata);
    return {
      name: `${namespace}/Pod/${name}`,
      namespace: String(namespace),
      labels: labels as Labels,
      namespaceLabels: { ...labelsOf(String(namespace)), 'kubernetes.io/metadata.name': String(namespace) },
      ports: items(json(items(json(pod.spec).containers)[0]).ports),
      ip: String(json(pod.status).podIP),
    };
  });
}

function selects(selector: unknown, labels: Labels): boolean {
  const { matchLabels, matchExpressions } = json(selector);
  for (const [key, value] of Object.entries(json(matchLabels))) if (labels[key] !== value) return false;
  for (const { key, operator, values } of items(matchExpressions)) {
    const value = labels[String(key)];
    if (operator === 'In' && (value === undefined || !words(values).includes(value))) return false;
    if (operator === 'NotIn' && value !== undefined && words(values).includes(value)) return false;
    if (operator === 'Exists' && value === undefined) return false;
    if (operator === 'DoesNotExist' && value !== undefined) return false;
  }
  return true;
}

function number(ip: string): number {
  return ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function contains(cidr: unknown, ip: string): boolean {
  const [address = '', bits] = String(cidr).split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(ip) / size) === Math.floor(number(address) / size);
}

/** The API reference of NetworkPolicy: does any peer of the list match? */
function isPeer(peers: unknown, namespace: string, other: PlainPod | string): boolean {
  if (items(peers).length === 0) return true;
  const ip = typeof other === 'string' ? other : other.ip;
  return items(peers).some(({ podSelector, namespaceSelector, ipBlock }) => {
    if (ipBlock !== undefined) return contains(json(ipBlock).cidr, ip) && !words(json(ipBlock).except).some((each) => contains(each, ip));
    if (typeof other === 'string') return false;
    if (namespaceSelector === undefined ? other.namespace !== namespace : !selects(namespaceSelector, other.namespaceLabels)) return false;
    return selects(podSelector, other.labels);
  });
}

function isPort(ports: unknown, destination: PlainPod | string, protocol: string, asked: number): boolean {
  if (items(ports).length === 0) return true;
  return items(ports).some(({ port, endPort, protocol: own = 'TCP' }) => {
    if (own !== protocol) return false;
    if (port === undefined) return true;
    if (typeof port === 'number') return asked >= port && asked <= Number(endPort ?? port);
    const named = typeof destination === 'string' ? [] : destination.ports;
    return named.some((each) => each.name === port && each.containerPort === asked && (each.protocol ?? 'TCP') === protocol);
  });
}

/** NetworkPolicies: is a connection allowed? */
export function allowedByNetworkPolicies(policies: readonly Json[], from: PlainPod | string, to: PlainPod | string, port: string): boolean {
  const [protocol = '', text] = port.split('/');
  const side = (subject: PlainPod | string, other: PlainPod | string, type: 'Ingress' | 'Egress'): boolean => {
    if (typeof subject === 'string') return true;
    const own = policies.filter((policy) => {
      const spec = json(policy.spec);
      const types = spec.policyTypes ?? (items(spec.egress).length > 0 ? ['Ingress', 'Egress'] : ['Ingress']);
      return (
        json(policy.metadata).namespace === subject.namespace && selects(spec.podSelector, subject.labels) && words(types).includes(type)
      );
    });
    if (own.length === 0) return true;
    return own.some((policy) =>
      items(json(policy.spec)[type.toLowerCase()]).some(
        (rule) =>
          isPeer(rule[type === 'Ingress' ? 'from' : 'to'], subject.namespace, other) && isPort(rule.ports, to, protocol, Number(text)),
      ),
    );
  };
  return side(from, to, 'Egress') && side(to, from, 'Ingress');
}

/** A condition on labels, with its selector as Calico writes it: the text is what is tested. */
export interface PlainCondition {
  readonly text: string;
  readonly holds: (labels: Labels) => boolean;
}

/** A rule of Calico whose selectors are told twice. */
export interface PlainRule {
  readonly action: 'Allow' | 'Deny' | 'Pass' | 'Log';
  readonly source?: PlainCondition;
  readonly ports?: readonly [number, number];
}

/** A policy of Calico for ingress; of a namespace, or global. */
export interface PlainCalicoPolicy {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly tier: 'first' | 'default' | 'last';
  readonly order: number | undefined;
  readonly subject: PlainCondition;
  readonly rules: readonly PlainRule[];
}

/** In the order of their tiers: whether what no rule matches is passed on. */
export const PLAIN_TIERS = [
  { name: 'first', order: 10, passes: false },
  { name: 'default', order: 1_000_000, passes: false },
  { name: 'last', order: 2_000_000, passes: true },
] as const;

/** Calico's own words: tiers by order, in them policies by order and name, in them rules; first match, then the end of the tier. */
export function allowedByCalico(policies: readonly PlainCalicoPolicy[], from: PlainPod, to: PlainPod, port: string): boolean {
  const [protocol, text] = port.split('/');
  for (const tier of PLAIN_TIERS) {
    const own = policies
      .filter(
        (each) =>
          each.tier === tier.name && (each.namespace === undefined || each.namespace === to.namespace) && each.subject.holds(to.labels),
      )
      .sort((a, b) => (a.order ?? 1e9) - (b.order ?? 1e9) || (a.name < b.name ? -1 : 1));
    if (own.length === 0) continue;
    const decision = own
      .flatMap(({ namespace, rules }) => rules.map((rule) => ({ namespace, ...rule })))
      .find(({ action, source, ports, namespace }) => {
        if (action === 'Log') return false;
        if (ports !== undefined && (protocol !== 'TCP' || Number(text) < ports[0] || Number(text) > ports[1])) return false;
        return source === undefined || ((namespace === undefined || namespace === from.namespace) && source.holds(from.labels));
      })?.action;
    if (decision === 'Allow') return true;
    if (decision === 'Deny' || (decision === undefined && !tier.passes)) return false;
  }
  return true;
}
