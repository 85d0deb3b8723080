import { control } from '../control';
import { type Complaint, everyInstruction } from './dockerfile-rule';
import { dockerfile, dockerfileWith } from './example';
import { argumentsOf, flagValues } from './reading/arguments';
import { copyOf } from './reading/copies';
import { isIgnored } from './reading/ignored';
import { finalIndex, lineage } from './reading/stages';

/** The whole context. */
const EVERYTHING = /^(\.{0,2}\/*|\.?\/?\*\*?|\.\/\.)$/;
/** The whole of another image. */
const WHOLE_IMAGE = /^\/(\.|\*)?$/;
/** The whole history; build stages often take the version from it. */
const HISTORY = /(?:^|\/)\.git\/?$/;
const SENSITIVE = ['.git', '.env'] as const;

export const dockerfileCopyEverything = control({
  id: 'dockerfile-copy-everything',
  family: 'dockerfile',
  title: 'Copy only what is needed',
  severity: 'medium',
  why: 'With the whole folder come its history, its `.env` and whatever somebody left there, and everybody who can pull the image reads it.',
  references: { cisDocker: ['4.3'] },
  counterparts: { dockerBench: ['4.3'], hadolint: ['DL3067'] },
  require: everyInstruction(
    'in every COPY and ADD of everything, a `.dockerignore` that leaves out `.git` and `.env`; no copy of the history into the final stage, nor of a whole image',
    (placed, file) => {
      const { instruction, path } = placed;
      const copy = copyOf(instruction);
      if (copy === undefined) return [];
      const patterns = [...(file.ignored ?? []), ...flagValues(argumentsOf(instruction), 'exclude')];
      const missing = SENSITIVE.filter((each) => !isIgnored(each, patterns));
      return copy.sources.flatMap((source, index): Complaint[] => {
        const at = [...path, ...(copy.worded ? ['words', index] : ['text'])];
        if (copy.from !== undefined) {
          if (!WHOLE_IMAGE.test(source) || !/^\/\.?$/.test(copy.destination)) return [];
          return [
            {
              path: at,
              actual: source,
              expected: 'the files that are needed of the other stage',
              fix: 'Name the folders and files that the image needs.',
            },
          ];
        }
        if (HISTORY.test(source) && lineage(file, finalIndex(file)).includes(placed.stage))
          return [
            {
              path: at,
              actual: source,
              expected: 'no history in the image',
              fix: 'Leave it out; mount it for the one step that reads it (`RUN --mount=type=bind,source=.git,target=.git`), or give the version by an ARG.',
            },
          ];
        if (source === '' || !EVERYTHING.test(source) || missing.length === 0) return [];
        const names = missing.map((each) => `\`${each}\``).join(' and ');
        return [
          {
            path: at,
            actual: source,
            expected: `files by name, or everything with a \`.dockerignore\` that leaves out ${names}`,
            fix: `Copy what is needed by name, or write ${names} into ${file.ignored === undefined ? 'a' : 'the'} \`.dockerignore\` beside the Dockerfile.`,
          },
        ];
      });
    },
  ),
  examples: {
    pass: [
      { because: 'the files are named', object: dockerfile('FROM node:22', 'COPY package.json src/ /app/') },
      {
        because: 'what must not come along is left out',
        object: dockerfileWith({ ignored: ['.git', '.env*', 'node_modules'] }, 'FROM node:22', 'COPY . /app'),
      },
      {
        because: 'the history stays in the stage that reads the version from it',
        object: dockerfile('FROM golang:1.24 AS build', 'COPY .git .git', 'FROM scratch', 'COPY --from=build /app /app'),
      },
      {
        because: 'everything is left out but what is named',
        object: dockerfileWith({ ignored: ['*', '!src'] }, 'FROM node:22', 'COPY . /app'),
      },
    ],
    fail: [
      { because: 'nothing is left out', object: dockerfile('FROM node:22', 'COPY . /app') },
      {
        because: 'the secrets of the environment come along',
        object: dockerfileWith({ ignored: ['.git'] }, 'FROM node:22', 'COPY ./ /app'),
      },
      { because: 'they are brought back in', object: dockerfileWith({ ignored: ['.*', '!.env'] }, 'FROM node:22', 'ADD . /app') },
      { because: 'the whole history is in the image', object: dockerfile('FROM node:22', 'COPY package.json .git /app/') },
      { because: 'the whole stage is copied', object: dockerfile('FROM node:22 AS build', 'FROM scratch', 'COPY --from=build / /') },
    ],
  },
});
