import type { Chart } from 'cdk8s';
import type { Dialect } from './dialect';
import { dialectOf } from './isolation-scope';
import type { Member } from './member';

/** Of Kubernetes itself: a pod of the resolver or of the network plugin that nobody isolates must not be closed by the way. */
const OF_THE_CLUSTER = /^kube-/;

/**
 * The namespaces that a chart may close as a whole, with the pods that nobody isolates: the one that it states itself, if the chart
 * is isolated and not just some workloads of it. Of pods that the app has there and nobody isolates, somebody has decided that they stay
 * open; and pods of another dialect have flows of their own, which a denial of this one may go before.
 */
export function wholeNamespacesOf(chart: Chart, dialect: Dialect, members: readonly Member[]): readonly string[] {
  const { namespace } = chart;
  if (namespace === undefined || OF_THE_CLUSTER.test(namespace) || dialectOf(chart) !== dialect) return [];
  const mayStay = (other: Dialect | undefined): boolean => other === dialect || (other !== undefined && dialect.isAdditive === true);
  return members.every((each) => each.namespace !== namespace || mayStay(dialectOf(each.construct))) ? [namespace] : [];
}
