import type { Json } from '../../../lib/controls/requirement';
import { workloadExample } from '../../../lib/controls/workload/workload-examples';
import { findingsIn, placesOf } from './findings';

const service = (name: string, spec: Json = {}): Json => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector: { app: 'ci' }, ports: [{ port: 80 }], ...spec },
});
const workload = (image: string, kind: 'Deployment' | 'StatefulSet' = 'Deployment'): Json =>
  workloadExample({ name: 'ci', kind, podLabels: { app: 'ci' }, image });
const ingress = (spec: Json, annotations: Json = {}): Json => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'ci', annotations },
  spec,
});
const open = { type: 'LoadBalancer' };
const places = (...objects: readonly Json[]) => placesOf(findingsIn('exposed-dashboard', objects));

describe('an administration interface', () => {
  test('is known by the image of the pods, whatever the Service is called', () => {
    expect(places(service('ci', open), workload('jenkins/jenkins:2'))).toEqual(['Service ci spec.type']);
    expect(places(service('ci', open), workload('jenkins/jenkins:2', 'StatefulSet'))).toEqual(['Service ci spec.type']);
  });

  test('is not suspected from a part of a word, or from the registry', () => {
    expect(places(service('ci', open), workload('registry.example/jenkinsfile-runner:1'))).toEqual([]);
    expect(places(service('ci', open), workload('jenkins.example/shop/web:1'))).toEqual([]);
  });

  test('is open by an external address too', () => {
    expect(places(service('ci', { externalIPs: ['192.0.2.7'] }), workload('jenkins/jenkins:2'))).toEqual(['Service ci spec.externalIPs']);
  });

  test.each([
    ['the default backend', { defaultBackend: { service: { name: 'ci' } } }, 'Ingress ci spec.defaultBackend.service.name'],
    ['a backend of the removed version', { backend: { serviceName: 'ci' } }, 'Ingress ci spec.backend.serviceName'],
    [
      'a path',
      { rules: [{ host: 'a' }, { http: { paths: [{ backend: { service: { name: 'ci' } } }] } }] },
      'Ingress ci spec.rules.1.http.paths.0.backend.service.name',
    ],
  ])('is found behind %s of an Ingress', (_, spec, place) => {
    expect(places(ingress(spec), service('ci'), workload('jenkins/jenkins:2'))).toEqual([place]);
  });

  test.each([
    ['nginx.ingress.kubernetes.io/auth-url', 'https://auth.example.com', true],
    ['alb.ingress.kubernetes.io/auth-type', 'oidc', true],
    ['alb.ingress.kubernetes.io/auth-type', 'none', false],
    ['traefik.ingress.kubernetes.io/router.middlewares', 'shop-forward-auth@kubernetescrd', true],
    ['traefik.ingress.kubernetes.io/router.middlewares', 'shop-compress@kubernetescrd', false],
    ['nginx.ingress.kubernetes.io/rewrite-target', '/', false],
  ])('behind an Ingress with %s: %s is authenticated: %s', (key, value, authenticated) => {
    const found = places(
      ingress({ defaultBackend: { service: { name: 'ci' } } }, { [key]: value }),
      service('ci'),
      workload('jenkins/jenkins:2'),
    );
    expect(found).toEqual(authenticated ? [] : ['Ingress ci spec.defaultBackend.service.name']);
  });

  test('of another namespace is found behind a route that names it, unless a filter authenticates', () => {
    const route = (filters: readonly Json[]): Json => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'ci', namespace: 'edge' },
      spec: { rules: [{ filters, backendRefs: [{ name: 'argocd-server', namespace: 'argocd' }] }] },
    });
    expect(places(route([]))).toEqual(['HTTPRoute ci spec.rules.0.backendRefs.0.name']);
    expect(places(route([{ type: 'ExtensionRef', extensionRef: { name: 'oidc-login' } }]))).toEqual([]);
  });

  test('is what the profile says it is', () => {
    const objects = [service('ci', open), workload('registry.example/admin:1')];
    expect(placesOf(findingsIn('exposed-dashboard', objects, { parameters: { interfaces: ['admin'] } }))).toEqual(['Service ci spec.type']);
  });
});
