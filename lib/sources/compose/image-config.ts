import { dirname, isAbsolute, join } from 'node:path';
import { looseTextOf } from '../../containers/compose/plain-fields';
import type { DockerContainer } from '../../controls/docker/container';
import { isObject } from '../../controls/requirement';
import { type ComposeNode, child } from './node';

/** What is known of an image from the Dockerfile that builds it; undefined where that is not to be had. */
export type ReadImageConfig = (
  /** The folder, as a path of this machine. */
  context: string,
  /** The Dockerfile, from the context. */
  dockerfile: string,
  target: string | undefined,
) => DockerContainer['imageConfig'];

/** Asks for the image that a `build` makes, where it is made from a folder. */
export function imageConfigOf(build: unknown, service: ComposeNode, read: ReadImageConfig | undefined): DockerContainer['imageConfig'] {
  if (read === undefined || (build ?? null) === null) return undefined;
  const fields = isObject(build) ? build : { context: build };
  const context = looseTextOf(fields.context ?? '.') ?? '.';
  if (context.includes('$') || /^[a-z+]+:|^git@/.test(context) || fields.dockerfile_inline !== undefined) return undefined;
  const origin = child(service, 'build')?.origin ?? service.origin;
  const folder = isAbsolute(context) ? context : join(dirname(origin.document.file), context);
  return read(folder, looseTextOf(fields.dockerfile ?? undefined) ?? 'Dockerfile', looseTextOf(fields.target ?? undefined));
}
