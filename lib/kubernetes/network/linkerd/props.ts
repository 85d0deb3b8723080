import type { ClusterNetwork } from '../cluster';
import type { Dialect } from '../dialect';

/** What Linkerd's policies must know of the mesh. */
export interface LinkerdProps extends Pick<ClusterNetwork, 'resolver' | 'apiServer' | 'nodes'> {
  /**
   * The language of the network plugin underneath, which closes what passes by the proxies: UDP, ports that are skipped, processes
   * that avoid their proxy.
   *
   * @default - NetworkPolicy, with the `resolver`, `apiServer` and `nodes` that are given here
   */
  readonly over?: Dialect;
  /**
   * The namespace of the control plane; identities have it in their names.
   *
   * @default linkerd
   */
  readonly controlPlane?: string;
  /**
   * The trust domain of the identities, `identityTrustDomain` of Linkerd's chart.
   *
   * @default cluster.local
   */
  readonly trustDomain?: string;
  /**
   * Namespaces whose pods have no proxy: of monitoring, of an ingress controller. They have no identity, so they get in only through
   * `plaintextPorts`, where the network plugin alone tells who they are.
   *
   * @default - none: every pod that is stated as a peer has an identity
   */
  readonly unmeshed?: readonly string[];
  /**
   * Ports of protocols that the proxy must not try to tell, as the server speaks first or they are no HTTP. A Server takes the place of
   * the annotation `config.linkerd.io/opaque-ports`, so it must say so itself.
   *
   * @default - those of Linkerd's chart: 25, 587, 3306, 4444, 5432, 6379, 9300 and 11211
   * @see https://linkerd.io/2/features/protocol-detection/
   */
  readonly opaquePorts?: readonly number[];
  /**
   * Ports that take connections without an identity from whoever a flow lets in that has none: blocks of addresses, the API server
   * (webhooks), and pods of the `unmeshed` namespaces. To the proxy any address of these will do, so on such a port of a workload it
   * also lets in pods of the mesh that reach the workload for another port.
   *
   * @default - none: such a flow into a workload is an error
   */
  readonly plaintextPorts?: readonly number[];
}
