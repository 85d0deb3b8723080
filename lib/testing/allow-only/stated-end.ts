import type { Endpoint, Reachability } from '../../reachability';
import { covers } from '../../reachability/addresses';
import { addressesNamed, podsNamed, rangesOf } from '../../reachability/ends';
import { METADATA } from '../../reachability/outsiders';
import { podsDescribed } from '../../reachability/strangers';

/** The labels and the namespace that a cluster's resolver has by convention. */
const RESOLVER = 'namespace kube-system pod k8s-app=kube-dns';
const METADATA_ADDRESSES = rangesOf(METADATA);

/** One end of a stated flow. */
export interface StatedEnd {
  /** The end by itself, for the evaluator; undefined for `*`, which is many. */
  readonly name: string | undefined;
  /** Whether an end is meant by it. */
  readonly covers: (end: Endpoint) => boolean;
  /** Whether one of those that are meant is enough for the flow to be there; else it must be the end by itself. */
  readonly anyOfIt: boolean;
}

/** Whether an end is the resolver of the cluster. */
export function isResolver(end: Endpoint): boolean {
  return end.kind === 'pod' && end.namespace === 'kube-system' && end.labels['k8s-app'] === 'kube-dns';
}

/** Throws a TemperedError `unknown-endpoint`. */
export function statedEnd(written: string, reach: Reachability): StatedEnd {
  if (written === '*') return { name: undefined, covers: (end) => !isMetadata(end), anyOfIt: true };
  const isWorkload = podsNamed(written, reach.pods).length > 0;
  if (written === 'kube-dns' && !isWorkload) return { name: RESOLVER, covers: isResolver, anyOfIt: true };
  const stated = reach.end(written);
  if (isWorkload) return { name: written, covers: (end) => end === stated, anyOfIt: false };
  const addresses = addressesNamed(written);
  if (addresses !== undefined)
    return {
      name: written,
      covers: (end) => isAddress(end) && end.whereabouts.candidates.every((each) => covers(addresses, each)),
      anyOfIt: false,
    };
  const described = podsDescribed(written);
  if (described !== undefined) {
    const { namespace, namespaceLabels, labels } = described;
    const isPod = (end: Endpoint): boolean =>
      end.kind === 'pod' &&
      (namespace === undefined || end.namespace === namespace) &&
      Object.entries(namespaceLabels).every(([key, value]) => end.namespaceLabels[key] === value) &&
      Object.entries(labels).every(([key, value]) => end.labels[key] === value);
    return { name: written, covers: isPod, anyOfIt: true };
  }
  const isOutside = (end: Endpoint): boolean => end.kind === 'outsider' && stated.kind === 'outsider' && end.entity === stated.entity;
  if (stated.kind === 'outsider' && stated.fqdn !== undefined) {
    const name = stated.fqdn.toLowerCase();
    return { name: written, covers: (end) => isOutside(end) && 'fqdn' in end && end.fqdn?.toLowerCase() === name, anyOfIt: false };
  }
  return { name: written, covers: (end) => isOutside(end) && !isMetadata(end), anyOfIt: written === 'world' };
}

/** Whether it is known by its address alone. */
function isAddress(end: Endpoint): boolean {
  return end.kind === 'outsider' && end.entity === 'world' && end.fqdn === undefined && end.whereabouts.knowledge === 'exact';
}

function isMetadata(end: Endpoint): boolean {
  return isAddress(end) && end.whereabouts.candidates.every((each) => covers(METADATA_ADDRESSES, each));
}
