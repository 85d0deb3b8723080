import { basename, dirname, isAbsolute, join } from 'node:path';
import { readSmallFile } from './small-file';
import type { SourceObject, SourceObjects } from './source-object';
import { locate, type SourceFile, type UntypedDocument } from './yaml';
import type { ReadError } from './yaml/read-error';

/** What the files that belong to Docker gave; the others are read as manifests. */
export interface DockerFiles extends SourceObjects {
  /** Names of the files that were read here. */
  readonly taken: ReadonlySet<string>;
}

const DOCKERFILE_NAME = /(?:^|[\\/])(?:(?:Dockerfile|Containerfile)(?:\.[^\\/]+)?|[^\\/]+\.(?:dockerfile|containerfile))$/i;
/** The first instruction, after comments. */
const DOCKERFILE_START = /^\uFEFF?(?:\s|#[^\n]*\n)*(?:FROM|ARG)[ \t]/i;
const YAML_OR_JSON_NAME = /\.(?:ya?ml|json)$/i;
const COMPOSE_KEY = /^\uFEFF?["']?(?:services|include)["']?\s*:|"(?:services|include)"\s*:/m;

/**
 * Reads Dockerfiles and Compose files, each known by its content. What reads them is loaded only where there is one.
 *
 * `named` are the files that somebody named on the command line: those may be Dockerfiles whatever they are called.
 */
export function readDockerFiles(files: readonly SourceFile[], named: ReadonlySet<string>): DockerFiles {
  const objects: SourceObject[] = [];
  const errors: ReadError[] = [];
  const notes: string[] = [];
  const otherReadings: (readonly SourceObject[])[] = [];
  const taken = new Set<string>();
  const take = (read: SourceObjects): void => {
    objects.push(...read.objects);
    errors.push(...read.errors);
    notes.push(...(read.notes ?? []));
    otherReadings.push(...(read.otherReadings ?? []));
  };
  for (const { name, text } of files) {
    const isCalledSo = DOCKERFILE_NAME.test(name);
    if (!isCalledSo && (!named.has(name) || YAML_OR_JSON_NAME.test(name) || !DOCKERFILE_START.test(text))) continue;
    const { isDockerfile, readDockerfile } = require('./dockerfile') as typeof import('./dockerfile');
    if (!isDockerfile(name, text)) continue;
    taken.add(name);
    take(readDockerfile(name, text, dockerignoreOf(name)));
  }
  const candidates = files.filter(({ name, text }) => !taken.has(name) && COMPOSE_KEY.test(text));
  if (candidates.length > 0) {
    const { readComposeFiles } = require('./compose') as typeof import('./compose');
    const read = readComposeFiles(candidates, { readImageConfig: builtImage, readInlineDockerfile: inlineDockerfile, named });
    for (const name of read.taken) taken.add(name);
    take(read);
  }
  return { objects, errors, notes, otherReadings, taken };
}

/** What a build with that Dockerfile leaves out: the file of its own name, else that of the folder. */
function dockerignoreOf(name: string): string | undefined {
  if (name === '-') return undefined;
  return textAt(`${name}.dockerignore`) ?? textAt(join(dirname(name), '.dockerignore'));
}

/** What the Dockerfile of a service says of the image. */
function builtImage(context: string, dockerfile: string, target: string | undefined) {
  const text = textAt(isAbsolute(dockerfile) ? dockerfile : join(context, dockerfile));
  if (text === undefined) return undefined;
  const { imageConfigOf } = require('./dockerfile') as typeof import('./dockerfile');
  return imageConfigOf(text, target);
}

/** A Dockerfile that stands in a Compose file, and what it says of the image. */
function inlineDockerfile(name: string, text: string, context: string | undefined, target: string | undefined) {
  const { imageConfigOf, readDockerfile } = require('./dockerfile') as typeof import('./dockerfile');
  const imageConfig = imageConfigOf(text, target);
  const dockerignore = context === undefined ? undefined : textAt(join(context, '.dockerignore'));
  return { ...readDockerfile(name, text, dockerignore), ...(imageConfig !== undefined && { imageConfig }) };
}

function textAt(path: string): string | undefined {
  const read = readSmallFile(path);
  return 'text' in read ? read.text : undefined;
}

/**
 * Reads the documents that are the configuration of an engine or of its client; answers which. A daemon.json that somebody
 * `named` is one whatever it holds.
 */
export function readEngineFiles(
  documents: readonly UntypedDocument[],
  named: ReadonlySet<string> = new Set(),
): SourceObjects & { readonly read: number } {
  const objects: SourceObject[] = [];
  const errors: ReadError[] = [];
  let read = 0;
  for (const { document, value } of documents) {
    const isNamed = named.has(document.file);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      if (!isNamed || basename(document.file) !== 'daemon.json') continue;
      errors.push({
        file: document.file,
        ...locate(document, []),
        message: 'daemon.json must be an object: the engine does not start with it',
      });
      read++;
      continue;
    }
    const { isClientConfig, isDaemonConfig, readClientConfig, readDaemonConfig } =
      require('./daemon-json') as typeof import('./daemon-json');
    const reader = isDaemonConfig(value, document.file, isNamed)
      ? readDaemonConfig
      : isClientConfig(value, document.file)
        ? readClientConfig
        : undefined;
    if (reader === undefined) continue;
    const content = reader(document, value);
    objects.push(...content.objects);
    errors.push(...content.errors);
    read++;
  }
  return { objects, errors, read };
}
