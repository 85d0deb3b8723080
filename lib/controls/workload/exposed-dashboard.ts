import { control } from '../control';
import { custom, type Emit, isObject, type KindRef, type Path, type Subject } from '../requirement';
import {
  type BackendReference,
  type InterfaceSearch,
  ingressBackends,
  interfaceBehind,
  isAuthenticated,
  routeBackends,
  searchOf,
} from './dashboard-interfaces';
import { isKind, SERVICE } from './kinds';
import { workloadExample } from './workload-examples';

const INGRESSES: readonly KindRef[] = [
  { group: 'networking.k8s.io', kind: 'Ingress' },
  { group: 'extensions', kind: 'Ingress' },
];
const ROUTES: readonly KindRef[] = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'].map((kind) => ({
  group: 'gateway.networking.k8s.io',
  kind,
}));

const parameters: { readonly interfaces: readonly string[]; readonly proxies: readonly string[] } = {
  /** Words by which an administration interface is known: of the repository of an image, of a name, of a label. */
  interfaces: [
    'kubernetes-dashboard',
    'kubernetesui/dashboard',
    'argocd-server',
    'argo-server',
    'jenkins',
    'weave-scope',
    'weaveworks/scope',
    'kubeflow',
    'centraldashboard',
    'jupyter',
    'jupyterhub',
  ],
  /** Words of the repository of an image that authenticates before the interface, in the same pod. */
  proxies: [
    'oauth2-proxy',
    'oauth2_proxy',
    'kube-rbac-proxy',
    'kube-oidc-proxy',
    'keycloak-gatekeeper',
    'gogatekeeper',
    'pomerium',
    'vouch-proxy',
    'authelia',
  ],
};

const INSTRUCTIONS =
  'Keep the Service a ClusterIP and reach it by `kubectl port-forward`, or put a proxy that authenticates before it (oauth2-proxy, the authentication of the ingress controller).';

function emitExposed(found: string, path: Path, actual: unknown, emit: Emit): void {
  const expected = `away from the administration interface ${found}, or behind a proxy that authenticates`;
  emit({ verdict: 'fail', path, actual, expected, fix: { op: 'manual', instructions: INSTRUCTIONS } });
}

function judgeService({ object, name, namespace, neighbours }: Subject, search: InterfaceSearch, emit: Emit): void {
  const { spec } = object;
  if (!isObject(spec)) return;
  const byType = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  const byAddress = Array.isArray(spec.externalIPs) && spec.externalIPs.length > 0;
  const found = byType || byAddress ? interfaceBehind(name, namespace, neighbours, search) : undefined;
  if (found !== undefined) emitExposed(found, ['spec', byType ? 'type' : 'externalIPs'], byType ? spec.type : spec.externalIPs, emit);
}

function judgeBackends(backends: readonly BackendReference[], { neighbours }: Subject, search: InterfaceSearch, emit: Emit): void {
  for (const { name, namespace, path } of backends) {
    const found = interfaceBehind(name, namespace, neighbours, search);
    if (found !== undefined) emitExposed(found, path, name, emit);
  }
}

export const exposedDashboard = control({
  id: 'exposed-dashboard',
  family: 'workload',
  title: 'Do not deploy admin consoles openly',
  severity: 'high',
  why: 'Who finds an administration interface that is open to the network runs code in the cluster with its rights.',
  references: { kubernetes: 'https://kubernetes.io/docs/tasks/access-application-cluster/web-ui-dashboard/' },
  counterparts: {
    checkov: ['CKV_K8S_33'],
    kubescape: ['C-0014', 'C-0021'],
  },
  notes:
    'Reported where the door is: on the Service (NodePort, LoadBalancer, external addresses), the Ingress or the route of the Gateway API. What is behind a Service is read from the pods that it selects; where those are not read together with it, from its names. As authentication count a proxy in the same pod, the authentication annotations of an Ingress (nginx, HAProxy, AWS, Traefik) and authentication filters of a route; what a mesh or the gateway itself asks is not seen and needs a waiver.',
  parameters,
  require: (words) => {
    const search = { interfaces: searchOf(words.interfaces), proxies: searchOf(words.proxies) };
    return custom({
      reads: [SERVICE, ...INGRESSES, ...ROUTES],
      crossObject: true,
      evaluate(subject, emit) {
        const { object, namespace } = subject;
        if (isKind(SERVICE, subject)) judgeService(subject, search, emit);
        else if (INGRESSES.some((each) => isKind(each, subject))) {
          if (!isAuthenticated(object)) judgeBackends(ingressBackends(object, namespace), subject, search, emit);
        } else if (ROUTES.some((each) => isKind(each, subject))) judgeBackends(routeBackends(object, namespace), subject, search, emit);
        else return false;
        return true;
      },
      cel: { impossible: 'What is behind a Service or an Ingress stands in other objects.' },
      prose: `no known administration interface (${words.interfaces.map((each) => `\`${each}\``).join(', ')}) is reachable from outside of the cluster without a proxy that authenticates`,
    });
  },
  examples: {
    pass: [
      { because: 'it stays in the cluster', object: service('jenkins', {}), with: [jenkins()] },
      { because: 'nobody administers anything there', object: service('web', { type: 'LoadBalancer' }) },
      {
        because: 'the proxy asks who comes',
        object: service('jenkins', { type: 'LoadBalancer' }),
        with: [jenkins('quay.io/oauth2-proxy/oauth2-proxy:v7.8.1')],
      },
      {
        because: 'the ingress controller asks who comes',
        object: ingress('jenkins', { 'nginx.ingress.kubernetes.io/auth-url': 'https://auth.example.com/verify' }),
        with: [service('jenkins', {}), jenkins()],
      },
    ],
    fail: [
      {
        because: 'the load balancer is open to all',
        object: service('build', { type: 'LoadBalancer' }, { app: 'jenkins' }),
        with: [jenkins()],
      },
      { because: 'the name is enough where the pods are not known', object: service('kubernetes-dashboard', { type: 'NodePort' }) },
      { because: 'an Ingress leads to it', object: ingress('build'), with: [service('build', {}, { app: 'jenkins' }), jenkins()] },
      {
        because: 'a route of a Gateway leads to it',
        object: {
          apiVersion: 'gateway.networking.k8s.io/v1',
          kind: 'HTTPRoute',
          metadata: { name: 'argo' },
          spec: { rules: [{ backendRefs: [{ name: 'argocd-server', port: 80 }] }] },
        },
      },
    ],
  },
});

function jenkins(proxy?: string) {
  const image = 'docker.io/jenkins/jenkins:2.492';
  const containers = [{ name: 'jenkins', image }, ...(proxy === undefined ? [] : [{ name: 'proxy', image: proxy }])];
  return workloadExample({ name: 'jenkins', podLabels: { app: 'jenkins' }, pod: { containers } });
}

function service(name: string, spec: object, selector: object = { app: name }) {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector, ports: [{ port: 80 }], ...spec } };
}

function ingress(backend: string, annotations?: object) {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'admin', ...(annotations && { annotations }) },
    spec: {
      rules: [
        {
          host: 'admin.example.com',
          http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: backend, port: { number: 80 } } } }] },
        },
      ],
    },
  };
}
