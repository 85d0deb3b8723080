import { ApiObject } from 'cdk8s';
import type * as plus from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import { isUnlabelled } from './ambiguities';
import { isPlusWorkload, type Member } from './member';
import { namespacesNamed } from './peers';
import { checkedPeer } from './plain-peer';
import { bothSelectors, selectorOf, selects } from './selection';
import type { FlowPeer, PodsPeer, SelectorLabels } from './stated-network';
import { isPlainPeer, type PlusPeer, type Statement } from './statement';
import type { Wrong } from './wrong';

/** The other end of a statement. */
export interface ResolvedPeer {
  /** As the workload that states the flow sees it. */
  readonly peer: FlowPeer;
  /** The workload that it is; undefined where it is none, or a selection. */
  readonly workload: Member | undefined;
  /** The workloads of the tree that it covers. */
  readonly covers: readonly Member[];
}

/** What is known of a tree. */
export interface Surroundings {
  readonly members: readonly Member[];
  readonly byConstruct: ReadonlyMap<IConstruct, Member>;
  readonly namespaceLabels: ReadonlyMap<string, SelectorLabels>;
}

export function resolvePeer({ peer }: Statement, own: Member, around: Surroundings): ResolvedPeer | Wrong {
  if (isPlainPeer(peer)) return serviceOf(peer, around) ?? covering(peer, own, around);
  const { scope } = peer.node;
  const workload =
    around.byConstruct.get(peer) ?? (ApiObject.isApiObject(peer) && scope !== undefined ? around.byConstruct.get(scope) : undefined);
  if (workload !== undefined) {
    if (isUnlabelled(workload))
      return {
        code: 'unlabelled-pods',
        wrong: `is with ${workload.construct.node.path}, whose pods carry no label`,
        hint: 'give its pod template a label that no other pods of the namespace carry',
      };
    if ((workload.namespace === undefined) !== (own.namespace === undefined))
      return {
        code: 'unknown-namespace',
        wrong: `is with ${workload.construct.node.path}, and only one of the two says in which namespace it is`,
        hint: 'give both charts a namespace',
      };
    return { peer: podsPeerOf(workload, own), workload, covers: [workload] };
  }
  if (ApiObject.isApiObject(peer))
    return {
      code: 'empty-peer',
      wrong: `is with ${peer.kind} ${peer.name}, which holds no pods, or those of several workloads`,
      hint: 'name the workload whose pods are meant; items of a List by their labels with podsIn()',
    };
  // As a selection, it would be every port of pods that nothing makes.
  if (isPlusWorkload(peer))
    return {
      code: 'unknown-peer',
      wrong: `is with ${peer.node.path}, which is no longer in the tree`,
      hint: 'take the flow back, or leave the workload in',
    };
  return covering(selectionOf(peer), own, around);
}

/** `web.shop` is asked of the cluster first, where `shop` is a namespace; with a dot at its end it is not. */
function serviceOf(peer: FlowPeer, { members }: Surroundings): Wrong | undefined {
  if (peer.kind !== 'fqdn') return undefined;
  const [, namespace, ...rest] = peer.fqdn.split('.');
  const namespaces = new Set(['default', 'kube-system', ...members.map((each) => each.namespace)]);
  if (rest.length > 0 || !namespaces.has(namespace)) return undefined;
  return {
    code: 'invalid-fqdn',
    wrong: `is with ${peer.fqdn}, which pods read as a Service of the namespace ${namespace}`,
    hint: `name the workload behind it, or its pods with podsIn(); a name outside of the cluster is ${peer.fqdn}. with a dot at its end`,
  };
}

/** Pods of one workload, as another sees them. */
export function podsPeerOf(member: Member, seenFrom: Pick<Member, 'namespace'>): PodsPeer {
  const { namespace } = member;
  return {
    kind: 'pods',
    name: namespace === undefined ? member.name : `${namespace}/${member.name}`,
    namespaces: namespace === undefined || namespace === seenFrom.namespace ? 'own' : namespacesNamed([namespace]),
    namespaceNames: namespace === undefined ? undefined : [namespace],
    pods: member.pods,
    serviceAccount: member.serviceAccount,
  };
}

function covering(stated: FlowPeer, own: Member, { members, namespaceLabels }: Surroundings): ResolvedPeer | Wrong {
  const peer = checkedPeer(stated);
  if ('wrong' in peer) return peer;
  const covers = peer.kind !== 'pods' ? [] : members.filter((each) => selects(peer.pods, each.labels) && isThere(peer, each));
  return { peer, workload: undefined, covers };

  function isThere({ namespaces }: PodsPeer, { namespace }: Member): boolean {
    if (namespaces === 'own') return namespace === own.namespace;
    const labels = namespace === undefined ? {} : (namespaceLabels.get(namespace) ?? { 'kubernetes.io/metadata.name': namespace });
    return selects(namespaces, labels);
  }
}

/** A peer of cdk8s-plus that is no workload. */
function selectionOf(peer: PlusPeer): FlowPeer {
  const { ipBlock, podSelector }: plus.NetworkPolicyPeerConfig = peer.toNetworkPolicyPeerConfig();
  if (ipBlock !== undefined) return { kind: 'cidr', cidr: ipBlock.cidr, except: ipBlock.except ?? [] };
  const names = podSelector?.namespaces?.names;
  const byLabels = selectorOf(podSelector?.namespaces?.labelSelector);
  return {
    kind: 'pods',
    name: peer.node.path,
    namespaces:
      podSelector?.namespaces === undefined ? 'own' : names === undefined ? byLabels : bothSelectors(namespacesNamed(names), byLabels),
    namespaceNames: names,
    pods: selectorOf(podSelector?.labelSelector),
    serviceAccount: undefined,
  };
}
