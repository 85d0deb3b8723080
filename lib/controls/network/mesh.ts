import { isObject, type Json, type KindRef, type Neighbours, type PodSubject } from '../requirement';
import { labelsOf } from '../workload/label-selector';

export const PEER_AUTHENTICATION: KindRef = { group: 'security.istio.io', kind: 'PeerAuthentication' };
export const ISTIO_AUTHORIZATION: KindRef = { group: 'security.istio.io', kind: 'AuthorizationPolicy' };
export const DESTINATION_RULE: KindRef = { group: 'networking.istio.io', kind: 'DestinationRule' };
export const LINKERD_SERVER: KindRef = { group: 'policy.linkerd.io', kind: 'Server' };
export const LINKERD_AUTHORIZATION: KindRef = { group: 'policy.linkerd.io', kind: 'AuthorizationPolicy' };
/** The older form of an AuthorizationPolicy. */
export const SERVER_AUTHORIZATION: KindRef = { group: 'policy.linkerd.io', kind: 'ServerAuthorization' };

/** A service mesh whose objects are read. */
export type Mesh = 'istio' | 'linkerd';

/** The annotation, of a namespace or a pod, by which Linkerd puts its proxy into pods. */
export const LINKERD_INJECT = 'linkerd.io/inject';
/** The label (and older annotation) of a pod by which Istio puts its proxy into it, or not. */
export const ISTIO_INJECT = 'sidecar.istio.io/inject';

/** The annotations of a thing with `metadata`; none where there are none. */
export function annotationsOf(holder: Json | undefined): Json {
  const metadata: unknown = holder?.metadata;
  return isObject(metadata) && isObject(metadata.annotations) ? metadata.annotations : {};
}

/**
 * The mesh that a Namespace puts its pods into: Istio by `istio-injection: enabled`, a revision (`istio.io/rev`) or
 * `istio.io/dataplane-mode: ambient`, Linkerd by its annotation.
 */
export function meshOfNamespace(namespace: Json | undefined): Mesh | undefined {
  const labels = labelsOf(namespace);
  if (labels['istio-injection'] === 'enabled' || labels['istio.io/dataplane-mode'] === 'ambient') return 'istio';
  if (labels['istio-injection'] !== 'disabled' && typeof labels['istio.io/rev'] === 'string') return 'istio';
  return putsLinkerd(annotationsOf(namespace)[LINKERD_INJECT]) ? 'linkerd' : undefined;
}

/** The mesh that a pod is put into, by its Namespace where that is read, or by itself. */
export function meshOfPod({ metadata }: PodSubject, namespace: string | undefined, neighbours: Neighbours): Mesh | undefined {
  const own = { metadata };
  if (isTrue(labelsOf(own)[ISTIO_INJECT] ?? annotationsOf(own)[ISTIO_INJECT])) return 'istio';
  if (putsLinkerd(annotationsOf(own)[LINKERD_INJECT])) return 'linkerd';
  return meshOfNamespace(namespaceOf(namespace, neighbours));
}

/** The Namespace of that name, where it is read. */
export function namespaceOf(name: string | undefined, neighbours: Neighbours): Json | undefined {
  return name === undefined ? undefined : neighbours.find('', 'Namespace', undefined, name);
}

function putsLinkerd(value: unknown): boolean {
  return value === 'enabled' || value === 'ingress';
}

/** The words that Istio's injector takes for yes: https://github.com/istio/istio/blob/master/pkg/kube/inject/inject.go (injectRequired) */
const YES = /^(?:y|yes|true|on)$/i;

function isTrue(value: unknown): boolean {
  return typeof value === 'string' && YES.test(value);
}

/** Whether the value keeps Istio's proxy out: anything but yes; an empty one says nothing. */
export function keepsIstioOut(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && !YES.test(value);
}

/** The same in CEL, of a text. */
export function celKeepsIstioOut(value: string): string {
  return `!(${value}).matches('^([yY]|[yY][eE][sS]|[tT][rR][uU][eE]|[oO][nN])?$')`;
}
