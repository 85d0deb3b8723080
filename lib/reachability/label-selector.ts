import type { Shape } from './shape';

const KNOWN = ['matchLabels', 'matchExpressions'] as const;
const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;

/** One thing that a LabelSelector asks. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: (typeof OPERATORS)[number];
  readonly values: readonly string[];
}

/** Everything that a LabelSelector asks; all of it must hold. An absent selector is undefined, an empty one asks nothing. */
export type LabelRequirements = readonly LabelRequirement[];

/** Reads the LabelSelector under a key. */
export function labelRequirements(holder: Shape, key: string): LabelRequirements | undefined {
  const selector = holder.object(key, KNOWN);
  return selector === undefined ? undefined : requirementsIn(selector);
}

/** The same for each element of a list. */
export function labelRequirementsList(holder: Shape, key: string): readonly LabelRequirements[] | undefined {
  return holder.objects(key, KNOWN)?.map(requirementsIn);
}

function requirementsIn(selector: Shape): LabelRequirements {
  const all: LabelRequirement[] = [];
  const labels = selector.get('matchLabels');
  if (typeof labels !== 'object' && labels !== undefined) selector.wrong('matchLabels', 'must be an object');
  for (const [key, value] of Object.entries(labels ?? {})) {
    if (typeof value === 'string') all.push({ key, operator: 'In', values: [value] });
    else selector.wrong('matchLabels', `must hold strings, and ${key} is none`);
  }
  for (const each of selector.objects('matchExpressions', ['key', 'operator', 'values']) ?? []) {
    const operator = each.oneOf('operator', OPERATORS);
    const key = each.text('key');
    const values = each.texts('values') ?? [];
    if (operator === undefined && !each.has('operator')) each.wrong('operator', 'is missing');
    if (key === undefined && !each.has('key')) each.wrong('key', 'is missing');
    const listed = operator === 'In' || operator === 'NotIn';
    if (operator !== undefined && listed !== values.length > 0)
      each.wrong('values', listed ? `must not be empty with ${operator}` : `must be empty with ${operator}`);
    if (operator !== undefined && key !== undefined) all.push({ key, operator, values });
  }
  return all;
}

/** Whether labels satisfy everything that is asked. */
export function satisfiesAll(requirements: LabelRequirements, labelValue: (key: string) => string | undefined): boolean {
  return requirements.every(({ key, operator, values }) => {
    const value = labelValue(key);
    const listed = value !== undefined && values.includes(value);
    if (operator === 'In') return listed;
    if (operator === 'NotIn') return !listed;
    return (operator === 'Exists') === (value !== undefined);
  });
}
