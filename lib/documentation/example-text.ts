import { stringify } from 'yaml';
import { composeService } from '../containers/compose';
import type { DockerContainer } from '../controls/docker/container';
import type { Dockerfile, DockerfileInstruction } from '../controls/docker/dockerfile';
import type { Daemon } from '../controls/docker/objects';
import type { Json } from '../controls/requirement';

/** Whether an object is a container in its normal form. */
export function isContainer(object: Json): object is DockerContainer & Json {
  return object.apiVersion === 'docker/v1' && object.kind === 'Container';
}

/** The objects of an example as blocks of Markdown, each in the words in which a person would write it. */
export function exampleBlocks(objects: readonly Json[]): string {
  const texts = objects.map(textOf);
  const blocks: { readonly language: string; readonly parts: string[] }[] = [];
  for (const { language, text } of texts) {
    const last = blocks.at(-1);
    if (last?.language === language && language === 'yaml') last.parts.push(text);
    else blocks.push({ language, parts: [text] });
  }
  return blocks.map(({ language, parts }) => `\`\`\`${language}\n${parts.join('---\n')}\`\`\``).join('\n\n');
}

function textOf(object: Json): { readonly language: string; readonly text: string } {
  if (object.apiVersion !== 'docker/v1') return yaml(object);
  switch (object.kind) {
    // Whatever else declares a container says it in its own words.
    case 'Container': {
      const container = object as DockerContainer & Json;
      return yaml({
        services: { [container.metadata.name]: composeService(container, container.declaredBy === 'stack' ? 'stack' : 'compose') },
      });
    }
    case 'Dockerfile':
      return { language: 'dockerfile', text: dockerfileText(object as unknown as Dockerfile) };
    case 'Daemon': {
      const { config, declaredBy } = object as unknown as Daemon;
      return declaredBy === 'file' ? { language: 'json', text: `${JSON.stringify(config, undefined, 2)}\n` } : yaml(object);
    }
    default:
      return yaml(object);
  }
}

function yaml(object: Json) {
  return { language: 'yaml', text: stringify(object, { lineWidth: 0, aliasDuplicateObjects: false }) };
}

function dockerfileText({ escape: escaping, syntax, args, stages, ignored }: Dockerfile): string {
  const lines = [
    ...(syntax === undefined ? [] : [`# syntax=${syntax}`]),
    ...(escaping === '\\' ? [] : [`# escape=${escaping}`]),
    ...args.map(instructionText),
    ...stages.flatMap(({ name, from, instructions }) => [
      `FROM ${from.platform === undefined ? '' : `--platform=${from.platform} `}${from.image}${name === undefined ? '' : ` AS ${name}`}`,
      ...instructions.map(instructionText),
    ]),
    ...(ignored === undefined ? [] : ['', `# with a .dockerignore: ${ignored.join(', ') || 'empty'}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function instructionText({ keyword, text, heredocs = [], onbuild }: DockerfileInstruction): string {
  const documents = heredocs.map(({ name, content }) => `\n${content.replace(/\n$/, '')}\n${name}`).join('');
  return `${onbuild === true ? 'ONBUILD ' : ''}${keyword}${text === '' ? '' : ` ${text}`}${documents}`;
}
