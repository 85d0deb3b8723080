import type { Json } from '../requirement';

/** Leads to the port 80 of the Service `web`. */
export const WEB_BACKEND: Json = { service: { name: 'web', port: { number: 80 } } };

interface IngressExample {
  readonly host?: string | undefined;
  readonly path?: string;
  readonly spec?: Json;
  readonly namespace?: string;
  readonly annotations?: Json;
}

/** An Ingress named `web` for `shop.example.com`, served over TLS, with these fields in its spec. */
export function ingressExample({ path = '/', spec, namespace, annotations, ...rest }: IngressExample): Json {
  const host = 'host' in rest ? rest.host : 'shop.example.com';
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', ...(namespace && { namespace }), ...(annotations && { annotations }) },
    spec: {
      ingressClassName: 'public',
      tls: [{ ...(host !== undefined && { hosts: [host] }), secretName: 'web-tls' }],
      rules: [{ ...(host !== undefined && { host }), http: { paths: [{ path, pathType: 'Prefix', backend: WEB_BACKEND }] } }],
      ...spec,
    },
  };
}

/** An HTTPRoute named `web`, of the Gateway `public`, with these fields in its spec. */
export function routeExample(spec: Json, namespace?: string): Json {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'web', ...(namespace && { namespace }) },
    spec: {
      parentRefs: [{ name: 'public' }],
      hostnames: ['shop.example.com'],
      rules: [{ backendRefs: [{ name: 'web', port: 80 }] }],
      ...spec,
    },
  };
}
