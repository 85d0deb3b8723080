import { basename } from 'node:path';
import type { Fix, Json, Path } from '../controls/requirement';
import { type Resource, resource } from '../engine/resource';
import { TemperedError } from '../errors';
import type { Place } from '../reporters/audit-result';
import { readDockerFiles, readEngineFiles } from '../sources/docker-files';
import type { SourceObject, SourceObjects } from '../sources/source-object';
import {
  type Content,
  type DocumentEdit,
  isLooseJson,
  locate,
  type ReadError,
  readFiles,
  readText,
  type SourceFile,
  type SourceResource,
} from '../sources/yaml';
import type { Terminal } from './invocation';

/** A change of a file that a fix asks for. */
export interface FileEdit {
  readonly file: string;
  readonly edit: DocumentEdit;
  /** The fixes that were asked for, in the order of those of the edit, whose paths are those of the file. */
  readonly asked: readonly Fix[];
}

/** Everything that was read, and where each object stands. */
export interface Manifests {
  /** As the command line names them. */
  readonly paths: readonly string[];
  readonly files: readonly SourceFile[];
  /** What each file that holds Kubernetes objects gave. */
  readonly contents: ReadonlyMap<string, Content>;
  readonly resources: readonly Resource[];
  /** Documents that nobody knows what to do with. */
  readonly other: number;
  /** What could not be read, an input without any object included. */
  readonly errors: readonly ReadError[];
  /** What could not be seen, and why. */
  readonly notes: readonly string[];
  /** Where a path of an object, as it is written, stands in its file. Reads the document again, with positions. */
  readonly placeOf: (resource: Resource, path: Path) => Place;
  /** The changes of files that make the fixes, whose paths are those of what is written; undefined where that is no text. */
  readonly editsOf: (resource: Resource, fixes: readonly Fix[]) => readonly FileEdit[] | undefined;
  /** The same texts as others read them: not judged, but what is written must do for them, too. */
  readonly otherReadings: readonly Pick<Manifests, 'resources' | 'editsOf' | 'sourceOf'>[];
  /** What a source gave beside the object itself; undefined of a manifest of Kubernetes. */
  readonly sourceOf: (resource: Resource) => SourceObject | undefined;
}

const ENGINE = /^docker:\/\//;

/** Whether a path names a running engine. */
export function isEngine(path: string): boolean {
  return ENGINE.test(path);
}

/**
 * Reads what the command line names: files, folders, `-` for standard input, `docker://` for a running engine; of that containers
 * that do not run only where `stopped` says so.
 */
export async function readManifests(
  paths: readonly string[],
  terminal: Pick<Terminal, 'stdin' | 'env'>,
  { stopped = false }: { readonly stopped?: boolean } = {},
): Promise<Manifests> {
  const inFiles = paths.filter((path) => !isEngine(path));
  const { files, errors } = readFiles(inFiles, inFiles.includes('-') ? { stdin: await terminal.stdin() } : {});
  const engines: SourceObjects[] = [];
  const unreachable: ReadError[] = [];
  for (const path of paths.filter(isEngine)) {
    const { readEngine } = require('../sources/docker-engine') as typeof import('../sources/docker-engine');
    try {
      engines.push(await readEngine(path, terminal.env, { all: stopped }));
    } catch (error) {
      // Beside other inputs it is one that cannot be read: those are judged all the same.
      if (!TemperedError.is(error) || paths.length === 1) throw error;
      const hint = error.hint === undefined ? '' : `; ${error.hint}`;
      unreachable.push({ file: path, line: 1, column: 1, message: `${error.message}${hint}` });
    }
  }
  return manifestsOf(paths, files, { errors: [...errors, ...unreachable], engines });
}

/** What is known beside the texts. */
interface Known {
  readonly errors?: readonly ReadError[];
  readonly engines?: readonly SourceObjects[];
  /** Files that were read before and have not changed. */
  readonly contents?: ReadonlyMap<string, Content>;
}

export function manifestsOf(paths: readonly string[], files: readonly SourceFile[], known: Known = {}): Manifests {
  const ofDocker = readDockerFiles(files, new Set(paths));
  const contents = new Map(
    files
      .filter(({ name }) => !ofDocker.taken.has(name))
      .map((file) => [file.name, known.contents?.get(file.name) ?? contentOf(file, paths)] as const),
  );
  const all = [...contents.values()];
  const ofEngines = readEngineFiles(
    all.flatMap(({ untyped }) => untyped),
    new Set(paths),
  );
  const places = new Places();
  for (const content of all) for (const each of content.resources) places.addManifest(each);
  const sources = [ofDocker, ofEngines, ...(known.engines ?? [])];
  for (const { objects } of sources)
    for (const each of objects) places.addObject(each, known.engines?.some((engine) => engine.objects === objects) === true);
  const errors = [...(known.errors ?? []), ...all.flatMap((content) => content.errors), ...sources.flatMap((source) => source.errors)];
  const other = all.reduce((sum, content) => sum + content.other, 0) - ofEngines.read;
  return {
    paths,
    files,
    contents,
    other,
    errors: [...errors, ...emptyInputs(paths, files, places.isEmpty && other === 0 && errors.length === 0, errors)],
    notes: sources.flatMap(({ notes = [] }) => notes),
    placeOf: (about, path) => places.placeOf(about, path),
    otherReadings: ofDocker.otherReadings?.map((objects) => new Places(objects).reading(files)) ?? [],
    ...places.reading(files),
  };
}

