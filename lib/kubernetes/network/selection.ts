import { ApiObject } from 'cdk8s';
import type { LabelSelector } from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import { isObject } from '../../controls/requirement';
import { NAMESPACE_NAME_LABEL } from './cluster';
import type { Selector, SelectorExpression, SelectorLabels } from './stated-network';

export const OPERATORS: readonly SelectorExpression['operator'][] = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** A LabelSelector of cdk8s-plus in normal form. */
export function selectorOf(selector: LabelSelector | undefined): Selector {
  const { matchLabels = {}, matchExpressions = [] } = selector?._toKube() ?? {};
  return {
    labels: matchLabels,
    expressions: matchExpressions.map(({ key, operator, values = [] }) => ({
      key,
      operator: OPERATORS.find((each) => each === operator) ?? 'In',
      values,
    })),
  };
}

/** Everything that both ask. */
export function bothSelectors(a: Selector, b: Selector): Selector {
  const clash = Object.entries(b.labels).filter(([key, value]) => key in a.labels && a.labels[key] !== value);
  return {
    labels: { ...b.labels, ...a.labels },
    expressions: [...a.expressions, ...b.expressions, ...clash.map(([key, value]) => ({ key, operator: 'In' as const, values: [value] }))],
  };
}

export function selects({ labels, expressions }: Selector, of: SelectorLabels): boolean {
  return (
    Object.entries(labels).every(([key, value]) => of[key] === value) &&
    expressions.every(({ key, operator, values }) => {
      const value = of[key];
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      const listed = value !== undefined && values.includes(value);
      return operator === 'In' ? listed : !listed;
    })
  );
}

/** Whether no labels at all satisfy it. */
export function selectsNothing({ labels, expressions }: Selector): boolean {
  const keys = new Set(expressions.map(({ key }) => key));
  return [...keys].some((key) => {
    const own = expressions.filter((each) => each.key === key);
    // A value that no list names stands for all the others.
    const candidates = [labels[key], ...own.flatMap(({ values }) => values), '\0', undefined].filter(
      (value) => labels[key] === undefined || value === labels[key],
    );
    return !candidates.some((value) => selects({ labels: {}, expressions: own }, value === undefined ? {} : { [key]: value }));
  });
}

/** The labels of the namespaces that a tree makes, by name. */
export function namespaceLabelsIn(root: IConstruct): ReadonlyMap<string, SelectorLabels> {
  const found = new Map<string, SelectorLabels>();
  for (const object of root.node.findAll()) {
    if (!ApiObject.isApiObject(object) || object.kind !== 'Namespace' || object.apiVersion !== 'v1') continue;
    const metadata: unknown = object.metadata.toJson();
    const labels: unknown = isObject(metadata) ? metadata.labels : undefined;
    found.set(object.name, isObject(labels) ? { ...labels, [NAMESPACE_NAME_LABEL]: object.name } : { [NAMESPACE_NAME_LABEL]: object.name });
  }
  return found;
}
