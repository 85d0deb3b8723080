import type { ReadError } from '../yaml/read-error';
import { type ComposeNode, child, placeIn } from './node';
import type { ComposeProject } from './project';

const TOP = 'x-waive.tempered';
/** As the engine reads it; sources come before it. */
const WAIVER_PREFIX = 'waive.tempered/';
const OF_SERVICE = 'a service is waived by a label: `labels: {waive.tempered/CONTROL: \'{"reason": "…", "expires": "2027-01-31"}\'}`';
const OF_PROJECT = `what is about the project as a whole is waived below \`${TOP}\` at the top: \`${TOP}: {CONTROL: {reason: …, expires: 2027-01-31}}\``;

/** Waivers that stand where nobody looks, so that their author believes in them and nothing is waived. */
export function misplacedWaivers({ sections, root }: ComposeProject): readonly ReadError[] {
  const errors: ReadError[] = [];
  const say = (node: ComposeNode, path: readonly (string | number)[], message: string): void => {
    errors.push({ ...placeIn(node, path), message: `nothing is waived by ${message}` });
  };
  for (const key of root.entries.keys()) if (key.startsWith(`${TOP}/`)) say(root, [key], `\`${key}\`: ${OF_PROJECT}`);
  for (const [name, node] of sections.services) {
    if (node.kind !== 'mapping') continue;
    for (const key of node.entries.keys()) if (key.startsWith(TOP)) say(node, [key], `\`${key}\` of service \`${name}\`: ${OF_SERVICE}`);
    for (const path of [['deploy', 'labels'], ['annotations'], ['build', 'labels']])
      for (const at of waiversAt(path.reduce<ComposeNode | undefined>(child, node)))
        say(node, [...path, at], `\`${path.join('.')}\` of service \`${name}\`: ${OF_SERVICE}`);
  }
  for (const section of ['services', 'networks'] as const)
    for (const [name, node] of sections[section]) {
      const labels = child(node, 'labels');
      for (const at of waiversAt(labels))
        if (typeof at === 'string' && child(labels, at)?.kind !== 'scalar')
          say(
            node,
            ['labels', at],
            `the label \`${at}\` of \`${name}\`, which is no text: Compose refuses it, write the JSON in single quotes`,
          );
    }
  for (const section of ['volumes', 'secrets', 'configs'] as const)
    for (const [name, node] of sections[section])
      for (const at of waiversAt(child(node, 'labels'))) say(node, ['labels', at], `a label of \`${section}.${name}\`: ${OF_PROJECT}`);
  return errors;
}

/** The keys, or the positions, of waivers among labels. */
function waiversAt(labels: ComposeNode | undefined): readonly (string | number)[] {
  if (labels?.kind === 'mapping') return [...labels.entries.keys()].filter((key) => key.startsWith(WAIVER_PREFIX));
  if (labels?.kind !== 'list') return [];
  return labels.items.flatMap((item, index) => (item.kind === 'scalar' && String(item.value).startsWith(WAIVER_PREFIX) ? [index] : []));
}