/**
 * What a file holds. JSON with comments, which lies in the folders of many programs (tsconfig.json, appsettings.json) and is nothing
 * that is judged, is passed over where nobody named it: no client of Kubernetes reads it either.
 */
function contentOf({ name, text }: SourceFile, paths: readonly string[]): Content {
  const content = readText(name, text);
  const isOther = !paths.includes(name) && /\.json$/i.test(name) && basename(name) !== 'daemon.json' && !/"apiVersion"\s*:/.test(text);
  return content.errors.length > 0 && isOther && isLooseJson(text) ? { ...content, errors: [], other: content.other + 1 } : content;
}

/** Where each resource comes from. */
class Places {
  private readonly manifests = new Map<Resource, SourceResource>();
  private readonly objects = new Map<Resource, SourceObject>();

  constructor(objects: readonly SourceObject[] = []) {
    for (const each of objects) this.addObject(each, false);
  }

  reading(files: readonly SourceFile[]): Pick<Manifests, 'resources' | 'editsOf' | 'sourceOf'> {
    return {
      resources: this.resources(files),
      editsOf: (about, fixes) => this.editsOf(about, fixes),
      sourceOf: (about) => this.objects.get(about),
    };
  }

  get isEmpty(): boolean {
    return this.manifests.size + this.objects.size === 0;
  }

  addManifest(source: SourceResource): void {
    const { document, path, object } = source;
    this.manifests.set(resource(object, { from: 'file', file: document.file, document: document.index, prefix: path }), source);
  }

  addObject(source: SourceObject, ofEngine: boolean): void {
    const { object, file, written } = source;
    const origin = ofEngine ? ({ from: 'engine', host: file } as const) : ({ from: 'file', file, document: 0, prefix: [] } as const);
    this.objects.set(resource(object as Json, origin, written), source);
  }

  /** In the order of the files; what an engine gave comes last. */
  resources(files: readonly SourceFile[]): readonly Resource[] {
    if (this.objects.size === 0) return [...this.manifests.keys()];
    const rank = new Map(files.map(({ name }, index) => [name, index]));
    const rankOf = ({ origin }: Resource): number => (origin.from === 'file' ? (rank.get(origin.file) ?? files.length) : files.length);
    return [...this.manifests.keys(), ...this.objects.keys()].sort((a, b) => rankOf(a) - rankOf(b));
  }

  placeOf(about: Resource, path: Path): Place {
    const object = this.objects.get(about);
    if (object !== undefined) return object.placeOf(path);
    const source = this.manifests.get(about);
    if (source === undefined) throw new Error(`${about.kind} ${about.name} was not read from a file`);
    return { file: source.document.file, ...locate(source.document, [...source.path, ...path]) };
  }

  editsOf(about: Resource, fixes: readonly Fix[]): readonly FileEdit[] | undefined {
    const source = this.manifests.get(about);
    if (source !== undefined)
      return [{ file: source.document.file, edit: { document: source.document.index, path: source.path, fixes }, asked: fixes }];
    const object = this.objects.get(about);
    const { yamlEdit } = object ?? {};
    if (object === undefined || yamlEdit === undefined) return undefined;
    return fixes.map((fix) => ({ ...yamlEdit(fix), asked: [fix] }));
  }
}

/**
 * An audit of nothing must not look clean: a chart that renders to nothing, a wrong folder.
 * A file that is named and empty is an error by itself.
 */
function emptyInputs(
  paths: readonly string[],
  files: readonly SourceFile[],
  nothing: boolean,
  known: readonly ReadError[],
): readonly ReadError[] {
  const said = new Set(known.map(({ file }) => file));
  const empty = files
    .filter(({ name, text }) => paths.includes(name) && !said.has(name) && /^(?:\s|\uFEFF|#.*|---|\.\.\.)*$/.test(text))
    .map(({ name }) => name);
  const bare = nothing ? paths : [];
  return [...new Set([...empty, ...bare])].map((file) => ({
    file,
    line: 1,
    column: 1,
    message:
      file === '-'
        ? 'standard input holds nothing to judge'
        : 'there is nothing to judge in it: no Kubernetes object, Compose file, Dockerfile or daemon.json',
  }));
}
