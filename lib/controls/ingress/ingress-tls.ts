import { control } from '../control';
import { always, type Emit, isObject, type Json, listOf, type Rule } from '../requirement';
import { CLOUD_CERTIFICATE, hasCloudCertificate } from './cloud-certificates';
import { gatewayOverTls, routeOverTls } from './gateway-tls';
import { ingressExample, routeExample } from './ingress-examples';
import { INGRESSES, isIngress, rulesOf } from './ingress-kinds';

const COVERED =
  "object.spec.tls.exists(t, !has(t.hosts) || size(t.hosts) == 0 || t.hosts.exists(h, h == r.host || (h.startsWith('*.') && r.host.contains('.') && r.host.substring(r.host.indexOf('.')) == h.substring(1))))";
const PASSES = `!has(object.spec) || ${CLOUD_CERTIFICATE} || (has(object.spec.tls) && size(object.spec.tls) > 0 && (!has(object.spec.rules) || object.spec.rules.all(r, !has(r.host) || r.host == '' || ${COVERED})))`;

const instructions =
  'Name the hosts and the Secret with the certificate under `tls` (cert-manager makes it from an annotation), and let the controller redirect from HTTP.';

const ofIngress: Rule = {
  reads: INGRESSES,
  evaluate(subject, emit) {
    if (!isIngress(subject)) return false;
    const { object } = subject;
    if (isObject(object.spec) && !hasCloudCertificate(object)) judge(object, object.spec, emit);
    return true;
  },
  cel: { expression: PASSES, offenders: `(${PASSES}) ? [] : ['the Ingress']` },
  prose:
    '`tls` of an Ingress is not empty and covers every host of its rules, or an annotation names a certificate of the load balancer (Amazon, Google)',
};

export const ingressTls = control({
  id: 'ingress-tls',
  family: 'ingress',
  title: 'Serve ingress over TLS',
  severity: 'high',
  why: 'Whoever sits between the browser and the cluster reads the password and the session of every user, and writes what they see.',
  references: { nsa: 'Network: encryption' },
  counterparts: {
    kubescape: ['C-0263'],
    polaris: ['tlsSettingsMissing'],
    kyverno: ['require-ingress-https', 'ingress-host-match-tls'],
    gatekeeper: ['K8sHttpsOnly'],
  },
  notes:
    'An asterisk covers one label: `*.example.com` is `shop.example.com`, not `a.shop.example.com`. An entry without hosts covers all. A listener of a Gateway that speaks HTTP passes where every HTTPRoute of it, read together with it, only redirects to HTTPS. Of certificates that an annotation names (`alb.ingress.kubernetes.io/certificate-arn`, `networking.gke.io/managed-certificates`, `ingress.gcp.kubernetes.io/pre-shared-cert`) the hosts are not known: they count for all. Kubescape and Polaris ask that `tls` exists.',
  require: always(ofIngress, gatewayOverTls, routeOverTls),
  examples: {
    pass: [
      { because: 'its host has a certificate', object: ingressExample({}) },
      {
        because: 'an asterisk covers one label',
        object: ingressExample({ spec: { tls: [{ hosts: ['*.example.com'], secretName: 'all' }] } }),
      },
      { because: 'no hosts are all hosts', object: ingressExample({ spec: { tls: [{ secretName: 'web-tls' }] } }) },
      ...[
        { 'alb.ingress.kubernetes.io/certificate-arn': 'arn:aws:acm:eu-central-1:1:certificate/a' },
        {
          'alb.ingress.kubernetes.io/certificate-arn': 'arn:aws:acm:eu-central-1:1:certificate/a',
          'alb.ingress.kubernetes.io/listen-ports': '[{"HTTP":80},{"HTTPS":443}]',
        },
        { 'networking.gke.io/managed-certificates': 'web' },
        { 'ingress.gcp.kubernetes.io/pre-shared-cert': 'web' },
      ].map((annotations) => ({
        because: `TLS ends at the load balancer: ${Object.keys(annotations).join(', ')}`,
        object: ingressExample({ annotations, spec: { tls: undefined } }),
      })),
      { because: 'a listener that speaks HTTPS', object: gateway('HTTPS') },
      { because: 'HTTP only redirects', object: gateway('HTTP'), with: [redirect()] },
    ],
    fail: [
      { because: 'no certificate', object: ingressExample({ spec: { tls: undefined } }) },
      {
        because: 'a certificate that the load balancer never shows',
        object: ingressExample({
          annotations: {
            'alb.ingress.kubernetes.io/certificate-arn': 'arn:aws:acm:eu-central-1:1:certificate/a',
            'alb.ingress.kubernetes.io/listen-ports': '[{"HTTP":80}]',
          },
          spec: { tls: undefined },
        }),
      },
      { because: 'an empty list is none', object: ingressExample({ spec: { tls: [] } }) },
      {
        because: 'a certificate for another host',
        object: ingressExample({ spec: { tls: [{ hosts: ['example.com'], secretName: 'web' }] } }),
      },
      {
        because: 'an asterisk is no two labels',
        object: ingressExample({ host: 'a.shop.example.com', spec: { tls: [{ hosts: ['*.example.com'], secretName: 'all' }] } }),
      },
      { because: 'a listener that speaks HTTP', object: gateway('HTTP') },
      { because: 'a page over HTTP beside the redirect', object: gateway('HTTP'), with: [redirect(), routeExample({})] },
      {
        because: 'a route of OpenShift in the clear',
        object: {
          apiVersion: 'route.openshift.io/v1',
          kind: 'Route',
          metadata: { name: 'web' },
          spec: { host: 'shop.example.com', to: { kind: 'Service', name: 'web' } },
        },
      },
    ],
  },
});

function judge(object: Json, spec: Json, emit: Emit): void {
  const entries = listOf(spec.tls);
  const fix = { op: 'manual', instructions } as const;
  if (entries.length === 0) {
    emit({ verdict: 'fail', path: ['spec', 'tls'], actual: spec.tls ?? undefined, expected: 'set, with every host of the rules', fix });
    return;
  }
  const hosts = new Set(entries.flatMap((each) => (Array.isArray(each.hosts) ? each.hosts : [])));
  if (entries.some((each) => !Array.isArray(each.hosts) || each.hosts.length === 0)) return;
  for (const { rule, at } of rulesOf(object)) {
    const { host } = rule;
    if (typeof host !== 'string' || host === '' || hosts.has(host) || hosts.has(`*${host.slice(host.indexOf('.'))}`)) continue;
    emit({ verdict: 'fail', path: [...at, 'host'], actual: host, expected: 'a host that `tls` covers', fix });
  }
}

function gateway(protocol: string) {
  const tls = protocol === 'HTTPS' && { tls: { certificateRefs: [{ name: 'web-tls' }] } };
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'public' },
    spec: { gatewayClassName: 'public', listeners: [{ name: 'web', port: protocol === 'HTTPS' ? 443 : 80, protocol, ...tls }] },
  };
}

function redirect() {
  return routeExample({ rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }] });
}
