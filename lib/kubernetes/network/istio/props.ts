import type { ClusterNetwork } from '../cluster';
import type { Dialect } from '../dialect';

/** A block of addresses outside of the cluster. */
export interface OutsideBlock {
  /** `0.0.0.0/0`. */
  readonly cidr: string;
  /** Blocks inside that are not meant: those of the cluster. Default: none but the metadata address. */
  readonly except?: readonly string[];
}

/** What Istio's policies must know of the mesh. */
export interface IstioProps extends Pick<ClusterNetwork, 'resolver' | 'apiServer' | 'nodes'> {
  /**
   * The language of the network plugin underneath, which closes what passes by the proxies: UDP, ports that are excluded from the
   * mesh, processes that avoid their proxy.
   *
   * @default - NetworkPolicy, with the `resolver`, `apiServer` and `nodes` that are given here
   */
  readonly over?: Dialect;
  /**
   * Where the proxies are: a container of each pod (`sidecar`), or one for each node (`ambient`), in which case requests of HTTP are not
   * told apart: that takes a waypoint in front of a Service, and a flow names workloads.
   *
   * @default sidecar
   */
  readonly mode?: 'sidecar' | 'ambient';
  /**
   * Whether the other pods of the namespace are closed too, those that nobody isolates: pods of a Helm hook, of an operator, of
   * `kubectl run`. Strict mTLS and
   * an AuthorizationPolicy that allows nothing hold for all of them; what the policies of the network plugin do, `over` says. It holds for the namespace that an isolated chart states (`new Chart(app, 'shop', { namespace: 'shop' })`),
   * if all that the app has there is isolated by this dialect; never for a workload that is isolated by itself.
   *
   * @default true
   */
  readonly wholeNamespaces?: boolean;
  /**
   * The trust domain of the identities.
   *
   * @default - `cluster.local`, which Istio reads as the mesh's own trust domain, whatever that is
   * @see https://istio.io/latest/docs/tasks/security/authorization/authz-td-migration/
   */
  readonly trustDomain?: string;
  /**
   * The namespace of istiod.
   *
   * @default istio-system
   */
  readonly controlPlane?: string;
  /**
   * Namespaces whose pods are in no mesh: of monitoring, of an ingress controller that is not Istio's. They have no identity, so they
   * get in only through `plaintextPorts`, where the network plugin alone tells who they are.
   *
   * @default - none: every pod that is stated as a peer has an identity
   */
  readonly unmeshed?: readonly string[];
  /**
   * Ports that take connections without an identity from whoever a flow lets in that has none: blocks of addresses, the API server
   * (webhooks), and pods of the `unmeshed` namespaces. Not for protocols in which the server speaks first (MySQL, SMTP): there a proxy
   * cannot find out which of the two it is given.
   *
   * @default - none: such a flow into a workload is an error
   */
  readonly plaintextPorts?: readonly number[];
  /**
   * Whether a proxy reaches nothing but what is stated (a Sidecar with REGISTRY_ONLY for each workload, a ServiceEntry for each
   * destination outside). Not of `ambient`, where nothing holds a pod to that but the network plugin.
   *
   * @default true
   */
  readonly registryOnly?: boolean;
  /**
   * Where the addresses behind names of the DNS may be, for a network plugin that does not follow names. Flows to a name open these
   * blocks on their ports, and only the proxy holds the workload to the name: a process that avoids its proxy reaches all of them.
   *
   * @default - unknown: a flow to a name is an error, but over a dialect that follows names (Cilium)
   * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/#additional-security-considerations
   */
  readonly outside?: readonly OutsideBlock[];
  /**
   * Ports on which destinations that are known by a name speak plain HTTP.
   *
   * @default - 80 and 8080
   */
  readonly httpPorts?: readonly number[];
  /**
   * Ports on which destinations that are known by a name say nothing at first by which a proxy could tell the name: neither TLS nor HTTP, as
   * databases and mail do. A proxy takes whatever its workload sends to such a port for the one name, so a workload has one name a port there
   * and no pattern (`*.example.com`); more are an error. Every other port speaks TLS, with the name in its SNI.
   *
   * @default - SSH 22, SMTP 25 and 587, LDAP 389, SQL Server 1433, Oracle 1521, MySQL 3306, PostgreSQL 5432, AMQP 5672, Redis 6379, Kafka 9092,
   * Memcached 11211
   */
  readonly opaquePorts?: readonly number[];
  /**
   * Whether proxies find out by themselves which destinations speak mTLS. Where it is off (`enableAutoMtls: false` of MeshConfig), or
   * where a DestinationRule of the whole mesh turns TLS off, clients must be told so: a DestinationRule with ISTIO_MUTUAL is made for
   * each namespace that a workload has a flow to.
   *
   * @default true
   * @see https://istio.io/latest/docs/ops/configuration/traffic-management/tls-configuration/#auto-mtls
   */
  readonly autoMtls?: boolean;
  /**
   * The DNS domain of the cluster, in which Services have their names.
   *
   * @default cluster.local
   */
  readonly clusterDomain?: string;
}
