import { control } from '../control';
import { type Complaint, commandPath, dockerfileRule } from './dockerfile-rule';
import { dockerfile } from './example';
import { modesOf, setsIdentity } from './file-mode';
import { argumentsOf, flagValues } from './reading/arguments';
import { allInstructions, finalIndex, instructionsOf, lineage, type PlacedInstruction } from './reading/stages';
import { commandsOf } from './shell/scripts';

function setuid(placed: PlacedInstruction): readonly Complaint[] {
  const { instruction, path } = placed;
  const words = {
    expected: 'a mode without setuid and setgid',
    fix: 'Leave the bit out; give the process the one capability or group that it needs.',
  };
  if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD')
    return flagValues(argumentsOf(instruction), 'chmod')
      .filter(setsIdentity)
      .map((actual) => ({ path: [...path, 'flags'], actual: `--chmod=${actual}`, ...words }));
  if (instruction.keyword !== 'RUN') return [];
  return commandsOf(instruction).flatMap((command) =>
    modesOf(command)
      .filter(setsIdentity)
      .map((actual) => ({ path: commandPath(placed, command), actual, ...words })),
  );
}

/** `find / -perm /6000 -exec chmod a-s {} +` and the like. */
const STRIPS = /-perm\s+[-/+](?:u=s|g=s|ug=s|a=s|[2467]0{3})[\s\S]*(?:chmod\s+(?:a|ug|u|g)?-s|-delete|rm\s)/;

export const dockerfileSetuid = control({
  id: 'dockerfile-setuid',
  family: 'dockerfile',
  title: 'Remove setuid and setgid bits',
  severity: 'low',
  why: 'A setuid program is root for whoever starts it: a flaw in it is the way from an unprivileged process to root of the container.',
  references: { cisDocker: ['4.8'] },
  counterparts: { dockerBench: ['4.8'] },
  parameters: { strip: false },
  notes:
    'With the parameter `strip`, the final stage must also take the bits from what the base brought: `RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +`. At run time `no-new-privileges` does the same for every image.',
  require: ({ strip }) =>
    dockerfileRule(
      `in every instruction, no mode with setuid or setgid${strip ? '; in the final stage, a RUN that strips them' : ''}`,
      (file) => {
        const found = allInstructions(file).flatMap(setuid);
        const last = finalIndex(file);
        const strips = lineage(file, last).some((stage) =>
          instructionsOf(file, stage).some(({ instruction }) => instruction.keyword === 'RUN' && STRIPS.test(instruction.text)),
        );
        if (!strip || strips) return found;
        return [
          ...found,
          {
            path: ['stages', last, 'strip'],
            actual: undefined,
            expected: 'a final stage that strips setuid and setgid bits',
            fix: 'Add `RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +` before `USER`.',
          },
        ];
      },
    ),
  examples: {
    pass: [
      { because: 'the mode has no such bit', object: dockerfile('FROM debian:12', 'COPY --chmod=0755 app /app', 'RUN chmod u-s /bin/su') },
      {
        because: 'the bits of the base are stripped',
        parameters: { strip: true },
        object: dockerfile('FROM debian:12', 'RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +'),
      },
    ],
    fail: [
      { because: 'the program is root for everybody', object: dockerfile('FROM debian:12', 'RUN chmod u+s /usr/bin/app') },
      { because: 'the first digit says the same', object: dockerfile('FROM debian:12', 'RUN chmod 4755 /usr/bin/app') },
      { because: 'a copy has the bit', object: dockerfile('FROM debian:12', 'COPY --chmod=2755 app /app') },
      { because: 'the bits of the base stay', parameters: { strip: true }, object: dockerfile('FROM debian:12', 'USER 65532') },
    ],
  },
});
