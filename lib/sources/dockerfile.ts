import { argumentsOf } from '../controls/dockerfile/reading/arguments';
import { finalIndex, instructionsOf, lastOf, lineage, rootImage, userOf } from '../controls/dockerfile/reading/stages';
import type { Json } from '../controls/requirement';
import { normalFormOf, type ReadDockerfile } from './dockerfile/normal-form';
import { placeAt, placesOf } from './dockerfile/places';
import { firstProblem } from './dockerfile/problems';
import { lineStarts, type Statements, statementsOf } from './dockerfile/statements';
import type { SourceObjects } from './source-object';

export { isDockerfile, looksLikeDockerfile } from './dockerfile/detect';
export { type DockerfileEditResult, editDockerfile, type RefusedDockerfileFix } from './dockerfile/edit';

/**
 * Reads a Dockerfile: one object in its normal form, or one error at the first thing that no build would accept.
 *
 * @param name the file, as it was named
 * @param dockerignore what the `.dockerignore` holds that the build would use: `Dockerfile.dockerignore` beside a
 * `Dockerfile`, else `.dockerignore` in the folder; undefined where there is none
 */
export function readDockerfile(name: string, text: string, dockerignore?: string): SourceObjects {
  const statements = statementsOf(text);
  const problem = firstProblem(statements);
  if (problem !== undefined) {
    const { line, column } = placeAt(name, text, lineStarts(text), problem.at);
    return { objects: [], errors: [{ file: name, line, column, message: problem.message }] };
  }
  const read = normalFormOf(baseName(name), statements, dockerignore);
  return { objects: [sourceObject(name, text, statements, read)], errors: [] };
}

function sourceObject(name: string, text: string, statements: Statements, read: ReadDockerfile): SourceObjects['objects'][number] {
  return { object: read.object as unknown as Json, file: name, placeOf: placesOf(name, text, statements, read) };
}

function baseName(name: string): string {
  return name === '-' ? 'Dockerfile' : name.slice(name.lastIndexOf('/') + 1);
}

/** What an image says of itself that a Dockerfile builds. */
export interface BuiltImageConfig {
  /** `USER`; empty where it is root's because it begins from `scratch`; undefined where the base or a variable decides. */
  readonly user?: string;
  /** There is a `HEALTHCHECK`, or `HEALTHCHECK NONE`; undefined where the base decides. */
  readonly healthcheck?: boolean;
  /** Ports of `EXPOSE` that are known. */
  readonly exposedPorts?: readonly number[];
}

/**
 * What the image says that a Dockerfile builds, as far as the file tells.
 *
 * @param target the stage that is built: its name, or its number. Default: the last one
 * @returns undefined where the Dockerfile cannot be read, or has no such stage
 */
export function imageConfigOf(text: string, target?: string): BuiltImageConfig | undefined {
  const statements = statementsOf(text);
  if (firstProblem(statements) !== undefined) return undefined;
  const { object } = normalFormOf('Dockerfile', statements);
  const stage = target === undefined ? finalIndex(object) : stageOf(object.stages, target);
  if (object.stages[stage] === undefined) return undefined;
  const user = userOf(object, stage);
  const check = lastOf(object, stage, 'HEALTHCHECK');
  const scratch = rootImage(object, stage) === 'scratch';
  const ports = lineage(object, stage)
    .toReversed()
    .flatMap((index) => instructionsOf(object, index))
    .filter(({ instruction }) => instruction.keyword === 'EXPOSE' && instruction.onbuild !== true)
    .flatMap(({ instruction }) => argumentsOf(instruction).words)
    .flatMap((word) => (/^\d{1,5}(\/\w+)?$/.test(word) ? [Number.parseInt(word, 10)] : []));
  const userText = user === undefined ? (scratch ? '' : undefined) : user.value;
  return {
    ...(userText !== undefined && { user: userText }),
    ...(check === undefined ? scratch && { healthcheck: false } : { healthcheck: !/^NONE$/i.test(argumentsOf(check.instruction).body) }),
    ...(ports.length > 0 && { exposedPorts: [...new Set(ports)] }),
  };
}

function stageOf(stages: readonly { readonly name?: string }[], target: string): number {
  const named = stages.findIndex(({ name }) => name?.toLowerCase() === target.toLowerCase());
  return named < 0 && /^\d+$/.test(target) ? Number(target) : named;
}
