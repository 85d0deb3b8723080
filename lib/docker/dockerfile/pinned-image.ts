import { TemperedError } from '../../errors';

/**
 * An image by digest, `NAME[:TAG]@sha256:DIGEST`: what is built on is what was looked at, whatever the tag comes to mean.
 *
 * `docker buildx imagetools inspect NAME:TAG --format '{{.Manifest.Digest}}'` says the digest of a tag.
 */
export type PinnedImage = `${string}@sha256:${string}`;

/** What a stage begins with: an image by digest, or nothing at all. */
export type BaseImage = PinnedImage | 'scratch';

/** Digests of images by name and tag, as a lock file keeps them: `{ "node:22-slim": "sha256:…" }`. */
export type ImageLock = Readonly<Record<string, string>>;

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const NAME = /^[a-z0-9][a-z0-9._:/-]*$/i;

/**
 * The image by the digest that the lock file has for it. The file is the user's, so that a program that writes Dockerfiles needs
 * no network and two runs of it write the same; a bot that renews digests finds them in one place.
 *
 * @example
 * ```ts
 * const lock: ImageLock = JSON.parse(readFileSync('images.lock.json', 'utf8'));
 * pinned('node:22-slim', lock); // node:22-slim@sha256:…
 * ```
 * @throws a TemperedError `no-digest` where the lock has none, and `invalid-image` where it holds something else
 */
export function pinned(image: string, lock: ImageLock): PinnedImage {
  const digest = Object.hasOwn(lock, image) ? lock[image] : undefined;
  if (digest === undefined)
    throw new TemperedError('no-digest', `the lock has no digest of ${image}`, { hint: `Look it up and add it: ${lookUp(image)}` });
  const reference: PinnedImage = `${image}@sha256:${digest.replace(/^sha256:/, '')}`;
  checkImage(reference);
  return reference;
}

/** The command that says the digest of an image. */
export function lookUp(image: string): string {
  return `docker buildx imagetools inspect ${image} --format '{{.Manifest.Digest}}'`;
}

/** Whether the reference has a digest that could be one. */
export function isPinned(image: string): boolean {
  const at = image.indexOf('@');
  return at > 0 && DIGEST.test(image.slice(at + 1));
}

/**
 * Stops what could not stand after FROM.
 *
 * @throws a TemperedError `invalid-image` where the name or the digest is malformed; a missing digest is judged elsewhere
 */
export function checkImage(image: string): void {
  const [name = '', digest] = image.split('@');
  if (!NAME.test(name)) throw new TemperedError('invalid-image', `${JSON.stringify(image)} is no reference of an image`);
  if (digest !== undefined && !DIGEST.test(digest))
    throw new TemperedError('invalid-image', `${image}: the digest must be sha256: and 64 hexadecimal digits`, { hint: lookUp(name) });
}
