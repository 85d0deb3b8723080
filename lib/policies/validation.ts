import type { Cel, Rule } from '../controls/requirement';
import { celLiteral } from '../controls/requirement/text';
import type { PlannedControl } from '../engine/plan';
import { WAIVER_PREFIX } from '../engine/waiver';
import type { Validation } from './policy-object';
import { repairOf } from './repair-of-examples';
import type { CelVariable } from './variables';

/** One rule of a control, ready to be a part of a policy. */
export interface PolicyRule {
  readonly planned: PlannedControl;
  readonly rule: Rule;
  readonly cel: Cel;
}

/** The annotations of the object, where waivers stand; those of its pod are `variables.annotations`. */
export const OBJECT_ANNOTATIONS: CelVariable = {
  name: 'objectAnnotations',
  expression: 'has(object.metadata.annotations) ? object.metadata.annotations : {}',
};

/** A rule as a validation: what must hold, and what is said where it does not. */
export function validationOf({ planned, rule, cel }: PolicyRule, minor: number, waivable: boolean): Validation {
  const { control } = planned;
  const asked = oneLine(`${control.title}: ${rule.prose}. ${repairOf(planned, rule, minor)}`);
  return {
    expression: waivable ? `${waived(control.id, rule)} || (${cel.expression})` : cel.expression,
    // Said where the expression for the message fails, or has too much to say.
    message: `${control.id}: ${asked}`,
    messageExpression: `${celLiteral(`${control.id} (`)} + (${cel.offenders}).join(', ') + ${celLiteral(`): ${asked}`)}`,
    reason: 'Forbidden',
  };
}

function waived(id: string, rule: Rule): string {
  const key = celLiteral(WAIVER_PREFIX + id);
  const places = rule.reads === 'pod' ? ['objectAnnotations', 'annotations'] : ['objectAnnotations'];
  return places.map((place) => `${key} in variables.${place}`).join(' || ');
}

/** The API server refuses messages with line breaks. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
