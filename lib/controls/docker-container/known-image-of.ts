import { type KnownImage, knownImage } from '../docker/known-images';
import type { Json } from '../requirement';

/** What is known of the image of a container; nothing where the name is only given to what is built. */
export function knownImageOf({ built, image }: Json): KnownImage | undefined {
  return built === true ? undefined : knownImage(image);
}
