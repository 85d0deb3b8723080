/** One value of a Secret: a reference, never the value. */
export interface IssuerSecretKey {
  /** Name of the Secret; of an issuer of the whole cluster it lies in the namespace of cert-manager. */
  readonly name: string;
  /** Which of its values. */
  readonly key: string;
}

/** Proves that a name is ours by a page under it, which everybody must be able to reach on port 80. Cannot prove a wildcard. */
export interface Http01 {
  /** The IngressClass whose controller serves the page. */
  readonly ingressClassName: string;
}

/**
 * Proves that a name is ours by a record of its zone. Where a cloud hosts the zone, cert-manager's own workload identity writes the
 * record, and no credential is stored.
 */
export type Dns01 =
  | {
      readonly azureDNS: {
        readonly subscriptionId: string;
        readonly resourceGroup: string;
        readonly hostedZone: string;
        /** The client id of the managed identity that cert-manager runs as. */
        readonly identityClientId: string;
      };
    }
  | { readonly cloudDNS: { readonly project: string; readonly hostedZone?: string } }
  | { readonly route53: { readonly region: string; readonly hostedZoneId?: string; readonly role?: string } }
  | { readonly cloudflare: { readonly apiToken: IssuerSecretKey } };

/** How names are proven, and which. */
export type AcmeSolver = {
  /** The zones that it is for. Default: all that no other solver is for. */
  readonly dnsZones?: readonly string[];
} & ({ readonly http01: Http01; readonly dns01?: undefined } | { readonly dns01: Dns01; readonly http01?: undefined });

/** A certificate authority that asks for proof of each name: RFC 8555. */
export interface AcmeIssuer {
  /**
   * Its directory.
   *
   * @default - that of Let's Encrypt, whose certificates everybody trusts
   */
  readonly server?: `https://${string}`;
  /** Whom it warns of certificates that end. Default: nobody. */
  readonly email?: string;
  /** The Secret that cert-manager keeps its account key in. Default: the name of the issuer and `-account`. */
  readonly accountKeySecretName?: string;
  readonly solvers: readonly [AcmeSolver, ...AcmeSolver[]];
}

export const LETS_ENCRYPT = 'https://acme-v02.api.letsencrypt.org/directory';

/** The issuer as cert-manager writes it. */
export function acmeSpec({ server = LETS_ENCRYPT, email, accountKeySecretName, solvers }: AcmeIssuer, name: string): object {
  return {
    server,
    ...(email !== undefined && { email }),
    privateKeySecretRef: { name: accountKeySecretName ?? `${name}-account` },
    solvers: solvers.map(({ dnsZones, http01, dns01 }) => ({
      ...(dnsZones !== undefined && { selector: { dnsZones } }),
      ...(http01 !== undefined && { http01: { ingress: { ingressClassName: http01.ingressClassName } } }),
      ...(dns01 !== undefined && { dns01: dns01Spec(dns01) }),
    })),
  };
}

function dns01Spec(dns01: Dns01): object {
  if ('azureDNS' in dns01) {
    const { subscriptionId, resourceGroup, hostedZone, identityClientId } = dns01.azureDNS;
    return {
      azureDNS: {
        subscriptionID: subscriptionId,
        resourceGroupName: resourceGroup,
        hostedZoneName: hostedZone,
        managedIdentity: { clientID: identityClientId },
      },
    };
  }
  if ('cloudDNS' in dns01) {
    const { project, hostedZone } = dns01.cloudDNS;
    return { cloudDNS: { project, ...(hostedZone !== undefined && { hostedZoneName: hostedZone }) } };
  }
  if ('route53' in dns01) {
    const { region, hostedZoneId, role } = dns01.route53;
    return {
      route53: { region, ...(hostedZoneId !== undefined && { hostedZoneID: hostedZoneId }), ...(role !== undefined && { role }) },
    };
  }
  return { cloudflare: { apiTokenSecretRef: dns01.cloudflare.apiToken } };
}
