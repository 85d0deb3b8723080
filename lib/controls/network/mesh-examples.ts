import type { Json } from '../requirement';
import { LINKERD_INJECT } from './mesh';

/** The Namespace `shop`, whose pods Istio takes into its mesh. */
export const IN_ISTIO: Json = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } };

/** The same of Linkerd. */
export const IN_LINKERD: Json = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', annotations: { [LINKERD_INJECT]: 'enabled' } },
};

const SELECTOR = { matchLabels: { app: 'web' } };

/** An AuthorizationPolicy of Istio for all pods of its namespace, with these fields in its spec. */
export function istioAuthorization(spec: Json, namespace = 'shop'): Json {
  return { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'web', namespace }, spec };
}

/** A Server of Linkerd for one port of `app: web`, with these fields in its spec. */
export function linkerdServer(spec: Json = {}): Json {
  return {
    apiVersion: 'policy.linkerd.io/v1beta3',
    kind: 'Server',
    metadata: { name: 'web', namespace: 'shop', labels: { part: 'front' } },
    spec: { podSelector: SELECTOR, port: 8080, ...spec },
  };
}

/** An AuthorizationPolicy of Linkerd about a thing named `web`, or about its namespace, that requires these authentications. */
export function linkerdAuthorization(kind: 'Server' | 'HTTPRoute' | 'Namespace', requiredAuthenticationRefs: readonly Json[]): Json {
  const targetRef =
    kind === 'Namespace'
      ? { kind, name: 'shop' }
      : { group: kind === 'Server' ? 'policy.linkerd.io' : 'gateway.networking.k8s.io', kind, name: 'web' };
  return {
    apiVersion: 'policy.linkerd.io/v1alpha1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { targetRef, requiredAuthenticationRefs },
  };
}

/** The older form, about the Server `web`. */
export function serverAuthorization(client: Json, server: Json = { name: 'web' }): Json {
  return {
    apiVersion: 'policy.linkerd.io/v1beta1',
    kind: 'ServerAuthorization',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { server, client },
  };
}
