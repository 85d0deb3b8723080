import { type Emit, isObject, type NoCel, ROLES, type Rule, type RulesAsked, ruleOfRules, rulesOf, type Subject } from '../requirement';
import { accountOf, bindingsOfRole, roleOf, subjectsOf } from './bindings';
import { BINDINGS, isBinding } from './kinds';

/** Nobody, until a profile says who deploys. */
export const NOBODY: readonly string[] = [];

const IMPOSSIBLE: NoCel = { impossible: 'Who is bound to the role stands in other objects, and an admission policy sees one.' };

/** No rule of a role is as described, unless the role is for deployers (`namespace/name` of ServiceAccounts) alone. */
export function exceptForDeployers(asked: RulesAsked, deployers: readonly string[]): Rule {
  const alone = ruleOfRules(asked);
  if (deployers.length === 0) return alone;
  const known = new Set(deployers);
  return {
    ...alone,
    reads: [...ROLES, ...BINDINGS],
    crossObject: true,
    evaluate(subject, emit) {
      if (isBinding(subject)) return judgeBinding(subject, asked, known, emit);
      return isForDeployers(subject, known) || alone.evaluate(subject, emit);
    },
    cel: IMPOSSIBLE,
    prose: `${alone.prose}, unless it is bound to deployers (${deployers.map((each) => `\`${each}\``).join(', ')}) alone`,
  };
}

/** A role that a deployer is bound to; whom else it is bound to is judged at the binding. */
function isForDeployers({ kind, namespace, name, neighbours }: Subject, known: ReadonlySet<string>): boolean {
  return bindingsOfRole({ kind, namespace, name }, neighbours).some((binding) =>
    subjectsOf(binding).some((each) => known.has(accountOf(each, binding) ?? '')),
  );
}

function judgeBinding(subject: Subject, { test }: RulesAsked, known: ReadonlySet<string>, emit: Emit): boolean {
  const role = roleOf(subject.object, subject.neighbours);
  if (role === undefined || ![...rulesOf(role, ignored)].some(([rule]) => test.offending(rule) !== undefined)) return false;
  const { subjects } = subject.object;
  if (!Array.isArray(subjects)) return true;
  for (const [index, each] of subjects.entries()) {
    if (!isObject(each) || known.has(accountOf(each, subject.object) ?? '')) continue;
    emit({
      verdict: 'fail',
      path: ['subjects', index, 'name'],
      actual: each.name ?? undefined,
      expected: `a deployer (${[...known].join(', ')}), since the role lets it do what only they may`,
      fix: { op: 'manual', instructions: 'Bind this one to a role of its own, without these rights; or put it on the list of deployers.' },
    });
  }
  return true;
}

const ignored: Emit = () => {};

/** The words that both controls with a list of deployers say of it. */
export const DEPLOYERS_NOTE =
  'With `deployers`, a role that a deployer is bound to passes, and each binding of it to somebody else is a finding of its own; only what is read together is known.';
