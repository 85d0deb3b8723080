import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { TemperedError } from '../../errors';
import { clusterScoped } from '../cluster-scoped';
import { type AcmeIssuer, acmeSpec, LETS_ENCRYPT } from './acme';
import { type VaultIssuer, vaultSpec } from './vault';

/** Who signs; one of them. */
export type CertificateAuthority =
  | { readonly acme: AcmeIssuer; readonly ca?: undefined; readonly vault?: undefined; readonly selfSigned?: undefined }
  /** A Secret of type `kubernetes.io/tls` with the key of an authority of your own. */
  | { readonly ca: { readonly secretName: string }; readonly acme?: undefined; readonly vault?: undefined; readonly selfSigned?: undefined }
  | { readonly vault: VaultIssuer; readonly acme?: undefined; readonly ca?: undefined; readonly selfSigned?: undefined }
  /** Each certificate signs itself. Nobody can tell it from a forged one: for the root of an authority of your own. */
  | { readonly selfSigned: true; readonly acme?: undefined; readonly ca?: undefined; readonly vault?: undefined };

/** What {@link CertificateIssuer} takes. */
export type CertificateIssuerProps = {
  /** Default: made from the path of the construct, as cdk8s does. */
  readonly name?: string;
  /** Whether it signs for every namespace (ClusterIssuer). Default: false, for its own. */
  readonly wholeCluster?: boolean;
} & CertificateAuthority;

/**
 * Who signs certificates, to cert-manager: an Issuer, or a ClusterIssuer.
 *
 * @example
 * ```ts
 * const letsEncrypt = new CertificateIssuer(platform, 'lets-encrypt', {
 *   wholeCluster: true,
 *   acme: { email: 'platform@shop.example', solvers: [{ http01: { ingressClassName: 'nginx' } }] },
 * });
 * ```
 *
 * @throws a TemperedError `invalid-issuer` where none or several authorities are named, or one without TLS
 */
export class CertificateIssuer extends Construct {
  /** Its name, by which certificates refer to it. */
  public readonly name: string;
  /** Where it lies; undefined for the whole cluster, and where its chart names none. */
  public readonly namespace: string | undefined;
  /** Whether it signs for every namespace. */
  public readonly wholeCluster: boolean;
  private readonly acme: AcmeIssuer | undefined;

  public constructor(scope: Construct, id: string, props: CertificateIssuerProps) {
    super(scope, id);
    const { name, wholeCluster = false, acme, ca, vault, selfSigned } = props;
    check(this.node.path, props);
    const issuer = new ApiObject(this, 'Default', {
      apiVersion: 'cert-manager.io/v1',
      kind: wholeCluster ? 'ClusterIssuer' : 'Issuer',
      metadata: name === undefined ? {} : { name },
      spec: {
        // Its account is named after it, and it has no name yet.
        ...(acme !== undefined && { acme: Lazy.any({ produce: () => acmeSpec(acme, this.name) }) }),
        ...(ca !== undefined && { ca: { secretName: ca.secretName } }),
        ...(vault !== undefined && { vault: vaultSpec(vault) }),
        ...(selfSigned !== undefined && { selfSigned: {} }),
      },
    });
    if (wholeCluster) clusterScoped(issuer);
    this.name = issuer.name;
    this.namespace = wholeCluster ? undefined : issuer.metadata.namespace;
    this.wholeCluster = wholeCluster;
    this.acme = acme;
  }

  /** What is wrong with a name that it would have to sign; undefined where it can. */
  public objectionTo(dnsName: string): string | undefined {
    if (this.acme === undefined) return undefined;
    const { server = LETS_ENCRYPT, solvers } = this.acme;
    if (dnsName.startsWith('*.') && solvers.every(({ dns01 }) => dns01 === undefined))
      return `${dnsName} can be proven by dns01 alone, and ${this.node.path} has http01`;
    if (server === LETS_ENCRYPT && (/(?:^|\.)(?:svc|local|internal)$/.test(dnsName) || !dnsName.includes('.')))
      return `${dnsName} is a name within the cluster, which a public authority does not sign`;
    return undefined;
  }
}

function check(path: string, { acme, ca, vault, selfSigned }: CertificateIssuerProps): void {
  const named = [acme, ca, vault, selfSigned].filter((each) => each !== undefined);
  if (named.length !== 1)
    throw new TemperedError('invalid-issuer', `${path}: an issuer has one authority, and ${named.length} are named`, {
      hint: 'Write one of acme, ca, vault and selfSigned.',
    });
  for (const server of [acme?.server, vault?.server])
    if (server !== undefined && !server.startsWith('https://'))
      throw new TemperedError('invalid-issuer', `${path}: ${server} is asked for certificates without TLS`, {
        hint: 'Write its https:// address.',
      });
  if (acme !== undefined && acme.solvers.length === 0)
    throw new TemperedError('invalid-issuer', `${path}: acme has no solver, so no name can be proven`, {
      hint: 'Write one: solvers: [{ http01: { ingressClassName: "nginx" } }].',
    });
}
