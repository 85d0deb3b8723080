import { waiverAnnotation } from '../engine/waiver';
import { checkedWaivers, type ResourceWaiver } from './resource-waiver';

/**
 * A waiver as a label, for the `labels` of a resource of plain @pulumi/docker under {@link hardenStack}; our own resources take
 * `waivers`.
 *
 * @example
 * ```ts
 * new docker.Container('agent', {
 *   image,
 *   pidMode: 'host',
 *   labels: [waiverLabel({ control: 'docker-host-pid', reason: 'counts the processes of the host', expires: '2027-06-30' })],
 * });
 * ```
 *
 * @throws a TemperedError `unknown-control` that names the nearest one, or `invalid-waiver`
 */
export function waiverLabel(waiver: ResourceWaiver): { readonly label: string; readonly value: string } {
  const { key, value } = waiverAnnotation(checkedWaivers([waiver]));
  return { label: key, value };
}
