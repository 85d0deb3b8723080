import { type Manifests, manifestsOf } from '../manifests';
import type { HardenedFile } from './harden-manifests';

/** The manifests as they are once the hardened texts are written: what an audit would read then. */
export function reread({ paths, files, contents, errors }: Manifests, hardened: readonly HardenedFile[]): Manifests {
  const changed = new Map(hardened.filter(({ before, after }) => before !== after).map(({ name, after }) => [name, after]));
  const read = new Set(files.map(({ name }) => name));
  return manifestsOf(
    paths,
    files.map((file) => ({ name: file.name, text: changed.get(file.name) ?? file.text })),
    {
      // Of the files that were read the errors are found again.
      errors: errors.filter(({ file }) => !read.has(file)),
      contents: new Map([...contents].filter(([name]) => !changed.has(name))),
    },
  );
}
