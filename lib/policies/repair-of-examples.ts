import { exampleObject } from '../controls/example-object';
import { type Fix, formatPath, type Observation, type Rule } from '../controls/requirement';
import { podsOf } from '../controls/requirement/pods';
import { Inventory } from '../engine/inventory';
import type { PlannedControl } from '../engine/plan';
import { resource } from '../engine/resource';

const nothingElse = new Inventory();

/**
 * What to do about a rule, as a sentence: what the audit would answer to the control's own examples. A policy's message
 * is written before there is an object to repair.
 */
export function repairOf({ control }: PlannedControl, rule: Rule, minor: number): string {
  for (const example of control.examples.fail) {
    const { object, group, version, kind, namespace, name } = resource(exampleObject(example));
    const [pod] = podsOf(group, kind, object).pods;
    const found: Observation[] = [];
    rule.evaluate({ object, group, version, kind, namespace, name, pod, minor, neighbours: nothingElse }, (each) => found.push(each));
    const [first] = found;
    if (first !== undefined) return `Fix: ${sentence(first.fix)} (\`tempered explain ${control.id}\`).`;
  }
  return `Fix: see \`tempered explain ${control.id}\`.`;
}

function sentence(fix: Fix): string {
  switch (fix.op) {
    case 'set':
      return `set ${everywhere(fix.path)} to ${JSON.stringify(fix.value)}`;
    case 'append':
      return `add ${JSON.stringify(fix.value)} to ${everywhere(fix.path)}`;
    case 'remove':
      return `remove ${everywhere(fix.path)}`;
    case 'create':
      return `add a ${String(fix.object.kind)}`;
    case 'manual':
      return fix.instructions.replace(/\.$/, '');
  }
}

/** The path of one example as that of all: `spec.containers[*].image`. */
function everywhere(path: Observation['path']): string {
  return formatPath(path).replace(/\[\d+\]/g, '[*]');
}
