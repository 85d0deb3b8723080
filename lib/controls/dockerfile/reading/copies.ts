import type { DockerfileInstruction } from '../../docker/dockerfile';
import { argumentsOf } from './arguments';

/** What a `COPY` or `ADD` says. */
export interface Copy {
  readonly sources: readonly string[];
  readonly destination: string;
  /** The stage or image that files are from; undefined where they are from the build's context. */
  readonly from: string | undefined;
  /** The sources are the first words of the instruction; in the JSON form they are not. */
  readonly worded: boolean;
}

/** Reads a `COPY` or `ADD`; undefined for other instructions. Here-documents are no sources. */
export function copyOf(instruction: DockerfileInstruction): Copy | undefined {
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return undefined;
  const { json, words, flags } = argumentsOf(instruction);
  const all = json ?? words;
  return {
    sources: all.slice(0, -1).map((word) => (/^\d*<<-?\S/.test(word) ? '' : word.replace(/^(["'])(.*)\1$/, '$2'))),
    destination: all.at(-1) ?? '',
    from: flags.find(({ name }) => name === 'from')?.value,
    worded: json === undefined,
  };
}
