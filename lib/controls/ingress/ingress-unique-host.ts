import { control } from '../control';
import { cachedByList, custom, isObject, type Json } from '../requirement';
import { ingressExample } from './ingress-examples';
import { INGRESS, INGRESSES, isIngress, pathsOf } from './ingress-kinds';

/** Who claims a host and a path, by class of controller. */
const claims = cachedByList((list) => {
  const namespaces = new Map<string, Set<string>>();
  for (const ingress of list) {
    const namespace = namespaceOf(ingress);
    if (namespace === undefined) continue; // where it is applied decides
    for (const { key } of claimsOf(ingress)) namespaces.set(key, (namespaces.get(key) ?? new Set()).add(namespace));
  }
  return namespaces;
});

export const ingressUniqueHost = control({
  id: 'ingress-unique-host',
  family: 'ingress',
  title: 'Claim each host once',
  severity: 'medium',
  why: 'Whoever claims the host and path of another namespace in his own gets its requests, with the cookies and passwords in them.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#name-based-virtual-hosting' },
  counterparts: {
    kyverno: ['unique-ingress-host', 'unique-ingress-host-and-path'],
    gatekeeper: ['K8sUniqueIngressHost'],
  },
  notes:
    'Compared are host and path among Ingresses of one class that are read together and say their namespace. Several paths of a host in several namespaces pass here; K8sUniqueIngressHost objects to them.',
  require: custom({
    reads: INGRESSES,
    crossObject: true,
    evaluate(subject, emit) {
      const { object, neighbours, namespace } = subject;
      if (!isIngress(subject) || namespace === undefined) return false;
      const known = claims(neighbours.everywhere(INGRESS.group, INGRESS.kind));
      for (const { key, at, host } of claimsOf(object)) {
        const others = [...(known.get(key) ?? [])].filter((each) => each !== namespace).sort();
        if (others.length === 0) continue;
        const instructions = `Decide which namespace the host belongs to (${[namespace, ...others].join(', ')}), and take it out of the others.`;
        const expected = `claimed with this path by no other namespace; ${others.join(' and ')} does too`;
        emit({ verdict: 'fail', path: at, actual: host || undefined, expected, fix: { op: 'manual', instructions } });
      }
      return true;
    },
    cel: { impossible: 'What other Ingresses claim does not stand in this one.' },
    prose: 'no host and path of an Ingress is claimed in two namespaces',
  }),
  examples: {
    pass: [
      { because: 'nobody else has it', object: ingressExample({ namespace: 'shop' }) },
      {
        because: 'another path of the host',
        object: ingressExample({ namespace: 'shop' }),
        with: [ingressExample({ namespace: 'blog', path: '/blog' })],
      },
      {
        because: 'another controller',
        object: ingressExample({ namespace: 'shop' }),
        with: [ingressExample({ namespace: 'blog', spec: { ingressClassName: 'internal' } })],
      },
    ],
    fail: [
      { because: 'two namespaces claim it', object: ingressExample({ namespace: 'shop' }), with: [ingressExample({ namespace: 'blog' })] },
      {
        because: 'two namespaces claim everything',
        object: ingressExample({ namespace: 'shop', host: undefined }),
        with: [ingressExample({ namespace: 'blog', host: undefined })],
      },
      {
        because: 'one of its paths is taken',
        object: ingressExample({ namespace: 'shop', path: '/pay' }),
        with: [ingressExample({ namespace: 'blog' }), ingressExample({ namespace: 'evil', path: '/pay' })],
      },
    ],
  },
});

function namespaceOf({ metadata }: Json): string | undefined {
  return isObject(metadata) && typeof metadata.namespace === 'string' ? metadata.namespace : undefined;
}

const CLASS = 'kubernetes.io/ingress.class';

function claimsOf(ingress: Json) {
  const { spec, metadata } = ingress;
  const annotation: unknown = isObject(metadata) && isObject(metadata.annotations) ? metadata.annotations[CLASS] : undefined;
  const className = String((isObject(spec) ? spec.ingressClassName : undefined) ?? annotation ?? '');
  return pathsOf(ingress).map(({ host, path, at }) => ({
    key: JSON.stringify([className, typeof host === 'string' ? host.toLowerCase() : '', String(path.path ?? '/')]),
    host: typeof host === 'string' ? host : '',
    at: [...at.slice(0, 3), 'host'],
  }));
}
