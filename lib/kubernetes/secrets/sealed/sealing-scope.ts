/**
 * What a sealed value is bound to. The controller opens it nowhere else, so that nobody who may read it in the repository can have
 * it opened under a name or in a namespace of theirs.
 *
 * - `strict`: one name in one namespace
 * - `namespace-wide`: any name in one namespace
 * - `cluster-wide`: any name anywhere in the cluster
 */
export type SealingScope = StrictScope | NamespaceWideScope | ClusterWideScope;

/** Bound to one name in one namespace. */
export interface StrictScope {
  /** @default 'strict' - as kubeseal: the tightest */
  readonly scope?: 'strict';
  /** Namespace of the Secret. */
  readonly namespace: string;
  /** Name of the Secret. */
  readonly name: string;
}

/** Bound to one namespace. */
export interface NamespaceWideScope {
  readonly scope: 'namespace-wide';
  /** Namespace of the Secret. */
  readonly namespace: string;
}

/** Bound to the cluster's key only. */
export interface ClusterWideScope {
  readonly scope: 'cluster-wide';
}

/** The label of RSA-OAEP: opening with another one fails. */
export function labelOf(scope: SealingScope): string {
  switch (scope.scope) {
    case 'cluster-wide':
      return '';
    case 'namespace-wide':
      return scope.namespace;
    default:
      return `${scope.namespace}/${scope.name}`;
  }
}

/** How the controller is told of a scope that is not strict. */
export function scopeAnnotations(scope: SealingScope['scope']): Readonly<Record<string, string>> {
  return scope === undefined || scope === 'strict' ? {} : { [`sealedsecrets.bitnami.com/${scope}`]: 'true' };
}

const NAME = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
const NAMESPACE = /^(?=.{1,63}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/**
 * What is wrong with a scope, if anything is. The types ask for all of it; JavaScript does not, and what was sealed for the name
 * `undefined`, or for a namespace that cannot be, opens nowhere.
 */
export function scopeError(given: { readonly scope?: unknown; readonly namespace?: unknown; readonly name?: unknown }): string | undefined {
  const { scope = 'strict', namespace, name } = given;
  if (scope !== 'strict' && scope !== 'namespace-wide' && scope !== 'cluster-wide')
    return '"scope" must be one of "strict", "namespace-wide", "cluster-wide"';
  if ((namespace !== undefined || scope !== 'cluster-wide') && (typeof namespace !== 'string' || !NAMESPACE.test(namespace)))
    return '"namespace" must be the name of the namespace in which the values open';
  if ((name !== undefined || scope === 'strict') && (typeof name !== 'string' || !NAME.test(name)))
    return '"name" must be the name of the Secret, for which the values are sealed';
  return undefined;
}
