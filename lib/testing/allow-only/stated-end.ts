import type { Endpoint, Reachability } from '../../reachability';
import { covers } from '../../reachability/addresses';
import { addressesNamed, rangesOf } from '../../reachability/ends';
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
  /** Whether the flow is there with this end: with one of those that are meant, or with a workload, a block or a name as a whole. */
  readonly is: (end: Endpoint) => boolean;
}

/** Whether an end is the resolver of the cluster. */
export function isResolver(end: Endpoint): boolean {
  return end.kind === 'pod' && end.namespace === 'kube-system' && end.labels['k8s-app'] === 'kube-dns';
}

/** Throws a TemperedError `unknown-endpoint`. */
export function statedEnd(written: string, reach: Reachability): StatedEnd {
  if (written === '*') return anyOfIt(undefined, (end) => !isMetadata(end));
  const isWorkload = reach.workloads(written).length > 0;
  if (written === 'kube-dns' && !isWorkload) return anyOfIt(RESOLVER, isResolver);
  const stated = reach.end(written);
  if (isWorkload) return { name: written, covers: (end) => end === stated, is: (end) => end === stated };
  const addresses = addressesNamed(written);
  if (addresses !== undefined)
    return itself(written, (end) => isAddress(end) && end.whereabouts.candidates.every((each) => covers(addresses, each)));
  const described = podsDescribed(written);
  if (described !== undefined) {
    const { namespace, namespaceLabels, labels } = described;
    const isPod = (end: Endpoint): boolean =>
      end.kind === 'pod' &&
      (namespace === undefined || end.namespace === namespace) &&
      Object.entries(namespaceLabels).every(([key, value]) => end.namespaceLabels[key] === value) &&
      Object.entries(labels).every(([key, value]) => end.labels[key] === value);
    return anyOfIt(written, isPod);
  }
  const isOutside = (end: Endpoint): boolean => end.kind === 'outsider' && stated.kind === 'outsider' && end.entity === stated.entity;
  if (stated.kind === 'outsider' && stated.fqdn !== undefined) {
    const name = stated.fqdn.toLowerCase();
    return itself(written, (end) => isOutside(end) && 'fqdn' in end && end.fqdn?.toLowerCase() === name);
  }
  const isMeant = (end: Endpoint): boolean => isOutside(end) && !isMetadata(end);
  return written === 'world' ? anyOfIt(written, isMeant) : itself(written, isMeant);
}

function anyOfIt(name: string | undefined, isMeant: (end: Endpoint) => boolean): StatedEnd {
  return { name, covers: isMeant, is: isMeant };
}

/** It is asked for by its name, and has it then. */
function itself(name: string, isMeant: (end: Endpoint) => boolean): StatedEnd {
  return { name, covers: isMeant, is: (end) => end.name === name };
}

/** Whether it is known by its address alone. */
function isAddress(end: Endpoint): boolean {
  return end.kind === 'outsider' && end.entity === 'world' && end.fqdn === undefined && end.whereabouts.knowledge === 'exact';
}

function isMetadata(end: Endpoint): boolean {
  return isAddress(end) && end.whereabouts.candidates.every((each) => covers(METADATA_ADDRESSES, each));
}
