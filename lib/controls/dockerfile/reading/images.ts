import type { Dockerfile } from '../../docker/dockerfile';
import type { Path } from '../../requirement';
import { argumentsOf } from './arguments';
import { allInstructions, globalValues } from './stages';
import { expand } from './variables';

/** An image that a build pulls. */
export interface PulledImage {
  /** As written. */
  readonly text: string;
  /** Its variables replaced; undefined where a value comes from outside. */
  readonly image: string | undefined;
  readonly path: Path;
  /** It is a stage's base; else files are copied or mounted from it. */
  readonly base: boolean;
}

/** Every image that is no stage, nor `scratch`. */
export function pulledImages(file: Dockerfile): readonly PulledImage[] {
  const global = globalValues(file);
  const bases = file.stages.flatMap(({ from }, index): PulledImage[] =>
    from.stage !== undefined || from.image === 'scratch'
      ? []
      : [{ text: from.image, image: expand(from.image, global), path: ['stages', index, 'from', 'image'], base: true }],
  );
  return [...bases.filter(({ image }) => image !== 'scratch'), ...copiedImages(file)];
}

function copiedImages(file: Dockerfile): readonly PulledImage[] {
  const names = new Map<string, number>();
  for (const [index, { name }] of file.stages.entries())
    if (name !== undefined && !names.has(name.toLowerCase())) names.set(name.toLowerCase(), index);
  return allInstructions(file).flatMap(({ instruction, stage, path }) =>
    sourcesOf(instruction.keyword, argumentsOf(instruction).flags).flatMap((text): PulledImage[] => {
      // A number is a stage, `scratch` and `context` are no images, and an own name a mistake of another kind.
      if (/^(\d+|scratch|context)$/.test(text) || (names.get(text.toLowerCase()) ?? stage + 1) <= stage) return [];
      return [{ text, image: text.includes('$') ? undefined : text, path: [...path, 'flags'], base: false }];
    }),
  );
}

/** What `--from` and `--mount=…,from=` name. */
export function sourcesOf(
  keyword: string,
  flags: readonly { readonly name: string; readonly value: string | undefined }[],
): readonly string[] {
  return flags.flatMap(({ name, value = '' }) => {
    if (keyword === 'COPY' && name === 'from') return [value];
    const from = keyword === 'RUN' && name === 'mount' ? /(?:^|,)from=([^,]+)/.exec(value)?.[1] : undefined;
    return from === undefined ? [] : [from];
  });
}
