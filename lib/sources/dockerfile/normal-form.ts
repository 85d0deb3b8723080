import type { Dockerfile, DockerfileInstruction, DockerfileStage } from '../../controls/docker/dockerfile';
import { readArguments } from '../../controls/dockerfile/reading/arguments';
import type { Statement, Statements } from './statements';

/** A Dockerfile in its normal form, with the statement of every part. */
export interface ReadDockerfile {
  readonly object: Dockerfile;
  readonly args: readonly Statement[];
  readonly stages: readonly { readonly from: Statement; readonly instructions: readonly Statement[] }[];
  readonly waivers: ReadonlyMap<string, number>;
}

/** Makes the normal form of statements that have no problem. */
export function normalFormOf(
  name: string,
  { statements, comments, directives, escapeChar }: Statements,
  dockerignore?: string,
): ReadDockerfile {
  const args: Statement[] = [];
  const stages: { from: Statement; instructions: Statement[] }[] = [];
  for (const statement of statements) {
    if (statement.keyword === 'FROM') stages.push({ from: statement, instructions: [] });
    else (stages.at(-1)?.instructions ?? args).push(statement);
  }
  const waivers = new Map<string, number>();
  const annotations: Record<string, string> = {};
  for (const { text, start } of comments) {
    const match = /^(waive\.tempered\/[\w.-]+)\s*[:=]\s*(.*)$/s.exec(text);
    if (match === null) continue;
    const [, key = '', value = ''] = match;
    annotations[key] = value;
    waivers.set(key, start);
  }
  const syntax = directives.find((each) => each.name === 'syntax')?.value;
  return {
    args,
    stages,
    waivers,
    object: {
      apiVersion: 'docker/v1',
      kind: 'Dockerfile',
      metadata: { name, ...(waivers.size > 0 && { annotations }) },
      escape: escapeChar,
      ...(syntax !== undefined && { syntax }),
      args: args.map(instructionOf),
      stages: stagesOf(stages),
      ...(dockerignore !== undefined && { ignored: patternsOf(dockerignore) }),
    },
  };
}

function stagesOf(stages: readonly { readonly from: Statement; readonly instructions: readonly Statement[] }[]): DockerfileStage[] {
  const byName = new Map<string, number>();
  return stages.map(({ from, instructions }, index) => {
    const { words, flags } = readArguments('FROM', from.text);
    const [image = '', , name] = words;
    const stage = byName.get(image.toLowerCase());
    const platform = flags.find((flag) => flag.name === 'platform')?.value;
    if (name !== undefined) byName.set(name.toLowerCase(), index);
    return {
      ...(name !== undefined && { name }),
      from: { image, ...(platform !== undefined && { platform }), ...(stage !== undefined && { stage }) },
      instructions: instructions.map(instructionOf),
    };
  });
}

function instructionOf({ keyword, text, heredocs, onbuild }: Statement): DockerfileInstruction {
  return {
    keyword,
    text,
    ...(heredocs.length > 0 && { heredocs: heredocs.map(({ name, expands, content }) => ({ name, expands, content })) }),
    ...(onbuild && { onbuild }),
  };
}

function patternsOf(dockerignore: string): readonly string[] {
  return dockerignore
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
