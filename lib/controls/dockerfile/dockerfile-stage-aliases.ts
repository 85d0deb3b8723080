import { control } from '../control';
import { type Complaint, dockerfileRule } from './dockerfile-rule';
import { dockerfile } from './example';
import { argumentsOf } from './reading/arguments';
import { sourcesOf } from './reading/images';
import { instructionsOf } from './reading/stages';

/** Names with a meaning of their own in `FROM` and `--from`. */
const RESERVED = new Set(['scratch', 'context']);

export const dockerfileStageAliases = control({
  id: 'dockerfile-stage-aliases',
  family: 'dockerfile',
  title: 'Give stages unique names',
  severity: 'low',
  why: 'Where two stages have one name, a copy may take the file from the one that was not meant: the debug build in place of the tested one.',
  references: { docker: 'https://docs.docker.com/reference/build-checks/duplicate-stage-name/' },
  counterparts: { trivy: ['DS-0012', 'DS-0006'], checkov: ['CKV_DOCKER_11'], hadolint: ['DL3024', 'DL3023', 'DL3063'] },
  require: dockerfileRule('of every stage, a unique name that is not reserved; no copy of a stage from itself', (file) => {
    const seen = new Set<string>();
    return file.stages.flatMap(({ name }, index): Complaint[] => {
      const lower = name?.toLowerCase();
      const complaints: Complaint[] = [];
      const at = ['stages', index, 'name'];
      if (lower !== undefined && seen.has(lower))
        complaints.push({
          path: at,
          actual: name,
          expected: 'a name that no other stage has',
          fix: 'Rename the stage, and what refers to it.',
        });
      if (lower !== undefined && RESERVED.has(lower))
        complaints.push({
          path: at,
          actual: name,
          expected: 'a name that is not reserved',
          fix: 'Rename the stage, and what refers to it.',
        });
      if (lower !== undefined) seen.add(lower);
      for (const { instruction, path } of instructionsOf(file, index))
        for (const from of sourcesOf(instruction.keyword, argumentsOf(instruction).flags))
          if (from.toLowerCase() === lower || from === String(index))
            complaints.push({
              path: [...path, 'flags'],
              actual: from,
              expected: 'another stage',
              fix: 'Copy within a stage by RUN, or name the stage that is meant.',
            });
      return complaints;
    });
  }),
  examples: {
    pass: [
      {
        because: 'each stage has its name',
        object: dockerfile('FROM golang:1.24 AS build', 'FROM scratch AS final', 'COPY --from=build /a /a'),
      },
    ],
    fail: [
      { because: 'two stages have one name', object: dockerfile('FROM golang:1.24 AS build', 'FROM alpine:3.20 AS Build') },
      { because: 'a stage cannot copy from itself', object: dockerfile('FROM golang:1.24 AS build', 'COPY --from=build /a /b') },
      { because: 'its number is itself, too', object: dockerfile('FROM golang:1.24', 'COPY --from=0 /a /b') },
      { because: 'scratch means no image', object: dockerfile('FROM golang:1.24 AS scratch') },
    ],
  },
});
