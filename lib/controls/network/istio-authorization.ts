import { cachedByList, isObject, type Json, listOf, type Neighbours, type PodSubject, type Rule, UNKNOWN, unknown } from '../requirement';
import { isKind, SERVICE } from '../workload/kinds';
import { labelsOf } from '../workload/label-selector';
import { selectorIndex } from '../workload/neighbour-index';
import { celOfObject } from './cel-of-object';
import { ISTIO_AUTHORIZATION } from './mesh';

const specOf = ({ spec }: Json): Json => (isObject(spec) ? spec : {});
const isSomething = (list: unknown): boolean => list === UNKNOWN || (Array.isArray(list) && list.length > 0);
const isAllow = (spec: Json): boolean => (spec.action ?? 'ALLOW') === 'ALLOW';

/**
 * What says of a caller who it is: from its certificate, the account and the namespace, or from a token that it shows.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source
 */
const IDENTITIES = ['principals', 'serviceAccounts', 'namespaces', 'requestPrincipals'];
/** The same as conditions: https://istio.io/latest/docs/reference/config/security/conditions/ */
const IDENTITY_CONDITIONS: readonly unknown[] = ['source.principal', 'source.serviceAccount', 'source.namespace', 'request.auth.principal'];

/** Whether a policy allows somebody by an identity of the mesh, or nobody at all. */
function asksForPrincipals(policy: Json): boolean {
  const spec = specOf(policy);
  if (!isAllow(spec)) return false;
  if (!isSomething(spec.rules)) return true;
  return listOf(spec.rules).some(
    ({ from, when }) =>
      listOf(from).some(({ source }) => isObject(source) && IDENTITIES.some((each) => isSomething(source[each]))) ||
      listOf(when).some(({ key, values }) => key === UNKNOWN || (IDENTITY_CONDITIONS.includes(key) && isSomething(values))),
  );
}

function targetsOf({ targetRef, targetRefs }: Json): readonly Json[] {
  return [...listOf(targetRefs), ...(isObject(targetRef) ? [targetRef] : [])];
}

/** What the policies of one namespace that ask for principals are about: pods by their labels, Services by their names. */
const asking = cachedByList((list) => {
  const policies = list.filter(asksForPrincipals);
  const targets = new Map(policies.map((each) => [each, targetsOf(specOf(each))]));
  return {
    bySelector: selectorIndex(
      policies.filter((each) => targets.get(each)?.length === 0),
      (each) => specOf(each).selector ?? {},
    ),
    services: new Set(
      [...targets.values()].flat().flatMap(({ group, kind, name }) => ((group ?? '') === '' && kind === 'Service' ? [name] : [])),
    ),
  };
});

const servicesBySelector = cachedByList((list) =>
  selectorIndex(list, (each) => {
    const { selector } = specOf(each);
    return isObject(selector) && Object.keys(selector).length > 0 ? { matchLabels: selector } : undefined;
  }),
);

/** Whether a policy of its namespace, or of the root namespace of the mesh, lets callers of the pod in by who they are. */
export function isAuthorizedByIstio(pod: PodSubject, namespace: string | undefined, root: string, neighbours: Neighbours): boolean {
  const labels = labelsOf(pod);
  for (const each of new Set([namespace, root])) {
    const { bySelector, services } = asking(neighbours.list(ISTIO_AUTHORIZATION.group, ISTIO_AUTHORIZATION.kind, each));
    if (bySelector.selecting(labels).length > 0) return true;
    if (each !== namespace || services.size === 0) continue;
    const before = servicesBySelector(neighbours.list(SERVICE.group, SERVICE.kind, namespace)).selecting(labels);
    if (before.some(({ metadata }) => isObject(metadata) && services.has(metadata.name))) return true;
  }
  return false;
}

const EMPTY_RULE = ['from', 'to', 'when'].map((field) => `(!has(r.${field}) || size(r.${field}) == 0)`).join(' && ');
const isAllowInCel = "(!has(object.spec.action) || object.spec.action == 'ALLOW')";

/** An `ALLOW` with a rule that says nothing is one for everybody. */
export const noEmptyRule: Rule = {
  reads: [ISTIO_AUTHORIZATION],
  evaluate(subject, emit) {
    if (!isKind(ISTIO_AUTHORIZATION, subject)) return false;
    const spec = specOf(subject.object);
    if (spec.action === UNKNOWN) emit(unknown(['spec', 'action'], 'known'));
    if (!isAllow(spec) || !Array.isArray(spec.rules)) return true;
    for (const [index, rule] of spec.rules.entries()) {
      if (!isObject(rule) || [rule.from, rule.to, rule.when].some(isSomething)) continue;
      const instructions = 'Write in `from` the `principals` that may call; to allow nobody, leave `rules` out.';
      const expected = 'a rule that says who may call: an empty one allows everybody';
      emit({ verdict: 'fail', path: ['spec', 'rules', index], actual: rule, expected, fix: { op: 'manual', instructions } });
    }
    return true;
  },
  cel: celOfObject(`!has(object.spec) || !${isAllowInCel} || !has(object.spec.rules) || !object.spec.rules.exists(r, ${EMPTY_RULE})`),
  prose: 'no rule of an AuthorizationPolicy of Istio with the action `ALLOW` is empty',
};
