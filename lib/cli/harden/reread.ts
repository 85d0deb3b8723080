import { type Inputs, readText } from '../../sources/yaml';
import { type Manifests, manifestsOf } from '../manifests';
import type { HardenedFile } from './harden-manifests';

/** The manifests as they are once the hardened texts are written: what an audit would read then. */
export function reread({ paths, inputs }: Manifests, hardened: readonly HardenedFile[]): Manifests {
  const changed = new Map(hardened.filter(({ before, after }) => before !== after).map(({ name, after }) => [name, after]));
  const resources = new Map<string, Inputs['resources'][number][]>(inputs.files.map(({ name }) => [name, []]));
  for (const resource of inputs.resources) resources.get(resource.document.file)?.push(resource);
  const errors = inputs.errors.filter(({ file }) => !changed.has(file));
  for (const [name, text] of changed) {
    const read = readText(name, text);
    resources.set(name, [...read.resources]);
    errors.push(...read.errors);
  }
  return manifestsOf(paths, {
    files: inputs.files.map((file) => ({ name: file.name, text: changed.get(file.name) ?? file.text })),
    resources: [...resources.values()].flat(),
    other: inputs.other,
    errors,
  });
}
