import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';

/** The smallest object that tells where it comes from. */
export function configMap(scope: Construct, id: string, data: unknown = { id }): ApiObject {
  const props = { apiVersion: 'v1', kind: 'ConfigMap', data };
  return new ApiObject(scope, id, props);
}
