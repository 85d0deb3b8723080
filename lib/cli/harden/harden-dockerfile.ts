import type { Finding } from '../../engine/finding';
import type { Origin, Resource } from '../../engine/resource';
import type { HardenedFile, Repair } from './harden-manifests';

/** A Dockerfile that is a file of its own; one in a Compose file is written in words of that. */
export function isDockerfile(resource: Resource): resource is Resource & { readonly origin: Extract<Origin, { readonly from: 'file' }> } {
  return resource.group === 'docker' && resource.kind === 'Dockerfile' && resource.origin.from === 'file' && resource.written === undefined;
}

/** Makes the repairs of each round in the text that the one before left: their paths speak of it. */
export function hardenDockerfile(name: string, before: string, resource: Resource, rounds: readonly (readonly Finding[])[]): HardenedFile {
  const { editDockerfile } = require('../../sources/dockerfile') as typeof import('../../sources/dockerfile');
  const repairs: Repair[] = [];
  let after = before;
  for (const round of rounds) {
    const { text, refused } = editDockerfile(
      after,
      round.map(({ fix }) => fix),
    );
    const reasons = new Map(refused.map(({ fix, reason }) => [fix, reason]));
    for (const finding of round) {
      const reason = reasons.get(finding.fix);
      repairs.push({ resource, finding, fix: finding.fix, ...(reason !== undefined && { refused: reason }) });
    }
    after = text;
  }
  return { name, before, after, repairs };
}
