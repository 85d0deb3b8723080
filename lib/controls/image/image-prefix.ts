import { TemperedError } from '../../errors';
import { celLiteral } from '../requirement/text';
import { imageName, isRegistry, parseImageReference } from './image-reference';

/** A registry, or repositories in it: what an image's normalised name may lie under, at the boundary of a path component. */
export interface ImagePrefix {
  /** Whether a name (`docker.io/library/nginx`) lies under it. */
  readonly covers: (name: string) => boolean;
  /** The same of the text of an image, in CEL; the text must be a reference. */
  readonly cel: (image: string) => string;
}

const HUB_HOST = '(?:index\\.)?docker\\.io/';

/**
 * Reads a prefix as people write it: `registry.example`, `registry.example/shop/`, `nginx` (of Docker Hub's library),
 * `bitnami/` (of Docker Hub). Throws a TemperedError `invalid-image-prefix`.
 */
export function imagePrefix(text: string): ImagePrefix {
  const name = normalizedPrefix(text);
  if (name === undefined)
    throw new TemperedError('invalid-image-prefix', `"${text}" is no registry and no repository`, {
      hint: 'Write a registry or repositories in it, without scheme, tag and digest: registry.example/shop/',
    });
  const pattern = celLiteral(`^${patternOf(name)}`);
  return {
    covers: (other) => other === name || other.startsWith(`${name}/`),
    cel: (image) => `${image}.matches(${pattern})${name === 'docker.io' ? ` && !${image}.startsWith('localhost/')` : ''}`,
  };
}

/** Makes a reference of any prefix; two steps, so that nothing is completed. */
const BELOW = '/any/any';

/** `registry[/path]`. Only a single word is completed as an image would be; everything else is taken as it stands. */
function normalizedPrefix(text: string): string | undefined {
  const bare = text.replace(/\/$/, '');
  const [first = ''] = bare.split('/');
  const full = isRegistry(first) ? bare : text.includes('/') ? `docker.io/${bare}` : `docker.io/library/${bare}`;
  const read = parseImageReference(`${full}${BELOW}`);
  if (read === undefined || read.tag !== undefined || read.digest !== undefined) return undefined;
  return imageName(read).slice(0, -BELOW.length);
}

/** An image of Docker Hub may leave the registry out, and `library/` too. */
function patternOf(name: string): string {
  const [registry = '', owner, ...path] = name.split('/');
  const literal = (words: readonly string[]): string => words.join('/').replace(/[.[\]]/g, '\\$&');
  if (registry !== 'docker.io') return owner === undefined ? `${literal([registry])}/` : `${literal(name.split('/'))}(?:[/:@]|$)`;
  if (owner === undefined) return `(?:${HUB_HOST}|[^/]+$|[a-z0-9_-]+/)`;
  const host = isRegistry(owner) ? HUB_HOST : `(?:${HUB_HOST})?`;
  if (owner !== 'library') return path.length === 0 ? `${host}${owner}/` : `${host}${literal([owner, ...path])}(?:[/:@]|$)`;
  if (path.length === 0) return `${host}(?:library/|[^/]+$)`;
  const inLibrary = `library/${literal(path)}(?:[/:@]|$)`;
  return path.length === 1 ? `${host}(?:${inLibrary}|${literal(path)}(?:[:@]|$))` : `${host}${inLibrary}`;
}
