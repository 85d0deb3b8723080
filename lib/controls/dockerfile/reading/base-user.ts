import { knownImage } from '../../docker/known-images';
import { imageName, parseImageReference } from '../../image/image-reference';

/** Repositories whose images start as a user other than root, by their makers' word. */
const UNPRIVILEGED = /(^|\/)(nginx-unprivileged|httpd-unprivileged)$|^cgr\.dev\/chainguard\//;

/** Tags by which makers (Google's distroless, Chainguard, Microsoft) name images for a user other than root. */
const NONROOT_TAG = /(^|[-_.])(nonroot|rootless|unprivileged|chiseled(?!-root))($|[-_.])/;

/** Whether an image is known to start as a user other than root, so that a `FROM` it needs no `USER`. */
export function startsUnprivileged(image: string): boolean {
  const reference = parseImageReference(image);
  if (reference === undefined) return false;
  if (knownImage(image)?.runsAs !== undefined) return true;
  return UNPRIVILEGED.test(imageName(reference)) || (reference.tag !== undefined && NONROOT_TAG.test(reference.tag));
}
