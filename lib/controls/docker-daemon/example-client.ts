import type { DockerClient } from '../docker/objects';
import type { Json } from '../requirement';

/** A client of an example. */
export function exampleClient(fields: Pick<DockerClient, 'environment' | 'config'>): { readonly object: Json } {
  return { object: { apiVersion: 'docker/v1', kind: 'Client', metadata: { name: 'docker' }, ...fields } };
}
