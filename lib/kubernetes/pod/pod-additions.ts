import type { k8s } from 'cdk8s-plus-28';
import type { WaiverProps } from '../waive';
import type { Waived } from '../waived';
import type { ContainerProps } from './container';

/** The containers of a pod, with what tempered adds to each. Takes the place of cdk8s-plus' properties of the same names. */
export interface PodContainers {
  /**
   * What runs in the pod, with writable paths and waivers.
   *
   * @default - none; there must be one by the time the pod renders
   */
  readonly containers?: ContainerProps[];
  /**
   * What runs before the containers, one after the other, with writable paths and waivers.
   *
   * @default - none
   */
  readonly initContainers?: ContainerProps[];
}

/** What tempered adds to the options of everything that holds a pod. */
export interface PodAdditions {
  /**
   * Risks taken on purpose in this workload, each with a reason and an end.
   *
   * @default - none
   */
  readonly waivers?: readonly WaiverProps[];
  /**
   * Whether the pod sees the processes of its node.
   *
   * @default false
   */
  readonly hostPid?: false | Waived<true>;
  /**
   * Whether the pod shares memory with the processes of its node.
   *
   * @default false
   */
  readonly hostIpc?: false | Waived<true>;
  /**
   * Whether the containers of the pod see each other's processes, and with them their environment.
   *
   * @default false
   */
  readonly shareProcessNamespace?: false | Waived<true>;
  /**
   * Whether the addresses of all Services of the namespace are put into the environment.
   *
   * @default false - a map of the namespace for whoever gets in; names are found by DNS
   */
  readonly enableServiceLinks?: false | Waived<true>;
  /**
   * The operating system of the nodes.
   *
   * @default - not said, which is Linux
   */
  readonly os?: 'linux' | 'windows';
  /**
   * Name of the PriorityClass: who goes first when nodes are short of room.
   *
   * @default - that of the cluster
   */
  readonly priorityClassName?: string;
  /**
   * Name of the RuntimeClass, for sandboxes such as gVisor or Kata.
   *
   * @default - the runtime of the node
   */
  readonly runtimeClassName?: string;
  /**
   * How the pods spread over nodes and zones.
   *
   * @default - from two replicas on, over nodes as far as they go (`ScheduleAnyway`), since all replicas on one node are one; `[]` turns it off
   */
  readonly topologySpreadConstraints?: readonly k8s.TopologySpreadConstraint[];
}
