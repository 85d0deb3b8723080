import { ApiObject, Duration, Lazy } from 'cdk8s';
import { type Container, type Ingress, type ISecret, Secret, Volume } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { TemperedError } from '../../errors';
import { CertificateIssuer } from './certificate-issuer';

/** An issuer that somebody else made. */
export interface IssuerReference {
  readonly name: string;
  /** Default: `Issuer`, of the namespace of the certificate. */
  readonly kind?: 'Issuer' | 'ClusterIssuer' | (string & {});
  /** Default: `cert-manager.io`. */
  readonly group?: string;
}

/** What {@link TlsCertificate} takes. */
export interface TlsCertificateProps {
  /** Who signs it. */
  readonly issuer: CertificateIssuer | IssuerReference;
  /** The names that it is for: `shop.example`, `*.shop.example`, `api.shop.svc`. */
  readonly dnsNames: readonly [string, ...string[]];
  /** Where it lies, and its Secret. Default: the namespace of the chart. */
  readonly namespace?: string;
  /** The Secret that cert-manager writes. Default: the name of the Certificate and `-tls`. */
  readonly secretName?: string;
  /**
   * How long it is good for, an hour or more; an ACME authority decides that itself.
   *
   * @default - 90 days: what was stolen unnoticed ends within a quarter
   */
  readonly duration?: Duration;
  /**
   * How long before its end it is renewed, five minutes or more.
   *
   * @default - a third of its life, as cert-manager has it
   */
  readonly renewBefore?: Duration;
  /**
   * The kind of key: ECDSA on P-256, RSA of 3072 bits, or Ed25519. There is a new key with each renewal.
   *
   * @default ECDSA - what every client knows, and small
   */
  readonly keyAlgorithm?: 'ECDSA' | 'RSA' | 'Ed25519';
  /**
   * What it proves: a server, a client, or either one to the other (mutual TLS).
   *
   * @default ['server auth']
   */
  readonly usages?: readonly ('server auth' | 'client auth')[];
}

const KEYS = {
  ECDSA: { algorithm: 'ECDSA', size: 256 },
  RSA: { algorithm: 'RSA', size: 3072 },
  Ed25519: { algorithm: 'Ed25519' },
} as const;
const QUARTER = Duration.days(90);
/** https://cert-manager.io/docs/reference/api-docs/: what its webhook refuses. */
const SHORTEST_LIFE = Duration.hours(1);
const SHORTEST_RENEWAL = Duration.minutes(5);

/**
 * A certificate that cert-manager has signed and renews, for TLS of what is outside a mesh. Its key is made in the cluster, and in no
 * manifest.
 *
 * @example
 * ```ts
 * const tls = new TlsCertificate(chart, 'tls', { issuer, dnsNames: ['shop.example'] });
 * tls.secures(ingress);
 * tls.mountInto(proxy, '/etc/tls'); // tls.crt, tls.key and ca.crt, which change when it is renewed
 * ```
 *
 * @throws a TemperedError `invalid-certificate` for names, lives and issuers that cert-manager or the authority would refuse
 */
export class TlsCertificate extends Construct {
  /** The Secret, by its name: of type `kubernetes.io/tls`, once cert-manager has written it. */
  public readonly secret: ISecret;
  private readonly dnsNames: readonly string[];
  private volume: Volume | undefined;

  public constructor(scope: Construct, id: string, props: TlsCertificateProps) {
    super(scope, id);
    const {
      issuer,
      dnsNames,
      namespace,
      secretName,
      duration = QUARTER,
      renewBefore,
      keyAlgorithm = 'ECDSA',
      usages = ['server auth'],
    } = props;
    const certificate = new ApiObject(this, 'Default', {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: namespace === undefined ? {} : { namespace },
      spec: {
        secretName: secretName ?? Lazy.any({ produce: () => this.secret.name }),
        issuerRef: referenceTo(issuer),
        dnsNames: [...new Set(dnsNames)],
        duration: text(duration),
        ...(renewBefore !== undefined && { renewBefore: text(renewBefore) }),
        privateKey: { ...KEYS[keyAlgorithm], encoding: 'PKCS8', rotationPolicy: 'Always' },
        usages: ['digital signature', ...(keyAlgorithm === 'RSA' ? ['key encipherment'] : []), ...usages],
      },
    });
    this.check(props, certificate.metadata.namespace);
    this.dnsNames = dnsNames;
    this.secret = Secret.fromSecretName(this, 'Secret', secretName ?? `${certificate.name}-tls`);
  }

  /** Has the Ingress serve all names of the certificate over TLS with it. */
  public secures(ingress: Ingress): void {
    ingress.addTls([{ hosts: [...this.dnsNames], secret: this.secret }]);
  }

  /**
   * Mounts `tls.crt`, `tls.key` and, where the authority is known, `ca.crt` into a container, read-only and for its group alone. The
   * files change when the certificate is renewed: a server that reads them once needs a restart by then.
   */
  public mountInto(container: Container, path: string): void {
    this.volume ??= Volume.fromSecret(this, 'Volume', this.secret, { defaultMode: 0o440 });
    container.mount(path, this.volume, { readOnly: true });
  }

  private check(props: TlsCertificateProps, namespace: string | undefined): void {
    const { issuer, dnsNames, duration = QUARTER, renewBefore } = props;
    const wrong = (what: string, hint: string): never => {
      throw new TemperedError('invalid-certificate', `${this.node.path}: ${what}`, { hint });
    };
    if (dnsNames.length === 0) wrong('a certificate without a name proves nothing', 'Write dnsNames.');
    for (const name of dnsNames) {
      if (name.length > 253 || !/^(?:\*\.)?[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/.test(name))
        wrong(`"${name}" is no DNS name`, 'Write it in small letters, without a scheme and a port: "shop.example".');
      const objection = issuer instanceof CertificateIssuer ? issuer.objectionTo(name) : undefined;
      if (objection !== undefined) wrong(objection, 'Name another issuer for it, such as an authority of your own.');
    }
    if (seconds(duration) < seconds(SHORTEST_LIFE)) wrong('it ends within the hour', 'Write a duration of an hour or more.');
    if (renewBefore !== undefined && (seconds(renewBefore) < seconds(SHORTEST_RENEWAL) || seconds(renewBefore) >= seconds(duration)))
      wrong(
        `it cannot be renewed ${text(renewBefore)} before the end of ${text(duration)}`,
        'Write a renewBefore of five minutes or more, and less than duration.',
      );
    if (issuer instanceof CertificateIssuer && !issuer.wholeCluster && issuer.namespace !== namespace)
      wrong(
        `its issuer ${issuer.node.path} is of the namespace ${issuer.namespace ?? 'default'} and signs for none else`,
        'Put both into one namespace, or give the issuer wholeCluster: true.',
      );
  }
}

function referenceTo(issuer: CertificateIssuer | IssuerReference): object {
  return {
    group: 'cert-manager.io',
    kind: 'Issuer',
    ...(issuer instanceof CertificateIssuer ? { name: issuer.name, kind: issuer.wholeCluster ? 'ClusterIssuer' : 'Issuer' } : issuer),
  };
}

function seconds(duration: Duration): number {
  return duration.toSeconds({ integral: false });
}

/** As Go reads durations, in the largest unit that is whole. */
function text(duration: Duration): string {
  const all = seconds(duration);
  return all % 3600 === 0 ? `${all / 3600}h` : all % 60 === 0 ? `${all / 60}m` : `${all}s`;
}
