export type { AcmeIssuer, AcmeSolver, Dns01, Http01, IssuerSecretKey } from './acme';
export { type CertificateAuthority, CertificateIssuer, type CertificateIssuerProps } from './certificate-issuer';
export { type IssuerReference, TlsCertificate, type TlsCertificateProps } from './tls-certificate';
export type { VaultIssuer } from './vault';
