import { TemperedError } from '../../../errors';
import { checkCluster } from '../check-cluster';
import type { ClusterNetwork } from '../cluster';
import type { Dialect } from '../dialect';
import { kubernetesPolicies } from '../network-policy/kubernetes-policies';

/** The dialect of the network plugin underneath a mesh, and what both know of the cluster. */
export interface Underneath {
  readonly over: Dialect;
  readonly cluster: ClusterNetwork;
}

/**
 * What the dialect underneath was told of the cluster holds for the mesh, too. Both may be told, but not different things: the one would let
 * through what the other closes.
 *
 * @param mesh as it is called: `istio`
 * @throws a TemperedError `invalid-mesh` where they are
 */
export function underneathOf(
  mesh: string,
  over: Dialect | undefined,
  { resolver, apiServer, nodes }: { readonly [K in keyof ClusterNetwork]: ClusterNetwork[K] | undefined },
): Underneath {
  const cluster: ClusterNetwork = {
    ...(resolver !== undefined && { resolver }),
    ...(apiServer !== undefined && { apiServer }),
    ...(nodes !== undefined && { nodes }),
  };
  checkCluster(mesh, cluster);
  if (over === undefined) return { over: kubernetesPolicies(cluster), cluster };
  const { cluster: below } = over;
  // Of the resolver every dialect has a default, so that to tell it nothing is to tell it that.
  const differs = (['resolver', 'apiServer', 'nodes'] as const).find(
    (key) =>
      below !== undefined &&
      cluster[key] !== undefined &&
      (below[key] !== undefined || key === 'resolver') &&
      !isSame(below[key], cluster[key]),
  );
  if (differs !== undefined)
    throw new TemperedError('invalid-mesh', `${mesh}(): ${differs} is not what ${over.name} underneath was told`, {
      hint: `say it there, as in ${mesh}({ over: kubernetesPolicies({ ${differs}: … }) }): the mesh knows it by that`,
    });
  return { over, cluster: { ...below, ...cluster } };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
