import { ApiObject } from 'cdk8s';
import type { Finding } from '../../engine/finding';
import type { WaiverProblem } from '../../engine/waiver';
import { FindingsCollector, findingsAreCollected } from '../app/findings';
import { InsecureObjectError } from './insecure-object-error';
import { isHardened } from './object';
import { profileOf } from './profile-scope';
import { traceOf } from './trace';

/**
 * Fails the synthesis of an object.
 *
 * Our App goes on with the other objects and reports all of them together. A cdk8s App stops at the first error, hence this one
 * looks for all the others first: whoever fixes one finding wants to see the next one now, not in the next run.
 *
 * @throws an error with the findings of the object, or of everything in the tree
 */
export function failWith(object: ApiObject, findings: readonly Finding[], waiverProblems: readonly WaiverProblem[]): never {
  const error = new InsecureObjectError({
    path: object.node.path,
    trace: traceOf(object),
    profile: profileOf(object),
    findings,
    waiverProblems,
  });
  if (findingsAreCollected()) throw error;
  const collector = new FindingsCollector();
  for (const each of object.node.root.node.findAll()) {
    if (!ApiObject.isApiObject(each) || !isHardened(each)) continue;
    try {
      collector.attempt(() => each.toJson());
    } catch {
      // Not about security: it will be seen when this object's turn comes, once what is reported here is mended.
    }
  }
  collector.throwIfAny();
  throw error;
}
