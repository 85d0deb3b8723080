import { type Emit, type Observation, type Path, UNKNOWN } from '../finding';
import { always, type Cel, type KindRef, type Requirement, type Rule } from '../rule';
import { isObject, type Json, type Subject } from '../subject';
import { celList, celLiteral, code, or } from '../text';
import { malformed, unknown } from '../walk';

/** The API group of roles and bindings. */
export const RBAC = 'rbac.authorization.k8s.io';

const ROLE: KindRef = { group: RBAC, kind: 'Role' };
const CLUSTER_ROLE: KindRef = { group: RBAC, kind: 'ClusterRole' };

/** Roles of one namespace and of the whole cluster. */
export const ROLES: readonly KindRef[] = [ROLE, CLUSTER_ROLE];

/** Something that a rule of a role may grant. */
export interface Grant {
  /** Verbs, each of which is too much; `*` always is. `any`: whatever the verb. */
  readonly verbs: readonly string[] | 'any';
  /** Resources by their API group (`''` is the core); one that ends with `/` stands for all its subresources. */
  readonly resources: Readonly<Record<string, readonly string[]>>;
  /** Where the rule names objects (`resourceNames`): the verbs that are still too much, or the names that are. All of it counts where this is absent. */
  readonly named?: { readonly verbs: readonly string[] } | { readonly names: readonly string[] };
}

/** One rule of a role, in code and in CEL over `r`. */
export interface RuleTest {
  /** What of the rule is too much, with the field that says it; undefined where nothing is. */
  readonly offending: (rule: Json) => { readonly field: string; readonly values: readonly string[] } | undefined;
  /** True over `r` where the rule is too much. */
  readonly cel: string;
}

/** Whether a rule grants it, as the authorizer of Kubernetes reads rules; `pods/*`, which it reads as nothing, counts as it was meant. */
export function granting({ verbs, resources, named }: Grant): RuleTest {
  const groups = Object.entries(resources).map(([group, names]) => ({ group, matching: resourceTest(names) }));
  const tooMuch = verbTest(verbs);
  const stillTooMuch = named !== undefined && 'verbs' in named ? verbTest(named.verbs) : tooMuch;
  const names = named !== undefined && 'names' in named ? new Set<string>(named.names) : undefined;
  return {
    offending(rule) {
      const restricting = stringsOf(rule.resourceNames);
      const isNamed = restricting.length > 0;
      if (isNamed && names !== undefined && !restricting.some((each) => names.has(each))) return undefined;
      const values = stringsOf(rule.verbs).filter((isNamed ? stillTooMuch : tooMuch).holds);
      if (values.length === 0) return undefined;
      const inGroups = stringsOf(rule.apiGroups);
      const asked = stringsOf(rule.resources);
      const reached = groups.some(
        ({ group, matching }) => inGroups.some((each) => each === '*' || each === group) && asked.some(matching.holds),
      );
      return reached ? { field: 'verbs', values } : undefined;
    },
    cel: [
      'has(r.verbs) && has(r.apiGroups) && has(r.resources)',
      celOfVerbs(tooMuch.cel, named, stillTooMuch.cel),
      anyOf(
        groups.map(
          ({ group, matching }) => `r.apiGroups.exists(g, g in ${celList(['*', group])}) && r.resources.exists(s, ${matching.cel})`,
        ),
      ),
    ].join(' && '),
  };
}

const NAMED = 'has(r.resourceNames) && size(r.resourceNames) > 0';

function celOfVerbs(all: string, named: Grant['named'], still: string): string {
  const exists = (verb: string): string => `r.verbs.exists(v, ${verb})`;
  if (named === undefined) return exists(all);
  const whereNamed = 'verbs' in named ? exists(still) : `(${exists(all)} && r.resourceNames.exists(n, n in ${celList(named.names)}))`;
  return `(${NAMED} ? ${whereNamed} : ${exists(all)})`;
}

const anyOf = (parts: readonly string[]): string =>
  parts.length === 1 ? parts.join('') : `(${parts.map((each) => `(${each})`).join(' || ')})`;

interface TextTest {
  readonly holds: (text: string) => boolean;
  readonly cel: string;
}

function verbTest(verbs: readonly string[] | 'any'): TextTest {
  if (verbs === 'any') return { holds: () => true, cel: 'true' };
  if (verbs.length === 0) return { holds: () => false, cel: 'false' };
  const all = new Set(['*', ...verbs]);
  return { holds: (verb) => all.has(verb), cel: `v in ${celList([...all])}` };
}

/** `*` is every resource with all its subresources, `*` before a slash every resource that has that subresource. */
function resourceTest(resources: readonly string[]): TextTest {
  const exact = new Set(['*']);
  const prefixes: string[] = [];
  for (const each of resources) {
    const [parent = '', sub] = each.split('/');
    if (sub === '') {
      prefixes.push(each);
      exact.add('*/*');
      continue;
    }
    exact.add(each);
    if (sub !== undefined) for (const wild of [`${parent}/*`, `*/${sub}`, '*/*']) exact.add(wild);
  }
  const begins = prefixes.map((prefix) => `s.startsWith(${celLiteral(prefix)})`);
  return {
    holds: (resource) => exact.has(resource) || prefixes.some((prefix) => resource.startsWith(prefix)),
    cel: [`s in ${celList([...exact])}`, ...begins].join(' || '),
  };
}

