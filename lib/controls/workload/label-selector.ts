import { isObject, type Json, listOf } from '../requirement';

/** The labels of a thing with `metadata`; none where there are none. */
export function labelsOf(holder: unknown): Json {
  const metadata: unknown = isObject(holder) ? holder.metadata : undefined;
  return isObject(metadata) && isObject(metadata.labels) ? metadata.labels : {};
}

/** Whether a LabelSelector selects the labels; an empty one selects everything, an absent one nothing. */
export function selects(selector: unknown, labels: Json): boolean {
  if (!isObject(selector)) return false;
  const { matchLabels, matchExpressions } = selector;
  if (isObject(matchLabels)) for (const key in matchLabels) if (labels[key] !== matchLabels[key]) return false;
  return listOf(matchExpressions).every((each) => satisfies(each, labels));
}

/** Whether the labels satisfy one of the `matchExpressions`. */
export function satisfies({ key, operator, values }: Json, labels: Json): boolean {
  const has = labels[key] !== undefined;
  const listed = has && Array.isArray(values) && values.includes(labels[key]);
  if (operator === 'In') return listed;
  if (operator === 'NotIn') return !listed;
  return operator === 'Exists' ? has : operator === 'DoesNotExist' && !has;
}

/** CEL: the LabelSelector, which is there, selects the labels. */
export function celSelects(selector: string, labels: string): string {
  const value = `r.key in ${labels} && ${labels}[r.key] in r.values`;
  const rule = `r.operator == 'In' ? (${value}) : (r.operator == 'NotIn' ? !(${value}) : (r.operator == 'Exists' ? r.key in ${labels} : !(r.key in ${labels})))`;
  return [
    `(!has(${selector}.matchLabels) || ${selector}.matchLabels.all(k, k in ${labels} && ${labels}[k] == ${selector}.matchLabels[k]))`,
    `(!has(${selector}.matchExpressions) || ${selector}.matchExpressions.all(r, ${rule}))`,
  ].join(' && ');
}

/** CEL variable: the labels of the pod template. */
export const TEMPLATE_LABELS = {
  name: 'templateLabels',
  expression:
    '(has(object.spec.template.metadata) && has(object.spec.template.metadata.labels)) ? object.spec.template.metadata.labels : {}',
};
