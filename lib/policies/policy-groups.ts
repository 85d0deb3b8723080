import { hasCel, type KindRef } from '../controls/requirement';
import type { Plan } from '../engine/plan';
import type { Level } from '../profiles/profile';
import type { PolicyRule } from './validation';

/** Rules that one policy can hold: they read the same kinds, and findings of them weigh the same. */
export interface PolicyGroup {
  readonly level: Level;
  readonly reads: 'pod' | 'any' | readonly KindRef[];
  readonly rules: readonly PolicyRule[];
}

/** The rules of a plan that an API server can judge, sorted into groups. */
export function groupsOf(plan: Plan): readonly PolicyGroup[] {
  const groups = new Map<string, { level: Level; reads: PolicyGroup['reads']; rules: PolicyRule[] }>();
  for (const planned of plan.controls) {
    for (const rule of planned.rules) {
      if (!hasCel(rule.cel)) continue;
      const key = `${planned.level} ${nameOf(rule.reads)}`;
      const group = groups.get(key) ?? { level: planned.level, reads: rule.reads, rules: [] };
      groups.set(key, group);
      group.rules.push({ planned, rule, cel: rule.cel });
    }
  }
  return [...groups.values()];
}

/** What is read, as a part of the policy's name. */
export function nameOf(reads: PolicyGroup['reads']): string {
  if (reads === 'pod') return 'workloads';
  if (reads === 'any') return 'all-kinds';
  return [...new Set(reads.map(({ kind }) => kind.toLowerCase()))].sort().join('-');
}
