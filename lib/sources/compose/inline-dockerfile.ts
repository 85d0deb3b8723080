import { dirname, isAbsolute, join } from 'node:path';
import { withDefaults } from '../../containers/compose/interpolation';
import { looseTextOf } from '../../containers/compose/plain-fields';
import type { DockerContainer } from '../../controls/docker/container';
import type { Fix } from '../../controls/requirement';
import type { SourceObject, SourceObjects, SourcePlace } from '../source-object';
import type { ReadError } from '../yaml/read-error';
import { type ComposeNode, child, editIn, placeOfOrigin } from './node';

/** What a Dockerfile that stands in the Compose file gave. */
export interface InlineDockerfile extends SourceObjects {
  /** What the image says of itself. */
  readonly imageConfig?: DockerContainer['imageConfig'];
}

/** Reads a Dockerfile that stands in a Compose file. */
export type ReadInlineDockerfile = (
  /** As messages name it. */
  name: string,
  text: string,
  /** The folder of the build, as a path of this machine; undefined where it lies elsewhere. */
  context: string | undefined,
  target: string | undefined,
) => InlineDockerfile;

const BY_HAND = 'change the lines of `dockerfile_inline` by hand, or move them to a Dockerfile, which `tempered harden` repairs as well';

/** Judges what `build.dockerfile_inline` of a service holds, as any Dockerfile; its lines are those of the Compose file. */
export function inlineDockerfile(name: string, service: ComposeNode, read: ReadInlineDockerfile): InlineDockerfile | undefined {
  const build = child(service, 'build');
  const node = child(build, 'dockerfile_inline');
  if (build === undefined || node?.kind !== 'scalar' || typeof node.value !== 'string' || node.tag === 'reset') return undefined;
  const { value: written } = node;
  const context = contextOf(build);
  const target = child(build, 'target');
  const given = read(
    `${name}.dockerfile_inline`,
    withDefaults(written),
    context,
    target?.kind === 'scalar' ? looseTextOf(target.value ?? undefined) : undefined,
  );
  const placeOf = placesIn(node, written);
  const manual: Fix = { op: 'manual', instructions: BY_HAND };
  return {
    ...given,
    objects: given.objects.map(
      (each): SourceObject => ({
        ...each,
        file: node.origin.document.file,
        placeOf: (path) => placeOf(each.placeOf(path)),
        // Words of a Dockerfile are no paths of YAML: what would change them is told.
        written: {
          pathOf: (path) => path,
          changes: (before, after) =>
            Object.keys(after)
              .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
              .map((field) => ({ field, fixes: [manual] })),
        },
        yamlEdit: () => editIn(service, manual),
      }),
    ),
    errors: given.errors.map((error): ReadError => ({ ...placeOf(error), message: `\`build.dockerfile_inline\`: ${error.message}` })),
  };
}

function contextOf(build: ComposeNode): string | undefined {
  const node = child(build, 'context');
  const context = (node?.kind === 'scalar' ? looseTextOf(node.value ?? undefined) : undefined) ?? '.';
  if (context.includes('$') || /^[a-z+]+:|^git@/.test(context)) return undefined;
  return isAbsolute(context) ? context : join(dirname((node ?? build).origin.document.file), context);
}

/** Lines of a literal block (`|`) stand in the file as they are, indented; of any other text only its key is named. */
function placesIn({ origin }: ComposeNode, written: string): (place: SourcePlace) => SourcePlace {
  const key = placeOfOrigin(origin);
  const inFile = origin.document.text.split('\n').map((line) => line.replace(/\r$/, ''));
  const inText = written.split('\n');
  const first = key.line - origin.document.line;
  return ({ line, column }) => {
    const there = inFile[first + line] ?? '';
    const text = inText[line - 1] ?? '';
    return there.trimStart() !== '' && there.endsWith(text) && /^\s*$/.test(there.slice(0, there.length - text.length))
      ? { ...key, line: key.line + line, column: column + there.length - text.length }
      : key;
  };
}
