import type { Json } from '../requirement';

/** A NetworkPolicy named `web` that denies everything both ways, with these fields in its spec. */
export function policyExample(spec: Json = {}, metadata: Json = {}): Json {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'web', ...metadata },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ...spec },
  };
}
