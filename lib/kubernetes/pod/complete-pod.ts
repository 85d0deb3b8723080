import type { AbstractPod, PodConnections } from 'cdk8s-plus-28';
import type { ControlId } from '../../controls/catalogue';
import { type ConstructClass, hardenDropIn } from '../hardening/drop-in';
import { setPodFields } from '../hardening/pod-fields';
import { giveConnections } from '../network/give-connections';
import { waive } from '../waive';
import { isWaived, type Waived } from '../waived';
import { giveOwnServiceAccount } from './own-service-account';
import type { PodAdditions } from './pod-additions';
import { becomeComplete } from './when-complete';

/** The end of the constructor of everything that holds a pod: what its options ask for beyond cdk8s-plus. */
export function completePod(pod: AbstractPod, dropIn: ConstructClass, props: PodAdditions): void {
  if (pod.serviceAccount === undefined) giveOwnServiceAccount(pod);
  if (hasConnections(pod)) giveConnections(pod);
  for (const waiver of props.waivers ?? []) waive(pod, waiver);
  const { os, priorityClassName, runtimeClassName, topologySpreadConstraints } = props;
  const fields = {
    hostPID: unlessSecure(pod, 'host-pid', props.hostPid),
    hostIPC: unlessSecure(pod, 'host-ipc', props.hostIpc),
    shareProcessNamespace: unlessSecure(pod, 'share-process-namespace', props.shareProcessNamespace),
    enableServiceLinks: unlessSecure(pod, 'enable-service-links', props.enableServiceLinks),
    os: os && { name: os },
    priorityClassName,
    runtimeClassName,
    topologySpreadConstraints,
  };
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  if (given.length > 0) setPodFields(pod, Object.fromEntries(given));
  becomeComplete(pod);
  hardenDropIn(pod, dropIn);
}

/** Of the classes that hold a pod the abstract one has none. */
function hasConnections(pod: AbstractPod): pod is AbstractPod & { connections: PodConnections } {
  return 'connections' in pod;
}

/** The value of an option, which is waived where it is not the secure one. */
function unlessSecure(pod: AbstractPod, control: ControlId, option: boolean | Waived<boolean> | undefined): boolean | undefined {
  if (!isWaived(option)) return option;
  const { value, ...because } = option;
  waive(pod, { control, ...because });
  return value;
}
