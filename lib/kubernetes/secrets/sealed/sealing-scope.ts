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
