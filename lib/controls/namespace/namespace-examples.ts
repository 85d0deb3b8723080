import { EXAMPLE_IMAGE } from '../example-object';
import type { Json } from '../requirement';

/** The Namespace `shop`. */
export function namespaceExample(labels?: Json, name = 'shop'): Json {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, ...(labels && { labels }) } };
}

/** The Pod `web`, in the namespace `shop` unless another one is given, or none (`''`). */
export function podInNamespace(namespace = 'shop', labels?: Json): Json {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', ...(namespace !== '' && { namespace }), ...(labels && { labels }) },
    spec: { containers: [{ name: 'web', image: EXAMPLE_IMAGE }] },
  };
}

/** A ResourceQuota or a LimitRange of the namespace `shop`. */
export function boundsExample(kind: 'ResourceQuota' | 'LimitRange', spec: Json, namespace = 'shop'): Json {
  return { apiVersion: 'v1', kind, metadata: { name: 'bounds', namespace }, spec };
}
