import type { ImageVersion } from './known-image';

/** Words of tags that do not change who an image runs as and what it writes, beyond what the table says of them. */
const WORDS = new Set([
  ...['latest', 'stable', 'mainline', 'lts', 'slim', 'perl', 'otel', 'management', 'fpm', 'apache', 'oss'],
  ...['debian', 'stretch', 'buster', 'bullseye', 'bookworm', 'trixie'],
  ...['ubuntu', 'bionic', 'focal', 'jammy', 'noble'],
  ...['oracle', 'oraclelinux8', 'oraclelinux9'],
]);
const VERSION = /^v?\d+(?:\.\d+)*$/;
const ALPINE = /^alpine(?:\d+(?:\.\d+)*)?$/;
const RELEASE_OR_RUNTIME = /^(?:rc\.?\d*|beta\.?\d*|alpha\.?\d*|php\d+(?:\.\d+)?|jdk\d+)$/;

/** Reads a tag; undefined where a part of it is not understood, so that nothing is claimed of what it names. */
export function imageVersion(tag: string): ImageVersion | undefined {
  let numbers: readonly number[] = [];
  let alpine = false;
  const words: string[] = [];
  for (const [index, part] of tag.split('-').entries()) {
    if (index === 0 && VERSION.test(part)) numbers = part.replace(/^v/, '').split('.').map(Number);
    else if (ALPINE.test(part)) alpine = true;
    else if (WORDS.has(part) || RELEASE_OR_RUNTIME.test(part)) words.push(part);
    else return undefined;
  }
  return { numbers, alpine, words };
}
