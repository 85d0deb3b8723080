import { cachedByList, isObject, type Json, type KindRef, listOf, type Neighbours, type PodSubject } from '../requirement';
import { labelsOf, selects } from '../workload/label-selector';
import { selectorIndex } from '../workload/neighbour-index';
import { labelSelectorOf } from './calico-selector';
import { labelsOfNamespace } from './namespace-labels';

const CALICO = ['projectcalico.org', 'crd.projectcalico.org'];
export const CILIUM: KindRef = { group: 'cilium.io', kind: 'CiliumNetworkPolicy' };
export const CILIUM_CLUSTERWIDE: KindRef = { group: 'cilium.io', kind: 'CiliumClusterwideNetworkPolicy' };
export const CALICO_POLICIES: readonly KindRef[] = CALICO.map((group) => ({ group, kind: 'NetworkPolicy' }));
export const CALICO_GLOBAL: readonly KindRef[] = CALICO.map((group) => ({ group, kind: 'GlobalNetworkPolicy' }));
/** Those of the whole cluster, whose subjects are not read here. */
const ADMINISTRATIVE: readonly KindRef[] = ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'].map((kind) => ({
  group: 'policy.networking.k8s.io',
  kind,
}));

/** Whether policies of another dialect may select pods of a namespace. */
function hasOtherPolicies(namespace: string | undefined, neighbours: Neighbours): boolean {
  return (
    [CILIUM, ...CALICO_POLICIES].some(({ group, kind }) => neighbours.list(group, kind, namespace).length > 0) ||
    [CILIUM_CLUSTERWIDE, ...CALICO_GLOBAL, ...ADMINISTRATIVE].some(({ group, kind }) => neighbours.everywhere(group, kind).length > 0)
  );
}

/** Whether policies of another dialect refuse what a NetworkPolicy allows: those of Cilium by a denial, those of Calico by their order or tier. */
export function maySomeoneDeny(namespace: string | undefined, neighbours: Neighbours): boolean {
  const of = ({ group, kind }: KindRef): readonly Json[] => neighbours.list(group, kind, namespace);
  const everywhere = ({ group, kind }: KindRef): readonly Json[] => neighbours.everywhere(group, kind);
  return (
    denials([...of(CILIUM), ...everywhere(CILIUM_CLUSTERWIDE)]) ||
    denials([...CALICO_POLICIES.flatMap(of), ...CALICO_GLOBAL.flatMap(everywhere)]) ||
    ADMINISTRATIVE.some((each) => everywhere(each).length > 0)
  );
}

function denials(policies: readonly Json[]): boolean {
  return policies.flatMap(specsOf).some((spec) => {
    if (spec === undefined) return true;
    const { egressDeny, egress, tier = 'default' } = spec;
    return (
      listOf(egressDeny).length > 0 || tier !== 'default' || listOf(egress).some(({ action }) => action !== undefined && action !== 'Allow')
    );
  });
}

/** What one policy selects, in the words of Kubernetes: pods, and for those of a cluster their namespaces. */
interface Selection {
  readonly pods: Json;
  readonly namespaces: Json | undefined;
}

/** The selections of a list of policies; `unread` where one of them says more than labels can. */
interface Selections {
  readonly index: ReturnType<typeof selectorIndex>;
  readonly unread: boolean;
}

function selections(read: (spec: Json) => Selection | 'nobody' | undefined): (list: readonly Json[]) => Selections {
  return cachedByList((list) => {
    const all = list.flatMap(specsOf).map((spec) => (spec === undefined ? undefined : read(spec)));
    const known = all.flatMap((each) => (each === undefined || each === 'nobody' ? [] : [{ ...each }]));
    return { index: selectorIndex(known, ({ pods }) => pods), unread: all.includes(undefined) };
  });
}

/** A policy of Cilium may have several specs. */
function specsOf({ spec, specs }: Json): readonly (Json | undefined)[] {
  const all = [...(isObject(spec) ? [spec] : []), ...listOf(specs)];
  return all.length === 0 ? [undefined] : all;
}

const ofCilium = selections(({ endpointSelector, nodeSelector }) => {
  if (isObject(nodeSelector)) return 'nobody'; // the nodes themselves
  return isObject(endpointSelector) ? { pods: withoutSources(endpointSelector), namespaces: undefined } : undefined;
});

/** `k8s:app` and `any:app` are `app`: https://docs.cilium.io/en/stable/gettingstarted/terminology/#label-source */
export function withoutSources({ matchLabels, matchExpressions }: Json): Json {
  const named = (key: string): string => key.replace(/^(?:k8s|any):/, '');
  return {
    matchLabels: isObject(matchLabels) ? Object.fromEntries(Object.entries(matchLabels).map(([key, value]) => [named(key), value])) : {},
    matchExpressions: listOf(matchExpressions).map((each) => ({ ...each, key: named(String(each.key)) })),
  };
}

const ofCalico = selections(({ selector = '', namespaceSelector = '', serviceAccountSelector }) => {
  if (serviceAccountSelector !== undefined || typeof selector !== 'string' || typeof namespaceSelector !== 'string') return undefined;
  const pods = labelSelectorOf(selector);
  const namespaces = labelSelectorOf(namespaceSelector);
  return pods === undefined || namespaces === undefined ? undefined : { pods, namespaces };
});

/** Labels that Cilium gives an endpoint beside its own. */
function asCiliumSees(pod: PodSubject, namespace: string, ofNamespace: Json): Json {
  const inherited = Object.entries(ofNamespace).map(([key, value]) => [`io.cilium.k8s.namespace.labels.${key}`, value]);
  return { ...Object.fromEntries(inherited), ...labelsOf(pod), 'io.kubernetes.pod.namespace': namespace };
}

/** Labels that Calico gives an endpoint beside its own. */
function asCalicoSees(pod: PodSubject, namespace: string): Json {
  return { ...labelsOf(pod), 'projectcalico.org/namespace': namespace, 'projectcalico.org/orchestrator': 'k8s' };
}

/**
 * Whether a policy of Cilium or Calico selects the pod: by its labels, its namespace's, and for those of the cluster in whatever namespace.
 * Undefined where one may that cannot be read.
 */
export function isSelectedByOthers(pod: PodSubject, namespace: string | undefined, neighbours: Neighbours): boolean | undefined {
  if (!hasOtherPolicies(namespace, neighbours)) return false;
  const name = namespace ?? 'default';
  const ofNamespace = { ...labelsOfNamespace(name, neighbours), 'projectcalico.org/name': name };
  const [cilium, calico] = [asCiliumSees(pod, name, ofNamespace), asCalicoSees(pod, name)];
  const of = ({ group, kind }: KindRef): readonly Json[] => neighbours.list(group, kind, namespace);
  const everywhere = ({ group, kind }: KindRef): readonly Json[] => neighbours.everywhere(group, kind);
  const asked = [
    [ofCilium(of(CILIUM)), cilium],
    [ofCilium(everywhere(CILIUM_CLUSTERWIDE)), cilium],
    ...CALICO_POLICIES.map((each) => [ofCalico(of(each)), calico] as const),
    ...CALICO_GLOBAL.map((each) => [ofCalico(everywhere(each)), calico] as const),
  ] as const;
  for (const [{ index }, labels] of asked)
    if (index.selecting(labels).some(({ namespaces }) => namespaces === undefined || selects(namespaces, ofNamespace))) return true;
  const isUnread = asked.some(([{ unread }]) => unread) || ADMINISTRATIVE.some((each) => everywhere(each).length > 0);
  return isUnread ? undefined : false;
}
