import { type DockerContainer, dockerContainer } from '../../lib/controls/docker/container';
import { harden } from '../../lib/engine/harden';
import { resource } from '../../lib/engine/resource';
import { restricted } from '../../lib/profiles';
import { TARGET_IMAGE } from './target-image';

/** What a test gives of a container; hardening says the rest. */
export type Given = Omit<Partial<DockerContainer>, 'apiVersion' | 'kind' | 'metadata' | 'inexpressible' | 'dropped'>;

/** The normal form that hardening makes of an empty one, and of what is given: what is written stays as it is. */
export function hardened(name: string, given: Given = {}): DockerContainer {
  const container = dockerContainer({
    metadata: { name },
    declaredBy: 'compose',
    imageKnowledge: 'assumed',
    image: TARGET_IMAGE,
    command: ['sleep', '3600'],
    ...given,
  });
  // The normal form is what went in, with fields filled in.
  return harden(resource(container), { profile: restricted }).resource.object as DockerContainer;
}
