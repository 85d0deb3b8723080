import { ApiObject } from 'cdk8s';
import { type AbstractPod, type IServiceAccount, Pod, ServiceAccount } from 'cdk8s-plus-28';

/**
 * Gives the pod a ServiceAccount that no other pod has, and no token of it: what one workload is granted, another one cannot use.
 *
 * It is made with the pod, and not at synthesis, because `permissions.grantRead(deployment)` needs it by then.
 */
export function giveOwnServiceAccount(pod: AbstractPod): void {
  const account = new ServiceAccount(pod, 'ServiceAccount', {
    automountToken: false,
    metadata: { namespace: pod.metadata.namespace },
  });
  // The field of cdk8s-plus is read-only for its users; it is read when the pod renders.
  (pod as { serviceAccount?: IServiceAccount }).serviceAccount = account;
  // An API server refuses a Pod whose ServiceAccount is not there yet. A controller tries again, and keeps its place in the manifest.
  if (pod instanceof Pod) ApiObject.of(pod).addDependency(account);
}
