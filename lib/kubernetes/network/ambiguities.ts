import { Pod } from 'cdk8s-plus-28';
import type { TemperedError } from '../../errors';
import { constructError } from '../secrets/construct-error';
import type { Member } from './member';
import { selects } from './selection';

/** Of pods without a label no policy can be. */
export function isUnlabelled({ pods }: Member): boolean {
  return Object.keys(pods.labels).length === 0 && pods.expressions.length === 0;
}

/** Isolated workloads that no policy can close. */
export function unlabelled(isolated: readonly Member[]): readonly TemperedError[] {
  return isolated
    .filter(isUnlabelled)
    .map(({ construct }) =>
      constructError(
        'unlabelled-pods',
        construct,
        '',
        'no policy can select its pods, for they carry no label',
        'give its pod template a label that no other pods of the namespace carry',
      ),
    );
}

/**
 * Labels that select the pods of another workload, too, would open to those what is stated of these.
 *
 * @param stating the workloads with flows of their own
 */
export function ambiguities(stating: readonly Member[], all: readonly Member[]): readonly TemperedError[] {
  return stating.flatMap((member) => {
    const { construct, namespace, pods } = member;
    if (Pod.ADDRESS_LABEL in pods.labels || isUnlabelled(member)) return []; // the one is unique in the app, the other said already
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
