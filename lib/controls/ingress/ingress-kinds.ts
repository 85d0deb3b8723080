import { isObject, type Json, type KindRef, listOf, type Path } from '../requirement';
import { isKind } from '../workload/kinds';

export const GATEWAY_API = 'gateway.networking.k8s.io';

export const INGRESS: KindRef = { group: 'networking.k8s.io', kind: 'Ingress' };
/** Served until v1.21; old charts still have it. */
export const OLD_INGRESS: KindRef = { group: 'extensions', kind: 'Ingress' };
export const INGRESSES: readonly KindRef[] = [INGRESS, OLD_INGRESS];
export const INGRESS_CLASS: KindRef = { group: 'networking.k8s.io', kind: 'IngressClass' };
export const GATEWAY: KindRef = { group: GATEWAY_API, kind: 'Gateway' };
export const HTTP_ROUTE: KindRef = { group: GATEWAY_API, kind: 'HTTPRoute' };
export const REFERENCE_GRANT: KindRef = { group: GATEWAY_API, kind: 'ReferenceGrant' };
export const ROUTES: readonly KindRef[] = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'].map((kind) => ({
  group: GATEWAY_API,
  kind,
}));

/** Whether an object is an Ingress, of whatever age. */
export function isIngress(ref: KindRef): boolean {
  return INGRESSES.some((each) => isKind(each, ref));
}

/** The rules of an Ingress, with their paths. */
export function rulesOf({ spec }: Json): readonly { readonly rule: Json; readonly at: Path }[] {
  return indexed(isObject(spec) ? spec.rules : undefined).map(([index, rule]) => ({ rule, at: ['spec', 'rules', index] }));
}

/** The paths of the rules of an Ingress, each with the host of its rule. */
export function pathsOf(ingress: Json): readonly { readonly host: unknown; readonly path: Json; readonly at: Path }[] {
  return rulesOf(ingress).flatMap(({ rule, at }) =>
    indexed(isObject(rule.http) ? rule.http.paths : undefined).map(([index, path]) => ({
      host: rule.host,
      path,
      at: [...at, 'http', 'paths', index],
    })),
  );
}

/** The objects of a list with their places in it. */
export function indexed(list: unknown): readonly (readonly [number, Json])[] {
  return Array.isArray(list) ? list.flatMap((each: unknown, index) => listOf([each]).map((one) => [index, one] as const)) : [];
}
