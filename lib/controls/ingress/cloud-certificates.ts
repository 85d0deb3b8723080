import { isObject, type Json } from '../requirement';

/** Where load balancers of Google are told their certificates (https://cloud.google.com/kubernetes-engine/docs/concepts/ingress-xlb). */
const OF_GOOGLE = ['networking.gke.io/managed-certificates', 'ingress.gcp.kubernetes.io/pre-shared-cert'];
/** Those of Amazon (https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/). */
const OF_AMAZON = 'alb.ingress.kubernetes.io/certificate-arn';
/** Only HTTPS where there is a certificate, and nothing is said here. */
const PORTS_OF_AMAZON = 'alb.ingress.kubernetes.io/listen-ports';

/** Whether TLS ends at the load balancer of a cloud, with a certificate that an annotation names. */
export function hasCloudCertificate({ metadata }: Json): boolean {
  const annotations: unknown = isObject(metadata) ? metadata.annotations : undefined;
  if (!isObject(annotations)) return false;
  const said = (key: string) => typeof annotations[key] === 'string' && annotations[key] !== '';
  const { [PORTS_OF_AMAZON]: ports } = annotations;
  return OF_GOOGLE.some(said) || (said(OF_AMAZON) && (typeof ports !== 'string' || ports.includes('HTTPS')));
}

const ANNOTATIONS = 'object.metadata.annotations';
const said = (key: string) => `('${key}' in ${ANNOTATIONS} && ${ANNOTATIONS}['${key}'] != '')`;
const OVER_HTTPS = `(!('${PORTS_OF_AMAZON}' in ${ANNOTATIONS}) || ${ANNOTATIONS}['${PORTS_OF_AMAZON}'].contains('HTTPS'))`;

/** The same in CEL. */
export const CLOUD_CERTIFICATE = `(has(${ANNOTATIONS}) && (${OF_GOOGLE.map(said).join(' || ')} || (${said(OF_AMAZON)} && ${OVER_HTTPS})))`;
