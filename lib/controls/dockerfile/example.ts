import type { Dockerfile, DockerfileInstruction, DockerfileStage } from '../docker/dockerfile';
import type { Json } from '../requirement';
import { readArguments } from './reading/arguments';

/**
 * The normal form of a Dockerfile for examples: a line an instruction, not continued, without here-documents. Files are
 * read by the source, whose parser no catalogue should load.
 */
export function dockerfile(...lines: readonly string[]): Json {
  return dockerfileWith({}, ...lines);
}

/** The same, with what a line cannot say: what a `.dockerignore` holds. */
export function dockerfileWith(fields: Partial<Pick<Dockerfile, 'ignored' | 'syntax' | 'escape'>>, ...lines: readonly string[]): Json {
  const args: DockerfileInstruction[] = [];
  const stages: (DockerfileStage & { instructions: DockerfileInstruction[] })[] = [];
  for (const line of lines) {
    const instruction = instructionOf(line);
    if (instruction.keyword !== 'FROM') (stages.at(-1)?.instructions ?? args).push(instruction);
    else {
      const [image = '', , name] = readArguments('FROM', instruction.text).words;
      const stage = stages.findIndex((each) => each.name === image);
      stages.push({ ...(name !== undefined && { name }), from: { image, ...(stage >= 0 && { stage }) }, instructions: [] });
    }
  }
  return { apiVersion: 'docker/v1', kind: 'Dockerfile', metadata: { name: 'Dockerfile' }, escape: '\\', args, stages, ...fields };
}

function instructionOf(line: string): DockerfileInstruction {
  const [, keyword = '', text = ''] = /^(\S+)\s*(.*)$/s.exec(line) ?? [];
  return keyword === 'ONBUILD' ? { ...instructionOf(text), onbuild: true } : { keyword, text };
}
