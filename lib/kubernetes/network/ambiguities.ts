import { Pod } from 'cdk8s-plus-28';
import type { TemperedError } from '../../errors';
import { constructError } from '../secrets/construct-error';
import type { Member } from './member';
import { selects } from './selection';

/**
 * Labels that select the pods of another workload, too, would open to those what is stated of these.
 *
 * @param stating the workloads with flows of their own
 */
export function ambiguities(stating: readonly Member[], all: readonly Member[]): readonly TemperedError[] {
  return stating.flatMap((member) => {
    const { construct, namespace, pods } = member;
    if (Pod.ADDRESS_LABEL in pods.labels) return []; // unique in the app
    const other = all.find((each) => each !== member && each.namespace === namespace && selects(pods, each.labels));
    if (other === undefined) return [];
    return constructError(
      'ambiguous-pods',
      construct,
      '',
      `its labels select the pods of ${other.construct.node.path}, too, which its flows would open as well`,
      'give its pod template a label that those do not carry',
    );
  });
}
