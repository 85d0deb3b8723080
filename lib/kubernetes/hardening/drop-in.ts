import type { Construct } from 'constructs';
import { hardenScope } from './scopes';
import { recordTrace } from './trace';

/** A class of constructs; of its constructor nothing is asked. */
export type ConstructClass = abstract new (...parameters: never[]) => Construct;

/**
 * Makes a construct of ours one of those that are hardened: the last statement of the constructor of each.
 *
 * @param dropIn the class that calls this, to tell the user's stack frames from ours
 */
export function hardenDropIn(construct: Construct, dropIn: ConstructClass): void {
  recordTrace(construct, dropIn);
  hardenScope(construct);
}
