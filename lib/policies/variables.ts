import { WORKLOAD_KINDS, type WorkloadKind } from '../controls/requirement/workload-kinds';

export interface CelVariable {
  readonly name: string;
  readonly expression: string;
}

/** Kinds whose one pod template lies on a fixed path; an expression cannot follow `*`. Removed APIs are asked of nobody. */
export const ADMISSIBLE_KINDS: readonly WorkloadKind[] = WORKLOAD_KINDS.filter(
  ({ group, kind, template }) =>
    group !== 'extensions' &&
    !template.includes('*') &&
    WORKLOAD_KINDS.filter((other) => other.group === group && other.kind === kind).length === 1,
);

/** The others: their own objects have no policy, and their pods are judged when a controller makes them. */
export const KINDS_JUDGED_BY_THEIR_PODS: readonly string[] = [
  ...new Set(
    WORKLOAD_KINDS.filter((each) => each.group !== 'extensions' && !ADMISSIBLE_KINDS.includes(each)).map(
      ({ group, kind }) => `${kind}.${group}`,
    ),
  ),
];

/** Where most kinds keep their template. */
const USUAL = 'spec.template';

/** An expression that chooses by the kind of `object`: what is made for the path at which that kind keeps its template. */
export function eachTemplate(make: (template: readonly string[]) => string): string {
  const unusual = new Map<string, string[]>();
  for (const { kind, template } of ADMISSIBLE_KINDS) {
    const path = template.join('.');
    if (path !== USUAL) unusual.set(path, [...(unusual.get(path) ?? []), kind]);
  }
  const cases = [...unusual].map(([path, kinds]) => {
    const isOne = kinds.map((kind) => `object.kind == '${kind}'`).join(' || ');
    return `(${isOne} ? (${make(path === '' ? [] : path.split('.'))}) : `;
  });
  return `${cases.join('')}(${make(USUAL.split('.'))})${')'.repeat(cases.length)}`;
}

const containers = (list: string): string => `(has(variables.spec.${list}) ? variables.spec.${list} : [])`;

/** The variables that rules over pods read, in order: each may use those before it. */
export const POD_VARIABLES: readonly CelVariable[] = [
  { name: 'template', expression: eachTemplate((template) => ['object', ...template].join('.')) },
  { name: 'spec', expression: 'variables.template.spec' },
  { name: 'metadata', expression: 'has(variables.template.metadata) ? variables.template.metadata : {}' },
  { name: 'annotations', expression: 'has(variables.metadata.annotations) ? variables.metadata.annotations : {}' },
  { name: 'regular', expression: containers('containers') },
  { name: 'declared', expression: `variables.regular + ${containers('initContainers')}` },
  { name: 'containers', expression: `variables.declared + ${containers('ephemeralContainers')}` },
  {
    name: 'lasting',
    expression: `variables.regular + ${containers('initContainers')}.filter(c, has(c.restartPolicy) && c.restartPolicy == 'Always')`,
  },
];
