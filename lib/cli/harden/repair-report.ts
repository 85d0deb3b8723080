import { describeResource, type Resource } from '../../engine/resource';
import { fixSentence } from '../../reporters/fix-sentence';
import { count } from '../../reporters/scorecard';
import { printable } from '../../reporters/text';
import type { HardenedFile } from './harden-manifests';

/** Controls whose repair is a size that depends on the load. */
const GUESSES = new Set(['docker-memory-limit', 'docker-memory-swap', 'docker-cpu-limit', 'docker-pids-limit', 'docker-tmpfs-options']);

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
      lines.push(`    ${printable(fixSentence(fix))}  (${finding.control}${GUESSES.has(finding.control) ? '; a guess' : ''})`);
    }
  }
  if (files.some(({ repairs }) => repairs.some(({ finding, refused }) => refused === undefined && GUESSES.has(finding.control))))
    lines.push('Guesses start the image as it comes; what it needs under load nobody knows here: look at `docker stats`, and raise them.');
  return lines.length === 0 ? 'nothing to change\n\n' : `${lines.join('\n')}\n\n`;
}
