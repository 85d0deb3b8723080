import { control } from '../control';
import { cachedByList, custom, isObject, listOf, type Subject } from '../requirement';
import { serviceExample } from '../service/service-example';
import { isKind, SERVICE } from '../workload/kinds';
import { type Backend, backendsOf } from './backends';
import { ingressExample, routeExample } from './ingress-examples';
import { INGRESSES, isIngress, REFERENCE_GRANT, ROUTES } from './ingress-kinds';

export const danglingIngress = control({
  id: 'dangling-ingress',
  family: 'ingress',
  title: 'Route only to services that exist',
  severity: 'low',
  why: 'A route to a Service that is not there waits for whoever makes one of that name: it gets the traffic of the host, and the passwords in it.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource' },
  counterparts: {
    kubeLinter: ['dangling-ingress'],
    kubescape: ['C-0298', 'C-0302'],
    kubeScore: ['ingress-targets-service'],
  },
  notes:
    'Only what is read together is known: nothing is said where no Service is read at all. A route to another namespace needs a ReferenceGrant there. Backends that are no Services, and those that an annotation describes (`use-annotation`), are not asked.',
  require: custom({
    reads: [...INGRESSES, ...ROUTES],
    crossObject: true,
    evaluate(subject, emit) {
      if (!isIngress(subject) && !ROUTES.some((each) => isKind(each, subject))) return false;
      if (subject.neighbours.everywhere(SERVICE.group, SERVICE.kind).length === 0) return false;
      for (const backend of backendsOf(subject)) {
        const missing = missingOf(backend, subject);
        if (missing === undefined) continue;
        const { at, actual, expected } = missing;
        const instructions = 'Name a Service that exists, and one of its ports; or take the route out until there is one.';
        emit({ verdict: 'fail', path: [...backend.at, ...at], actual, expected, fix: { op: 'manual', instructions } });
      }
      return true;
    },
    cel: { impossible: 'Which Services there are does not stand in the route.' },
    prose: 'every backend of an Ingress or of a route is a Service that exists, with that port',
  }),
  examples: {
    pass: [
      { because: 'the Service has the port', object: ingressExample({}), with: [serviceExample({})] },
      {
        because: 'the other namespace allows it',
        object: routeExample({ rules: [{ backendRefs: [{ name: 'web', namespace: 'shop', port: 80 }] }] }, 'edge'),
        with: [serviceExample({}, { namespace: 'shop' }), grant('edge')],
      },
      { because: 'what is not read is not known', object: ingressExample({}) },
    ],
    fail: [
      { because: 'nothing is called so', object: ingressExample({}), with: [serviceExample({}, { name: 'api' })] },
      { because: 'the Service has another port', object: ingressExample({}), with: [serviceExample({ ports: [{ port: 8080 }] })] },
      {
        because: 'the other namespace allows somebody else',
        object: routeExample({ rules: [{ backendRefs: [{ name: 'web', namespace: 'shop', port: 80 }] }] }, 'edge'),
        with: [serviceExample({}, { namespace: 'shop' }), grant('monitoring')],
      },
    ],
  },
});

function missingOf({ name, namespace, port, nameAt, portAt }: Backend, subject: Subject) {
  const { neighbours } = subject;
  const service = neighbours.find(SERVICE.group, SERVICE.kind, namespace, name);
  if (service === undefined) return { at: nameAt, actual: name, expected: 'the name of a Service that exists in the namespace' };
  if (namespace !== subject.namespace && !isGranted(name, namespace, subject))
    return { at: ['namespace'], actual: namespace, expected: 'a namespace with a ReferenceGrant for this route' };
  const ports = listOf(isObject(service.spec) ? service.spec.ports : undefined);
  const isThere = ports.length === 0 || ports.some((each) => each.port === port || each.name === port);
  return port === undefined || isThere ? undefined : { at: portAt, actual: port, expected: `a port of the Service ${name}` };
}

/** What the ReferenceGrants of a namespace allow: the names of Services by who routes to them, `*` for all. */
const grants = cachedByList((list) => {
  const allowed = new Map<string, Set<string>>();
  for (const { spec } of list) {
    if (!isObject(spec)) continue;
    const names = listOf(spec.to).flatMap(({ kind, name = '*' }) => (kind === SERVICE.kind ? [String(name)] : []));
    for (const { group, kind, namespace } of listOf(spec.from)) {
      const from = fromKey(group, kind, namespace);
      allowed.set(from, new Set([...(allowed.get(from) ?? []), ...names]));
    }
  }
  return allowed;
});

function fromKey(...of: readonly unknown[]): string {
  return of.map(String).join('\n');
}

function isGranted(name: string, namespace: string | undefined, from: Subject): boolean {
  const allowed = grants(from.neighbours.list(REFERENCE_GRANT.group, REFERENCE_GRANT.kind, namespace)).get(
    fromKey(from.group, from.kind, from.namespace),
  );
  return allowed !== undefined && (allowed.has('*') || allowed.has(name));
}

function grant(namespace: string) {
  const spec = { from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace }], to: [{ group: '', kind: 'Service' }] };
  return { apiVersion: 'gateway.networking.k8s.io/v1beta1', kind: 'ReferenceGrant', metadata: { name: 'edge', namespace: 'shop' }, spec };
}
