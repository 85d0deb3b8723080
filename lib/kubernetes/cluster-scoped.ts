import { type ApiObject, JsonPatch } from 'cdk8s';

/** Takes the namespace of its chart off an object that lies in none: cdk8s gives it to every object, and a server refuses it here. */
export function clusterScoped(object: ApiObject): void {
  if (object.metadata.namespace !== undefined) object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
}
