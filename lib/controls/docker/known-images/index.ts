import { imageName, parseImageReference } from '../../image/image-reference';
import { DATABASES } from './databases';
import { imageVersion } from './image-version';
import type { ImageFamily, KnownImage } from './known-image';
import { PLATFORM } from './platform';
import { WEB } from './web';

export { type KnownImage, MIB, type ReadOnlyRoot, SCRATCH } from './known-image';
export { type SetuidHelper, setuidHelper } from './setuid-helpers';

/** Every image that something is known of. Images of a language (node, python) are missing on purpose: they run whatever is mounted. */
export const KNOWN_IMAGES: readonly ImageFamily[] = [...DATABASES, ...WEB, ...PLATFORM];

const byRepository = new Map<string, ImageFamily>(
  KNOWN_IMAGES.flatMap((family) => family.repositories.map((each) => [each, family] as const)),
);

/**
 * What is known of an image. Undefined for an unknown one, for a variant whose tag is not understood, and for a digest
 * alone, which says nothing of the variant.
 */
export function knownImage(reference: unknown): KnownImage | undefined {
  const parsed = typeof reference === 'string' ? parseImageReference(reference) : undefined;
  if (parsed === undefined) return undefined;
  const family = byRepository.get(imageName(parsed));
  if (family === undefined || (parsed.tag === undefined && parsed.digest !== undefined)) return undefined;
  const version = imageVersion(parsed.tag ?? 'latest');
  return version && family.of(version);
}
