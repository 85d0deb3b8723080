import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { RunBy } from '../containers/compose';
import { isObject, type Json } from '../controls/requirement';
import { baseFile, isBaseName, isComposeFile, isOverlayName, isOverrideName, OVERRIDE_NAMES, runnerOf } from './compose/detect';
import type { ReadImageConfig } from './compose/image-config';
import type { ReadInlineDockerfile } from './compose/inline-dockerfile';
import { child, plain } from './compose/node';
import { objectsOf } from './compose/objects';
import { type ComposeProject, ComposeProjects } from './compose/project';
import { ComposeTexts, type Documents } from './compose/texts';
import type { SourceObject, SourceObjects } from './source-object';
import type { SourceFile } from './yaml';
import type { ReadError } from './yaml/read-error';

export { isComposeFile } from './compose/detect';
export type { ReadImageConfig } from './compose/image-config';

/** How Compose files are read. */
export interface ComposeOptions {
  /**
   * Who runs the projects.
   *
   * @default - `docker stack deploy` for a file whose name says stack or swarm, or that gives orders which only Swarm heeds; else `docker compose`
   */
  readonly runBy?: RunBy;
  /** Files that somebody named, so that they are taken for Compose files more readily. Default: none. */
  readonly named?: ReadonlySet<string>;
  /** Reads what the Dockerfile of a service says of its image. Default: nothing is known of images that are built. */
  readonly readImageConfig?: ReadImageConfig;
  /** Reads a Dockerfile that stands in the file (`dockerfile_inline`). Default: it is not judged. */
  readonly readInlineDockerfile?: ReadInlineDockerfile;
}

/** What Compose files gave. */
export interface ComposeObjects extends SourceObjects {
  /** The names of the files that are Compose files; the others are something else. */
  readonly taken: ReadonlySet<string>;
}

/**
 * Finds the Compose files among files that were read, and reads each project of them: a container for every service, of
 * whatever profile, its networks, and the project as a whole.
 *
 * `compose.override.yaml` is laid over the base file beside it, as `docker compose` does by itself. Files that are named by
 * `include` or `extends` are read from the disk where they were not given; what is remote is not fetched, and a note says so.
 * What a service names as its `env_file` is read as well. Neither the `.env` file of the project nor the environment is: references
 * count with their defaults.
 */
export function readComposeFiles(files: readonly SourceFile[], options: ComposeOptions = {}): ComposeObjects {
  const texts = new ComposeTexts(files);
  const found = files.flatMap(({ name }) => {
    const value = contentOf(texts.documentsOf(name, dirname(name)), name, options.named?.has(name) === true);
    return value === undefined ? [] : [{ file: name, value }];
  });
  const projects = new ComposeProjects(texts);
  const read = groupsOf(found).map((group) => ({ ...group, project: projects.read(group.files) }));
  const objects: SourceObject[] = [];
  const errors: ReadError[] = [];
  const notes: string[] = [];
  const readings: (readonly SourceObject[])[] = [];
  for (const { file, files: layers, value, only, project } of read) {
    const isPart = projects.included.has(resolve(file)) || (projects.extended.has(resolve(file)) && !isBaseName(file));
    if (project === undefined || (isPart && layers.length === 1)) continue;
    const make = (from: ComposeProjects, of: ComposeProject, layers: readonly string[]) =>
      objectsOf(of, {
        runBy: options.runBy ?? runnerOf(value, file),
        file: basename(file),
        heirsOf: (service) => from.heirsOf(service),
        readFrom: layers,
        isWhole: of === project && isWhole(file, layers, of, from),
        ...(only !== undefined && { only }),
        ...(options.readImageConfig !== undefined && { readImageConfig: options.readImageConfig }),
        ...(options.readInlineDockerfile !== undefined && { readInlineDockerfile: options.readInlineDockerfile }),
      });
    const made = make(projects, project, layers);
    objects.push(...made.objects);
    errors.push(...made.errors);
    notes.push(...made.notes);
    for (const layersOfOthers of otherReadings(file, layers, found)) {
      // What is wrong with them is said where they are named.
      const others = new ComposeProjects(texts);
      const read = others.read(layersOfOthers);
      if (read !== undefined) readings.push(make(others, read, layersOfOthers).objects);
    }
  }
  return {
    objects,
    errors: unique([...projects.errors, ...errors]),
    notes: [...new Set([...projects.notes, ...notes, ...unreadOverrides(found)])],
    taken: new Set(found.map(({ file }) => file)),
    ...(readings.length > 0 && { otherReadings: readings }),
  };
}

