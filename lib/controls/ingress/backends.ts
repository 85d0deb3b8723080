import { isObject, type Json, type Path, type Subject } from '../requirement';
import { SERVICE } from '../workload/kinds';
import { indexed, isIngress, pathsOf } from './ingress-kinds';

/** A Service to which an Ingress or a route of the Gateway API leads. */
export interface Backend {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly port: string | number | undefined;
  /** The object that names it. */
  readonly at: Path;
  /** Where the name stands in that, and the port. */
  readonly nameAt: Path;
  readonly portAt: Path;
}

/** Everything that an Ingress or a route leads to. */
export function backendsOf(subject: Subject): readonly Backend[] {
  return isIngress(subject) ? ingressBackends(subject) : routeBackends(subject);
}

/** The AWS controller finds the backend in an annotation. */
const ELSEWHERE = 'use-annotation';

function ingressBackends({ object, namespace }: Subject): readonly Backend[] {
  const { spec } = object;
  const of = (backend: unknown, at: Path): readonly Backend[] => {
    // In the versions that are gone.
    if (isObject(backend) && typeof backend.serviceName === 'string')
      return [
        { name: backend.serviceName, namespace, port: portOf(backend.servicePort), at, nameAt: ['serviceName'], portAt: ['servicePort'] },
      ];
    const service: unknown = isObject(backend) ? backend.service : undefined;
    if (!isObject(service) || typeof service.name !== 'string') return [];
    const { name, port }: Json = service;
    const named = isObject(port) ? (['number', 'name'] as const).find((key) => (port[key] ?? undefined) !== undefined) : undefined;
    const value: unknown = named === undefined ? undefined : port[named];
    if (value === ELSEWHERE) return [];
    const portAt = ['port', ...(named === undefined ? [] : [named])];
    return [{ name, namespace, port: portOf(value), at: [...at, 'service'], nameAt: ['name'], portAt }];
  };
  const first = ['defaultBackend', 'backend'].flatMap((key) => (isObject(spec) ? of(spec[key], ['spec', key]) : []));
  return [...first, ...pathsOf(object).flatMap(({ path, at }) => of(path.backend, [...at, 'backend']))];
}

function routeBackends({ object, namespace }: Subject): readonly Backend[] {
  const { spec } = object;
  return indexed(isObject(spec) ? spec.rules : undefined).flatMap(([rule, { backendRefs }]) =>
    indexed(backendRefs).flatMap(([index, { name, kind = SERVICE.kind, group = '', ...backend }]) => {
      if (typeof name !== 'string' || kind !== SERVICE.kind || group !== '') return [];
      const at = ['spec', 'rules', rule, 'backendRefs', index];
      const there: unknown = backend.namespace ?? namespace;
      const namespaceThere = typeof there === 'string' ? there : undefined;
      return [{ name, namespace: namespaceThere, port: portOf(backend.port), at, nameAt: ['name'], portAt: ['port'] }];
    }),
  );
}

function portOf(value: unknown): string | number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}
