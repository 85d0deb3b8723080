import { isObject, type Json, type Neighbours } from '../requirement';
import { labelsOf, selects } from '../workload/label-selector';

/** The label that an API server gives every namespace: its name. */
export const NAME_LABEL = 'kubernetes.io/metadata.name';

/** The labels of a namespace, as far as they are known: its name, and what a Namespace that is read says. */
export function labelsOfNamespace(name: string, neighbours: Neighbours): Json {
  return { ...labelsOf(neighbours.find('', 'Namespace', undefined, name)), [NAME_LABEL]: name };
}

/** Whether a `namespaceSelector` selects the namespace, as far as its labels are known. */
export function selectsNamespace(selector: unknown, name: string, neighbours: Neighbours): boolean {
  return selects(selector, labelsOfNamespace(name, neighbours));
}

/** The namespaces that a `namespaceSelector` asks for by name; undefined where it asks for others. */
export function namedNamespaces(selector: Json): readonly string[] | undefined {
  const { matchLabels, matchExpressions } = selector;
  const named: unknown = isObject(matchLabels) ? matchLabels[NAME_LABEL] : undefined;
  if (typeof named === 'string') return [named];
  const expressions: readonly unknown[] = Array.isArray(matchExpressions) ? matchExpressions : [];
  for (const each of expressions) {
    if (isObject(each) && each.key === NAME_LABEL && each.operator === 'In' && Array.isArray(each.values))
      return each.values.filter((name: unknown) => typeof name === 'string');
  }
  return undefined;
}