/** Whether everything that a project is made of was read: no other file is to be laid under it, and none is out of reach. */
function isWhole(file: string, layers: readonly string[], { sections }: ComposeProject, { errors, notes }: ComposeProjects): boolean {
  if (errors.length + notes.length > 0 || (layers.length === 1 && (isOverrideName(file) || isOverlayName(file)))) return false;
  return [...sections.services.values()].every((service) =>
    ['image', 'build', 'provider'].some((key) => child(service, key) !== undefined),
  );
}

/** The first document that makes a file one of Compose; undefined where it is something else, or cannot be read. */
function contentOf(read: Documents, name: string, isNamed: boolean): Json | undefined {
  if ('errors' in read) return undefined;
  const values = read.documents.map(plain);
  const [first] = values.filter(isObject);
  return values.some((value) => isComposeFile(value, name, isNamed)) ? first : undefined;
}

interface Found {
  readonly file: string;
  readonly value: Json;
}

interface Group extends Found {
  /** Base first. */
  readonly files: readonly string[];
  readonly only?: ReadonlySet<string>;
}

/** Which files make a project together. */
function groupsOf(found: readonly Found[]): readonly Group[] {
  const byFolder = new Map<string, Found[]>();
  for (const each of found) byFolder.set(dirname(resolve(each.file)), [...(byFolder.get(dirname(resolve(each.file))) ?? []), each]);
  const groups: Group[] = [];
  for (const each of found) {
    const { file, value } = each;
    const beside = byFolder.get(dirname(resolve(file))) ?? [];
    const base = baseFile(beside);
    const overrides = beside.filter((other) => isOverrideName(other.file));
    if (base !== undefined && isOverrideName(file)) continue;
    if (each === base) groups.push({ ...each, files: [file, ...overrides.map((other) => other.file)] });
    else if (base !== undefined && isOverlay(each, base)) {
      groups.push({ ...each, files: [base.file, file], only: new Set(Object.keys(value.services)) });
    } else groups.push({ ...each, files: [file] });
  }
  return groups;
}

/** Whether a file says something of services that only the base file says what to run of. */
function isOverlay({ value }: Found, base: Found): boolean {
  if (!isObject(value.services)) return false;
  return Object.entries(value.services).some(([name, service]: [string, unknown]) => {
    const isWhole = isObject(service) && ['image', 'build', 'extends'].some((key) => key in service);
    return !isWhole && isObject(base.value.services) && name in base.value.services;
  });
}

/** What `docker compose` lays over a base file by itself, and nobody named: whoever deploys may do without. */
function unreadOverrides(found: readonly Found[]): readonly string[] {
  const given = new Set(found.map(({ file }) => resolve(file)));
  return found.flatMap(({ file }) => {
    const beside = overrideBeside(file);
    return beside === undefined || given.has(resolve(beside))
      ? []
      : [`${beside}, which \`docker compose\` lays over ${file} by itself, was not named; it was not judged.`];
  });
}

/** The file that `docker compose` lays over a base file by itself. */
function overrideBeside(file: string): string | undefined {
  return isBaseName(file) ? OVERRIDE_NAMES.map((name) => join(dirname(file), name)).find((path) => existsSync(path)) : undefined;
}

/** `docker-compose.prod.yml` beside `docker-compose.yml`. */
const CALLED_LIKE_BASE = /^(?:docker-)?compose[.-]/i;

/**
 * How else the base file of a project is read: by itself, where others are laid over it; with the override that nobody named; with a file
 * beside it that is whole by itself, and may be meant to be laid over it all the same.
 */
function otherReadings(file: string, layers: readonly string[], found: readonly Found[]): readonly (readonly string[])[] {
  const [base = file, next] = layers;
  if (next !== undefined && !isOverrideName(next)) return [];
  const beside = overrideBeside(base);
  const services = (each: string): readonly string[] => {
    const value = found.find((other) => other.file === each)?.value;
    return isObject(value?.services) ? Object.keys(value.services) : [];
  };
  const overlays = found.filter(
    (each) =>
      isBaseName(base) &&
      CALLED_LIKE_BASE.test(basename(each.file)) &&
      !isBaseName(each.file) &&
      !isOverrideName(each.file) &&
      dirname(resolve(each.file)) === dirname(resolve(base)) &&
      services(each.file).some((name) => services(base).includes(name)),
  );
  return [...(next !== undefined ? [[base]] : beside === undefined ? [] : [[base, beside]]), ...overlays.map((each) => [base, each.file])];
}

function unique(errors: readonly ReadError[]): readonly ReadError[] {
  return [...new Map(errors.map((error) => [JSON.stringify(error), error])).values()];
}
