import { Lazy } from 'cdk8s';
import { k8s, Pod, type Workload } from 'cdk8s-plus-28';

/** How many pods of a workload may be away at once while nodes are drained. Give one of the two. */
export interface DisruptionBudget {
  /**
   * How many may be unavailable: a number, or a percentage such as `25%`.
   *
   * @default 1 - it never blocks the drain of a node, whatever the number of replicas
   */
  readonly maxUnavailable?: number | string;
  /**
   * How many must stay available: a number, or a percentage such as `50%`.
   *
   * @default - `maxUnavailable` decides
   */
  readonly minAvailable?: number | string;
}

/** A PodDisruptionBudget for the pods of the workload. */
export function addDisruptionBudget(workload: Workload, { maxUnavailable, minAvailable }: DisruptionBudget = {}): void {
  new k8s.KubePodDisruptionBudget(workload, 'DisruptionBudget', {
    metadata: { namespace: workload.metadata.namespace },
    spec: {
      ...(minAvailable === undefined ? { maxUnavailable: amount(maxUnavailable ?? 1) } : { minAvailable: amount(minAvailable) }),
      selector: {
        // The workload may select more, or other labels; this one its pods always have.
        matchLabels: Lazy.any({ produce: () => ({ [Pod.ADDRESS_LABEL]: workload.podMetadata.getLabel(Pod.ADDRESS_LABEL) }) }),
      },
    },
  });
}

function amount(value: number | string): k8s.IntOrString {
  return typeof value === 'number' ? k8s.IntOrString.fromNumber(value) : k8s.IntOrString.fromString(value);
}
