import type { Json } from '../../lib/controls/requirement';
import type { ValidatingAdmissionPolicy } from '../../lib/policies';
import { celEnvironment, toCel } from '../controls/cel';

/** A request as a policy sees it. */
export interface Request {
  readonly object: Json;
  /** What was there before; its presence makes the request an update. */
  readonly oldObject?: Json;
  readonly username?: string;
}

/** What a policy says to a request: nothing where it is not about it. */
export interface PolicyVerdict {
  readonly judged: boolean;
  /** The messages of what did not pass. */
  readonly denials: readonly string[];
}

/** Evaluates an emitted policy as an API server would: conditions, then variables in their order, then validations. */
export function evaluatePolicy({ spec }: ValidatingAdmissionPolicy, { object, oldObject, username = 'jo' }: Request): PolicyVerdict {
  const variables: Record<string, unknown> = {};
  const context = {
    object: toCel(object),
    oldObject: toCel(oldObject ?? null),
    request: { operation: oldObject === undefined ? 'CREATE' : 'UPDATE', userInfo: { username, groups: [] } },
    variables,
  };
  const run = (expression: string): unknown => celEnvironment.evaluate(expression, context);
  if (!spec.matchConditions.every(({ expression }) => run(expression) === true)) return { judged: false, denials: [] };
  for (const { name, expression } of spec.variables) variables[name] = run(expression);
  const denials = spec.validations
    .filter(({ expression }) => run(expression) !== true)
    .map(({ messageExpression = "''" }) => String(run(messageExpression)));
  return { judged: true, denials };
}
