import { isObject, type Json, type Path, type WrittenForm } from '../controls/requirement';

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
      /** The path of the construct, as cdk8s gives it: `shop/web/Resource`. */
      readonly path: string;
      /** The user's `file:line:column` that made it, where known. */
      readonly trace?: string;
    }
  | {
      readonly from: 'engine';
      /** The address of the Docker engine. */
      readonly host: string;
    }
  | { readonly from: 'memory' };

/** An object that is judged, of Kubernetes or of Docker in its normal form, and where it comes from. */
export interface Resource {
  /** The object itself, as it was read. */
  readonly object: Json;
  /** `apps/v1`. */
  readonly apiVersion: string;
  /** `apps`; empty for the core group. */
  readonly group: string;
  /** `v1`. */
  readonly version: string;
  /** `Deployment`. */
  readonly kind: string;
  /** As written; undefined where the object names none, be it cluster-wide or not. */
  readonly namespace: string | undefined;
  /** As written, or what its name will begin with (`generateName`); empty where neither is there. */
  readonly name: string;
  /** Where it was read or made. */
  readonly origin: Origin;
  /** Where the object is a normal form: how it relates to what its author wrote. */
  readonly written?: WrittenForm;
}

/** Whether a value is an object of Kubernetes: it says its apiVersion and its kind. */
export function isKubernetesObject(value: unknown): value is Json {
  return isObject(value) && typeof value.apiVersion === 'string' && typeof value.kind === 'string';
}

/** A resource around an object that says its apiVersion and kind; `isKubernetesObject` tells whether it does. */
export function resource(object: Json, origin: Origin = { from: 'memory' }, written?: WrittenForm): Resource {
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
    ...(written !== undefined && { written }),
  };
}

/** `Deployment shop/web`, as messages name a resource. */
export function describeResource({ kind, namespace, name }: Pick<Resource, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name || '(no name)'}`;
}
