import { isObject, type Json, type KindRef, listOf, type Path, type Rule } from '../requirement';
import { isKind } from '../workload/kinds';
import { labelSelectorOf } from './calico-selector';
import { knowsPods, selectsAny } from './pods-of-namespace';
import { CALICO_POLICIES, CILIUM, withoutSources } from './policies-of-other-dialects';

const KINDS: readonly KindRef[] = [CILIUM, ...CALICO_POLICIES];

/** Labels that Cilium and Calico give pods beside their own, and words of Cilium for what is no pod. */
const GIVEN = /^(?:io\.|projectcalico\.org\/|pcns\.|pcsa\.|reserved:|cidr:|\w+:)/;

/** Policies of Cilium and Calico in a namespace: whether they select one of its pods. Of their peers nothing is said. */
export const selectsSomePod: Rule = {
  reads: KINDS,
  crossObject: true,
  evaluate(subject, emit) {
    if (!KINDS.some((each) => isKind(each, subject))) return false;
    const { object, namespace, neighbours } = subject;
    if (!knowsPods(namespace, neighbours)) return false;
    let asked = false;
    for (const [selector, path, actual] of isKind(CILIUM, subject) ? ofCilium(object) : ofCalico(object)) {
      const keys = keysOf(selector);
      if (keys.length === 0 || keys.some((key) => GIVEN.test(key))) continue;
      asked = true;
      if (selectsAny(selector, namespace, neighbours)) continue;
      const instructions = 'Write the labels of the pod template that is meant, or take it out.';
      emit({ verdict: 'fail', path, actual, expected: 'labels that a pod has', fix: { op: 'manual', instructions } });
    }
    return asked;
  },
  cel: { impossible: 'Which pods there are does not stand in the policy.' },
  prose: 'every policy of Cilium or Calico in a namespace selects a pod',
};

type Selected = readonly (readonly [Json, Path, unknown])[];

function ofCilium({ spec, specs }: Json): Selected {
  const all: readonly (readonly [unknown, Path])[] = [
    [spec, ['spec']],
    ...listOf(specs).map((each, index) => [each, ['specs', index]] as const),
  ];
  return all.flatMap(([each, at]) => {
    const selector: unknown = isObject(each) ? each.endpointSelector : undefined;
    return isObject(selector) ? [[withoutSources(selector), [...at, 'endpointSelector'], selector] as const] : [];
  });
}

function ofCalico({ spec }: Json): Selected {
  const text: unknown = isObject(spec) && spec.serviceAccountSelector === undefined ? spec.selector : undefined;
  const selector = typeof text === 'string' ? labelSelectorOf(text) : undefined;
  return selector === undefined ? [] : [[selector, ['spec', 'selector'], text]];
}

function keysOf({ matchLabels, matchExpressions }: Json): readonly string[] {
  return [...(isObject(matchLabels) ? Object.keys(matchLabels) : []), ...listOf(matchExpressions).map(({ key }) => String(key))];
}
