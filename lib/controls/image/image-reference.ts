/**
 * What the text of an image says, normalised as container engines do: an absent registry is Docker Hub's, and an image of
 * Docker Hub without an owner is one of its own library.
 */
export interface ImageReference {
  /** `docker.io`, `registry.example:5000`. */
  readonly registry: string;
  /** The path in the registry: `library/nginx`. */
  readonly repository: string;
  readonly tag: string | undefined;
  /** `algorithm:encoded`. */
  readonly digest: string | undefined;
}

// The grammar of github.com/distribution/reference and, of digests, of the OCI image specification, in patterns that
// JavaScript and RE2 (CEL) read alike. The packages on npm read registry ports, digests or IPv6 wrongly.
const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const HOST = `(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const WORD = '[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*';
const PATH = `${WORD}(?:/${WORD})*`;
/** The first component of a path whose registry is left out; with a dot it would be a registry. */
const OWNER = '[a-z0-9]+(?:(?:__?|-+)[a-z0-9]+)*';
const NAME = `(?:(?:${HOST}|${OWNER})/${PATH}|${WORD})`;
const TAG = '[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}';
const DIGEST = '[a-z0-9]+(?:[+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+';

/** A reference, but for the length of its digest. */
export const REFERENCE_PATTERN = `^${NAME}(?::${TAG})?(?:@${DIGEST})?$`;
/** A reference whose tag is `latest`, or that has neither tag nor digest. */
export const LATEST_PATTERN = `^${NAME}(?::latest(?:@${DIGEST})?)?$`;
/** A reference without digest whose tag is `latest`, or that has none. */
export const FLOATING_PATTERN = `^${NAME}(?::latest)?$`;
/** A digest of an algorithm whose length is known. */
export const KNOWN_ALGORITHM_PATTERN = '@(?:sha256|sha512|blake3):';
/** The same, with that length. */
export const KNOWN_DIGEST_PATTERN = '@(?:(?:sha256|blake3):[a-f0-9]{64}|sha512:[a-f0-9]{128})$';

const host = new RegExp(`^${HOST}$`);
const rest = new RegExp(`^(${PATH})(?::(${TAG}))?(?:@(${DIGEST}))?$`);
const knownAlgorithm = new RegExp(KNOWN_ALGORITHM_PATTERN);
const knownDigest = new RegExp(KNOWN_DIGEST_PATTERN);

const HUB = 'docker.io';

/** What was read already: each image is asked by several controls, and by many objects. */
const known = new Map<string, ImageReference | undefined>();
const MOST_KNOWN = 4096;

/** Reads the text of an image; undefined where it is no reference, so that no engine could pull it. */
export function parseImageReference(text: string): ImageReference | undefined {
  if (known.has(text)) return known.get(text);
  if (known.size >= MOST_KNOWN) known.clear();
  const reference = read(text);
  known.set(text, reference);
  return reference;
}

function read(text: string): ImageReference | undefined {
  const slash = text.indexOf('/');
  const first = slash < 0 ? '' : text.slice(0, slash);
  const named = isRegistry(first);
  if (named && !host.test(first)) return undefined;
  const match = rest.exec(named ? text.slice(slash + 1) : text);
  if (match === null || (knownAlgorithm.test(text) && !knownDigest.test(text))) return undefined;
  const [, path = '', tag, digest] = match;
  return { ...normalized(named ? first : HUB, path), tag, digest };
}

/** The first component names a registry when it has a dot, a port or a capital letter, or is `localhost`. */
export function isRegistry(component: string): boolean {
  return /[.:A-Z]/.test(component) || component === 'localhost';
}

/** `registry/repository`, without tag and digest. */
export function imageName({ registry, repository }: ImageReference): string {
  return `${registry}/${repository}`;
}

function normalized(registry: string, path: string): { readonly registry: string; readonly repository: string } {
  if (registry !== HUB && registry !== `index.${HUB}`) return { registry, repository: path };
  return { registry: HUB, repository: path.includes('/') ? path : `library/${path}` };
}
