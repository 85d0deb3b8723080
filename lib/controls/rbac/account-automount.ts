import { bindingOf, isUsedByAnnotated } from '../pod/service-account';
import { type Fix, type Rule, type Subject, UNKNOWN, unknown } from '../requirement';

const FIELD = 'automountServiceAccountToken';
const PASSES = `has(object.${FIELD}) && object.${FIELD} == false`;

/** `automountServiceAccountToken: false` on ServiceAccounts: all of them, or the ones of that name. */
export function accountAutomount(only?: string): Rule {
  const expression = only === undefined ? PASSES : `!(has(object.metadata.name) && object.metadata.name == '${only}') || (${PASSES})`;
  return {
    reads: [{ group: '', kind: 'ServiceAccount' }],
    evaluate(subject, emit) {
      if (subject.group !== '' || subject.kind !== 'ServiceAccount' || (only !== undefined && subject.name !== only)) return false;
      const actual: unknown = subject.object[FIELD] ?? undefined;
      if (actual === UNKNOWN) emit(unknown([FIELD], '`false`'));
      else if (actual !== false) emit({ verdict: 'fail', path: [FIELD], actual, expected: '`false`', fix: fixOf(subject) });
      return true;
    },
    cel: { expression, offenders: `(${expression}) ? [] : [has(object.metadata.name) ? object.metadata.name : 'the ServiceAccount']` },
    prose: `in every ServiceAccount${only === undefined ? '' : ` named \`${only}\``} \`${FIELD}\` is \`false\``,
  };
}

/** An account that has permissions, or a workload with a waiver, may be in use through the token: a person looks. */
function fixOf({ name, namespace, neighbours }: Subject): Fix {
  const isNeeded =
    isUsedByAnnotated('waive.tempered/automount-service-account-token', name, namespace, neighbours) ||
    bindingOf(name, namespace, neighbours) !== undefined;
  if (!isNeeded) return { op: 'set', path: [FIELD], value: false };
  const instructions = `Write \`${FIELD}: false\` here, and \`true\` in the pods that speak to the API server, which win over it.`;
  return { op: 'manual', instructions };
}
