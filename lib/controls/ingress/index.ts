export { danglingIngress } from './dangling-ingress';
export { ingressAnnotationInjection } from './ingress-annotation-injection';
export { ingressControllerEndOfLife } from './ingress-controller-end-of-life';
export { ingressSnippetAnnotations } from './ingress-snippet-annotations';
export { ingressTls } from './ingress-tls';
export { ingressUniqueHost } from './ingress-unique-host';
export { ingressWildcardHost } from './ingress-wildcard-host';
