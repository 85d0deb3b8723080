import { parseImageReference } from '../../controls/image/image-reference';

/** The engine's own name of an image that it has: as good as a digest. */
const IMAGE_ID = /^sha256:[0-9a-f]{64}$/;

/** What to say of an image that is named by a tag: which image that is, is decided by whoever pushes. Undefined where nothing is. */
export function digestAdvice(image: unknown): string | undefined {
  if (typeof image !== 'string' || IMAGE_ID.test(image)) return undefined;
  const reference = parseImageReference(image);
  if (reference === undefined || reference.digest !== undefined) return undefined;
  return `image ${JSON.stringify(image)} names no digest: its tag can be moved to another image. The output \`repoDigest\` of a RemoteImage is the one that was pulled.`;
}
