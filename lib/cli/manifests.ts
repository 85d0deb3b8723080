import { type Resource, resource } from '../engine/resource';
import type { Place } from '../reporters/audit-result';
import { type Inputs, locate, readInputs, type SourceResource } from '../sources/yaml';
import type { Terminal } from './invocation';

/** Manifests that were read, and where each object stands. */
export interface Manifests {
  /** As the command line names them. */
  readonly paths: readonly string[];
  readonly inputs: Inputs;
  readonly resources: readonly Resource[];
  /** What could not be read, an input without any object included. */
  readonly errors: Inputs['errors'];
  /** Where a path of an object is written. Reads the document again, with positions. */
  readonly placeOf: (resource: Resource, path: readonly (string | number)[]) => Place;
}

/** Reads what the command line names; `-` is standard input. */
export async function readManifests(paths: readonly string[], { stdin }: Pick<Terminal, 'stdin'>): Promise<Manifests> {
  return manifestsOf(paths, readInputs(paths, paths.includes('-') ? { stdin: await stdin() } : {}));
}

export function manifestsOf(paths: readonly string[], inputs: Inputs): Manifests {
  const sources = new Map<Resource, SourceResource>();
  for (const source of inputs.resources) {
    const { document, path, object } = source;
    sources.set(resource(object, { from: 'file', file: document.file, document: document.index, prefix: path }), source);
  }
  return {
    paths,
    inputs,
    errors: [...inputs.errors, ...emptyInputs(paths, inputs)],
    resources: [...sources.keys()],
    placeOf(about, path) {
      const source = sources.get(about);
      if (source === undefined) throw new Error(`${about.kind} ${about.name} was not read from a file`);
      return { file: source.document.file, ...locate(source.document, [...source.path, ...path]) };
    },
  };
}

/**
 * An audit of nothing must not look clean: a chart that renders to nothing, a wrong folder.
 * A file that is named and empty is an error by itself.
 */
function emptyInputs(paths: readonly string[], { files, resources, other, errors }: Inputs): Inputs['errors'] {
  const empty = files
    .filter(({ name, text }) => paths.includes(name) && /^(?:\s|\uFEFF|#.*|---|\.\.\.)*$/.test(text))
    .map(({ name }) => name);
  const bare = resources.length === 0 && other === 0 && errors.length === 0 ? paths : [];
  return [...new Set([...empty, ...bare])].map((file) => ({
    file,
    line: 1,
    column: 1,
    message: file === '-' ? 'standard input holds no Kubernetes object' : 'there is no Kubernetes object in it',
  }));
}