/** Whether one of the lists of a rule holds a text that passes; the field that is named is the one that a finding points at. */
export function holding(fields: Readonly<Record<string, TextTest>>): RuleTest {
  const entries = Object.entries(fields);
  return {
    offending(rule) {
      for (const [field, { holds }] of entries) {
        const values = stringsOf(rule[field]).filter(holds);
        if (values.length > 0) return { field, values };
      }
      return undefined;
    },
    cel: entries.map(([field, { cel }]) => `(has(r.${field}) && r.${field}.exists(v, ${cel}))`).join(' || '),
  };
}

/** What the rules of a role may not hold, with the words for it. */
export interface RulesAsked {
  readonly test: RuleTest;
  /** Completes "must be …", of the field that is pointed at. */
  readonly expected: string;
  /** Completes "no rule of a Role or ClusterRole …". */
  readonly prose: string;
  /** What to write instead. */
  readonly instructions: string;
  /** Roles that are asked; both kinds, of any namespace, by default. */
  readonly only?: { readonly kinds: readonly KindRef[]; readonly holds: (subject: Subject) => boolean; readonly cel: string };
}

/** No rule of a role is as described. Roles of the system, and those that a controller fills in, are not asked. */
export function rules(asked: RulesAsked): Requirement {
  return always(ruleOfRules(asked));
}

/** The same as a rule, for what joins it with bindings. */
export function ruleOfRules({ test, expected, prose, instructions, only }: RulesAsked): Rule {
  return {
    reads: only?.kinds ?? ROLES,
    evaluate(subject, emit) {
      if (!isRole(subject) || isGenerated(subject.object) || only?.holds(subject) === false) return false;
      for (const [rule, path] of rulesOf(subject.object, emit)) {
        const found = test.offending(rule);
        if (found === undefined) continue;
        const fix = { op: 'manual', instructions } as const;
        emit({ verdict: 'fail', path: [...path, found.field], actual: found.values, expected, fix });
      }
      return true;
    },
    cel: celOfRules(test, only?.cel),
    prose: `no rule of a Role or ClusterRole ${prose}`,
  };
}

function celOfRules({ cel }: RuleTest, only?: string): Cel {
  const asked = only === undefined ? '' : `!(${only}) || `;
  const expression = `${asked}${GENERATED} || !has(object.rules) || !object.rules.exists(r, ${cel})`;
  return { expression, offenders: `(${expression}) ? [] : ['the ' + object.kind]` };
}

/** Whether the object is a Role or ClusterRole. */
export function isRole({ group, kind }: KindRef): boolean {
  return group === RBAC && (kind === 'Role' || kind === 'ClusterRole');
}

/** In the words of an API server. */
const GENERATED =
  "(has(object.metadata.name) && (object.metadata.name.startsWith('system:') || " +
  "(object.metadata.name == 'cluster-admin' && has(object.metadata.labels) && 'kubernetes.io/bootstrapping' in object.metadata.labels)))" +
  ' || has(object.aggregationRule)';

/** Roles that the API server writes itself, and those whose rules a controller collects from other roles. */
export function isGenerated({ metadata, aggregationRule }: Json): boolean {
  if (aggregationRule !== undefined && aggregationRule !== null) return true;
  if (!isObject(metadata) || typeof metadata.name !== 'string') return false;
  const isBuiltIn = isObject(metadata.labels) && metadata.labels['kubernetes.io/bootstrapping'] != null;
  return metadata.name.startsWith('system:') || (metadata.name === 'cluster-admin' && isBuiltIn);
}

/** The rules of a role with their paths; what cannot be judged is emitted. */
export function* rulesOf({ rules: list }: Json, emit: Emit): Generator<readonly [Json, Path]> {
  if (list === undefined || list === null) return;
  if (!Array.isArray(list)) return emit(unreadable(['rules'], list, 'a list'));
  for (const [index, rule] of list.entries()) {
    const path = ['rules', index];
    if (!isObject(rule)) {
      emit(unreadable(path, rule, 'an object'));
      continue;
    }
    for (const field of LISTS) {
      const value: unknown = rule[field];
      if (value === undefined || value === null) continue;
      if (!Array.isArray(value)) emit(unreadable([...path, field], value, 'a list'));
      else if (value.includes(UNKNOWN)) emit(unknown([...path, field], 'known'));
    }
    yield [rule, path];
  }
}

const LISTS = ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'];

function unreadable(path: Path, actual: unknown, expected: string): Observation {
  return actual === UNKNOWN ? unknown(path, expected) : malformed(path, actual, expected);
}

function stringsOf(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [];
}

/** `get`, `list` or `*`: verbs as prose. */
export function verbsProse(verbs: readonly string[]): string {
  return or([...verbs, '*'].map(code));
}
