import type { IConstruct } from 'constructs';
import { TemperedError } from '../../errors';

/** An error about what a construct was given: which one, what is wrong, and what to write instead. Never with a secret in it. */
export function constructError(code: string, scope: IConstruct, id: string, wrong: string, hint?: string): TemperedError {
  const path = [scope.node.path, id].filter((part) => part !== '').join('/');
  return new TemperedError(code, `${path}: ${wrong}`, hint === undefined ? {} : { hint });
}
