import { TemperedError } from '../../../errors';
import type { PodsPeer } from '../stated-network';

/** An identity that can only be known with the namespace of the workload. */
export function unknownNamespace(path: string, { name }: PodsPeer, way: 'from' | 'to'): TemperedError {
  const flow = way === 'from' ? 'a flow into it is from' : 'a flow out of it is to';
  return new TemperedError('unknown-namespace', `${path}: ${flow} ${name}, and in which namespace these pods are is not known`, {
    hint: "give the chart a namespace: new Chart(app, id, { namespace: 'shop' })",
  });
}
