import { control } from '../control';
import { always, type Emit, isObject, type KindRef, type Path, type Rule, UNKNOWN, unknown } from '../requirement';
import { isKind } from '../workload/kinds';
import { ingressExample, routeExample, WEB_BACKEND } from './ingress-examples';
import { HTTP_ROUTE, INGRESSES, isIngress, rulesOf } from './ingress-kinds';

const VIRTUAL_SERVICE: KindRef = { group: 'networking.istio.io', kind: 'VirtualService' };
const EXPECTED = 'a host without an asterisk';
const fix = { op: 'manual', instructions: 'Name the hosts that are meant, one by one.' } as const;

const GOOD_HOST = "h != '' && !h.contains('*')";
const INGRESS_PASSES = [
  `!has(object.spec) || !has(object.spec.rules)`,
  `(object.spec.rules.all(r, has(r.host) && r.host != '' && !r.host.contains('*')) && !(has(object.spec.defaultBackend) && size(object.spec.rules) > 0))`,
].join(' || ');

const ofIngress: Rule = {
  reads: INGRESSES,
  evaluate(subject, emit) {
    if (!isIngress(subject)) return false;
    const rules = rulesOf(subject.object);
    for (const { rule, at } of rules) judgeHost(rule.host, [...at, 'host'], emit);
    const { spec } = subject.object;
    if (rules.length > 0 && isObject(spec) && isObject(spec.defaultBackend)) {
      const instructions = 'Take it out, or give it an Ingress of its own: beside hosts it answers for every other host, too.';
      const path = ['spec', 'defaultBackend'];
      emit({ verdict: 'fail', path, actual: spec.defaultBackend, expected: 'absent beside hosts', fix: { op: 'manual', instructions } });
    }
    return true;
  },
  cel: { expression: INGRESS_PASSES, offenders: `(${INGRESS_PASSES}) ? [] : ['the Ingress']` },
  prose: `\`host\` of every rule of an Ingress is ${EXPECTED}, and no \`defaultBackend\` stands beside hosts`,
};

/** A list of hosts, which must be there. */
function ofHosts(kind: KindRef, field: string): Rule {
  const passes = `has(object.spec) && has(object.spec.${field}) && size(object.spec.${field}) > 0 && object.spec.${field}.all(h, ${GOOD_HOST})`;
  return {
    reads: [kind],
    evaluate(subject, emit) {
      if (!isKind(kind, subject)) return false;
      const { spec } = subject.object;
      const hosts: unknown = isObject(spec) ? spec[field] : undefined;
      if (Array.isArray(hosts) && hosts.length > 0)
        for (const [index, host] of hosts.entries()) judgeHost(host, ['spec', field, index], emit);
      else judgeHost(hosts === UNKNOWN ? UNKNOWN : undefined, ['spec', field], emit);
      return true;
    },
    cel: { expression: passes, offenders: `(${passes}) ? [] : ['the ' + object.kind]` },
    prose: `each of \`${field}\` of a ${kind.kind} is ${EXPECTED}, and there is one`,
  };
}

export const ingressWildcardHost = control({
  id: 'ingress-wildcard-host',
  family: 'ingress',
  title: 'Claim no wildcard or empty host',
  severity: 'medium',
  why: 'Who claims every host gets the requests for names that nobody claimed yet, or that another team forgot: a phishing page under the real name.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards' },
  counterparts: {
    kyverno: ['restrict-ingress-wildcard', 'disallow-empty-ingress-host', 'restrict-virtual-service-wildcard'],
    gatekeeper: ['K8sBlockWildcardIngress'],
  },
  notes:
    'An HTTPRoute without `hostnames` answers for every host of the listener. The one page for all that is left, and the one redirect to HTTPS, need a waiver.',
  require: always(ofIngress, ofHosts(HTTP_ROUTE, 'hostnames'), ofHosts(VIRTUAL_SERVICE, 'hosts')),
  examples: {
    pass: [
      { because: 'one host', object: ingressExample({}) },
      { because: 'a route with its hosts', object: routeExample({}) },
      { because: 'a Service of the mesh', object: virtualService('web.shop.svc.cluster.local') },
    ],
    fail: [
      { because: 'no host is every host', object: ingressExample({ host: undefined }) },
      { because: 'every name of a domain', object: ingressExample({ host: '*.example.com' }) },
      { because: 'it answers for all others besides', object: ingressExample({ spec: { defaultBackend: WEB_BACKEND } }) },
      { because: 'a route for every host', object: routeExample({ hostnames: undefined }) },
      { because: 'everything in the mesh', object: virtualService('*') },
    ],
  },
});

function judgeHost(host: unknown, path: Path, emit: Emit): void {
  if (host === UNKNOWN) emit(unknown(path, EXPECTED));
  else if (typeof host !== 'string' || host === '' || host.includes('*'))
    emit({ verdict: 'fail', path, actual: host ?? undefined, expected: EXPECTED, fix });
}

function virtualService(host: string) {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'web' },
    spec: { hosts: [host], http: [{ route: [{ destination: { host: 'web' } }] }] },
  };
}
