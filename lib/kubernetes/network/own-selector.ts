import { isObject, type Json, listOf } from '../../controls/requirement';
import { OPERATORS, selects } from './selection';
import type { Selector, SelectorExpression, SelectorLabels } from './stated-network';

/**
 * How a workload that is none of ours selects its own pods. This never changes while the workload lives; the other labels of its template
 * do with each release of a chart (`helm.sh/chart`), and the pods of the release before would then be nobody's.
 *
 * @param labels of the template
 * @returns undefined where it has no selector, as Jobs have none in their manifest, or one that its own pods do not answer to
 */
export function ownSelector({ apiVersion, kind, spec, metadata }: Json, labels: SelectorLabels): Selector | undefined {
  const selector = isObject(spec?.selector) ? selectorIn(spec.selector, apiVersion === 'v1') : undefined;
  if (selector !== undefined && selects(selector, labels)) return selector;
  // The controller gives each pod of a Job its name.
  if (kind === 'Job' && Object.keys(labels).length === 0 && typeof metadata?.name === 'string')
    return { labels: { 'batch.kubernetes.io/job-name': metadata.name }, expressions: [] };
  return undefined;
}

/** The texts of a map of labels. */
export function textsIn(labels: unknown): SelectorLabels {
  if (!isObject(labels)) return {};
  return Object.fromEntries(
    Object.entries(labels satisfies Json).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/**
 * Undefined where nobody can tell what it selects.
 *
 * @param isPlain whether it is a map of labels, as that of a ReplicationController is
 */
export function selectorIn(stated: Json, isPlain: boolean): Selector | undefined {
  const expressions: SelectorExpression[] = [];
  const labels: Record<string, string> = { ...textsIn(isPlain ? stated : stated.matchLabels) };
  for (const { key, operator, values } of isPlain ? [] : listOf(stated.matchExpressions)) {
    const known = OPERATORS.find((each) => each === operator);
    if (typeof key !== 'string' || known === undefined) return undefined;
    const texts: readonly string[] = Array.isArray(values) ? values.filter((each) => typeof each === 'string') : [];
    const [only] = texts;
    // One of one value is equality, which every dialect has words for.
    if (known === 'In' && texts.length === 1 && only !== undefined && labels[key] === undefined) labels[key] = only;
    else expressions.push({ key, operator: known, values: texts });
  }
  return Object.keys(labels).length + expressions.length > 0 ? { labels, expressions } : undefined;
}
