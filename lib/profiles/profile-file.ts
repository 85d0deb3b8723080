import { dirname, join, parse, resolve } from 'node:path';
import { isObject } from '../controls/requirement';
import type { ExternalWaiver } from '../engine/audit';
import { TemperedError } from '../errors';
import { readDocumentFile } from '../sources/document-file';
import type { ReadError } from '../sources/yaml/read-error';
import { profileByName } from '.';
import { Profile } from './profile';
import { readIds, readSettings } from './profile-file/control-settings';
import { Problems } from './profile-file/problems';
import { readWaivers } from './profile-file/waivers';

/** A profile that was read from a file. */
export interface ProfileFile {
  /** What the file asks. */
  readonly profile: Profile;
  /** Waivers for objects that the file names, since the objects are not ours to annotate. */
  readonly waivers: readonly ExternalWaiver[];
}

/** A profile file that cannot be used: everything that is wrong with it, each with its line. */
export class ProfileFileError extends TemperedError {
  /** Everything that is wrong, in the order of the file. */
  public readonly errors: readonly ReadError[];

  public constructor(errors: readonly ReadError[]) {
    super('invalid-profile', errors.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`).join('\n'));
    this.errors = errors;
  }
}

const KEYS = ['name', 'description', 'extends', 'controls', 'neverWaive', 'waivers'] as const;

/**
 * Reads a profile from a YAML or JSON file: what `defineProfile` takes, and waivers.
 *
 * `extends` names a profile of tempered or another file, relative to this one. A level `off` may be written without quotes,
 * though YAML takes it for `false`.
 *
 * @throws ProfileFileError
 */
export function readProfileFile(file: string): ProfileFile {
  return readExtending(file, []);
}

function readExtending(file: string, extending: readonly string[]): ProfileFile {
  const read = readDocumentFile(file);
  if ('error' in read) throw new ProfileFileError([read.error]);
  const { value: body = {}, placeOf } = read;
  const problems = new Problems(file, placeOf);
  if (!isObject(body)) {
    problems.add([], 'a profile is an object with a name, what it extends, and controls');
    throw new ProfileFileError(problems.all);
  }
  problems.unknownKeys(body, [], KEYS);
  const base = baseOf(body.extends, file, [...extending, resolve(file)], problems);
  const name = problems.text(body, 'name', []) ?? parse(file).name;
  const description = problems.text(body, 'description', []);
  const controls = readSettings(body.controls, problems);
  const neverWaive = readIds(body.neverWaive, 'neverWaive', problems);
  const waivers = readWaivers(body.waivers, problems);
  if (base === undefined && Object.keys(controls).length === 0 && problems.all.length === 0)
    problems.add([], 'the profile asks nothing; write `extends: restricted`, or controls');
  if (problems.all.length > 0) throw new ProfileFileError(problems.all);
  const profile = new Profile({
    name,
    controls,
    neverWaive,
    ...(description !== undefined && { description }),
    ...(base && { extends: base.profile }),
  });
  return { profile, waivers: [...(base?.waivers ?? []), ...waivers] };
}

function baseOf(named: unknown, file: string, extending: readonly string[], problems: Problems): ProfileFile | undefined {
  if (named === undefined || named === null) return undefined;
  if (typeof named !== 'string') {
    problems.add(['extends'], '"extends" must be the name of a profile, or the path of a file');
    return undefined;
  }
  try {
    if (!isProfilePath(named)) return { profile: profileByName(named), waivers: [] };
    const path = join(dirname(file), named);
    if (!extending.includes(resolve(path))) return readExtending(path, extending);
    problems.add(['extends'], `${named} extends this file: a profile cannot extend itself`);
  } catch (error) {
    if (!TemperedError.is(error) || error instanceof ProfileFileError) throw error;
    problems.add(['extends'], error.message);
  }
  return undefined;
}

/** Whether what was named is a file and not one of our profiles. */
export function isProfilePath(named: string): boolean {
  return /[/\\]|\.(?:ya?ml|json)$/i.test(named);
}
