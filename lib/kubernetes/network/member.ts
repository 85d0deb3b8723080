import { ApiObject, Chart } from 'cdk8s';
import { Pod } from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import { isObject, type Json, listOf, type PodSubject, podsOf } from '../../controls/requirement';
import { holdsPods } from '../../controls/requirement/pods';
import { isKubernetesObject, resource } from '../../engine/resource';
import { visitObjects } from '../hardening/list-items';
import { renderRaw } from '../hardening/raw';
import { ownSelector, textsIn } from './own-selector';
import type { FlowPort, Selector, SelectorLabels } from './stated-network';

/** A port that a container declares. */
export interface DeclaredPort {
  /** Undefined where it has none. */
  readonly name: string | undefined;
  readonly protocol: FlowPort['protocol'];
  readonly port: number;
}

/** The pods of one workload of a tree, whoever made it. */
export interface Member {
  /** The workload of cdk8s-plus, or else the object. */
  readonly construct: IConstruct;
  readonly chart: Chart;
  /** Of the object. */
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly labels: SelectorLabels;
  /** Selects these pods; empty where no label tells them from others. */
  readonly pods: Selector;
  readonly serviceAccount: string;
  /** Whether they are in the network of their node: for policies they are that node. */
  readonly hostNetwork: boolean;
  readonly ports: readonly DeclaredPort[];
}

/** What tells a workload of cdk8s-plus, of whichever version. */
export interface PlusWorkload extends IConstruct {
  readonly podMetadata: { toJson(): unknown; getLabel(key: string): string | undefined };
  readonly serviceAccount?: { readonly name: string };
  readonly hostNetwork?: boolean;
  readonly containers: readonly PlusContainer[];
  readonly initContainers: readonly PlusContainer[];
}

interface PlusContainer {
  readonly ports: readonly { readonly number: number; readonly name?: string; readonly protocol?: string }[];
}

/** Everything in a tree that holds pods. */
export function membersOf(root: IConstruct): readonly Member[] {
  return root.node.findAll().flatMap((construct) => (ApiObject.isApiObject(construct) ? membersIn(construct) : []));
}

function membersIn(object: ApiObject): readonly Member[] {
  const group = object.apiVersion.includes('/') ? object.apiGroup : '';
  const isList = object.kind.endsWith('List');
  if (!isList && !holdsPods(group, object.kind)) return [];
  const owner = object.node.scope;
  const chart = Chart.of(object);
  const { kind, name } = object;
  const { namespace } = object.metadata;
  if (owner !== undefined && isPlusWorkload(owner)) return [{ chart, kind, name, namespace, ...ofWorkload(owner) }];
  // What nobody wraps renders the same each time; a workload of cdk8s-plus does not, hence it is asked above.
  const json = renderRaw(object);
  if (!isKubernetesObject(json)) return [];
  return itemsOf(json).flatMap((item) => {
    const read = resource(item);
    const { pods } = podsOf(read.group, read.kind, item);
    return pods.map((pod, index): Member => {
      const own = isList ? read.name : name;
      return {
        chart,
        kind: read.kind,
        name: index === 0 ? own : `${own}-${index}`,
        namespace: read.namespace ?? namespace,
        ...ofTemplate(object, item, pod),
      };
    });
  });
}

/** The objects that an object is: those of a List, else itself. */
function itemsOf(json: Json): readonly Json[] {
  const items: Json[] = [];
  const visit = (item: Json): Json => {
    items.push(item);
    return item;
  };
  visitObjects(json, { visit, refuse: () => {} });
  return items;
}

/** Whether it is a workload of cdk8s-plus, of whichever version. */
export function isPlusWorkload(construct: IConstruct): construct is PlusWorkload {
  return 'podMetadata' in construct && 'toPodSelectorConfig' in construct && 'containers' in construct;
}

type OwnPart = Pick<Member, 'construct' | 'labels' | 'pods' | 'serviceAccount' | 'hostNetwork' | 'ports'>;

function ofWorkload(workload: PlusWorkload): OwnPart {
  const metadata = workload.podMetadata.toJson();
  const address = workload.podMetadata.getLabel(Pod.ADDRESS_LABEL);
  const labels = labelsIn(metadata);
  const containers = [...workload.initContainers, ...workload.containers];
  return {
    construct: workload,
    labels,
    pods: { labels: address === undefined ? labels : { [Pod.ADDRESS_LABEL]: address }, expressions: [] },
    serviceAccount: workload.serviceAccount?.name ?? 'default',
    hostNetwork: workload.hostNetwork === true,
    ports: containers.flatMap(({ ports }) => ports.map(({ name, number, protocol }) => declared(name, number, protocol))),
  };
}

function ofTemplate(object: ApiObject, item: Json, { spec, metadata, at }: PodSubject): OwnPart {
  const labels = labelsIn(metadata);
  const containers = [...listOf(spec.initContainers), ...listOf(spec.containers)];
  return {
    construct: object,
    labels,
    pods: (at.join('.') === 'spec.template' ? ownSelector(item, labels) : undefined) ?? { labels, expressions: [] },
    // The older field of the two; the API server fills each in from the other.
    serviceAccount: [spec.serviceAccountName, spec.serviceAccount].find((each) => typeof each === 'string' && each !== '') ?? 'default',
    hostNetwork: spec.hostNetwork === true,
    ports: containers.flatMap(({ ports }) =>
      listOf(ports).flatMap(({ name, containerPort, protocol }) =>
        typeof containerPort === 'number' ? [declared(name, containerPort, protocol)] : [],
      ),
    ),
  };
}

function declared(name: unknown, port: number, protocol: unknown): DeclaredPort {
  return {
    name: typeof name === 'string' && name !== '' ? name : undefined,
    port,
    protocol: protocol === 'UDP' || protocol === 'SCTP' ? protocol : 'TCP',
  };
}

function labelsIn(metadata: unknown): SelectorLabels {
  return textsIn(isObject(metadata) ? metadata.labels : undefined);
}
