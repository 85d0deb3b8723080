import { describeResource, type Resource } from '../../engine/resource';
import { fixSentence } from '../../reporters/fix-sentence';
import { count } from '../../reporters/scorecard';
import { printable } from '../../reporters/text';
import type { HardenedFile } from './harden-manifests';

/** What was changed, by file and object. */
export function repairReport(files: readonly HardenedFile[]): string {
  const lines: string[] = [];
  for (const { name, repairs } of files) {
    const made = repairs.filter(({ refused }) => refused === undefined);
    if (made.length === 0) continue;
    lines.push(`${name === '-' ? 'standard input' : printable(name)}: ${count(made.length, 'repair')}`);
    let last: Resource | undefined;
    for (const { resource, finding, fix } of made) {
      if (resource !== last) lines.push(`  ${printable(describeResource(resource))}`);
      last = resource;
      lines.push(`    ${printable(fixSentence(fix))}  (${finding.control})`);
    }
  }
  return lines.length === 0 ? 'nothing to change\n\n' : `${lines.join('\n')}\n\n`;
}
