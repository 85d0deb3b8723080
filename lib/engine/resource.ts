import { isObject, type Json, type Path } from '../controls/requirement';

/** Where an object was read or made. */
export type Origin =
  | {
      readonly from: 'file';
      /** As the user named it. */
      readonly file: string;
      /** Which document of the file, from 0. */
      readonly document: number;
      /** From the document to the object: `['items', 3]` in a List, else empty. */
      readonly prefix: Path;
    }
  | {
      readonly from: 'construct';
      readonly path: string;
      /** The user's `file:line:column` that made it, where known. */
      readonly trace?: string;
    }
  | { readonly from: 'memory' };

/** A Kubernetes object and where it comes from. */
export interface Resource {
  readonly object: Json;
  readonly apiVersion: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly origin: Origin;
}

/** Whether a value is an object of Kubernetes: it says its apiVersion and its kind. */
export function isKubernetesObject(value: unknown): value is Json {
  return isObject(value) && typeof value.apiVersion === 'string' && typeof value.kind === 'string';
}

/** A resource around an object that says its apiVersion and kind. */
export function resource(object: Json, origin: Origin = { from: 'memory' }): Resource {
  const apiVersion = String(object.apiVersion);
  const slash = apiVersion.indexOf('/');
  const metadata = isObject(object.metadata) ? object.metadata : {};
  return {
    object,
    apiVersion,
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind: String(object.kind),
    namespace: typeof metadata.namespace === 'string' ? metadata.namespace : undefined,
    name: typeof metadata.name === 'string' ? metadata.name : typeof metadata.generateName === 'string' ? metadata.generateName : '',
    origin,
  };
}

/** `Deployment shop/web`, as messages name a resource. */
export function describeResource({ kind, namespace, name }: Pick<Resource, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name || '(no name)'}`;
}
