import { control } from '../control';
import { commandPath, everyInstruction } from './dockerfile-rule';
import { dockerfile } from './example';
import { modesOf, opensToAll } from './file-mode';
import { argumentsOf, flagValues } from './reading/arguments';
import { commandsOf } from './shell/scripts';

const WORDS = {
  expected: 'a mode in which others cannot write',
  fix: 'Give the folder to the user that writes to it (`COPY --chown=65532:65532`, `chown`), with mode 0750.',
};

export const dockerfileWorldWritable = control({
  id: 'dockerfile-world-writable',
  family: 'dockerfile',
  title: 'Grant no world-writable files',
  severity: 'medium',
  why: 'What everybody can write, an intruder changes: a script or configuration that a process with more rights reads next.',
  references: { docker: 'https://docs.docker.com/reference/dockerfile/#copy---chown---chmod' },
  counterparts: {},
  notes: 'A mode with the sticky bit, as /tmp has it (1777), passes.',
  require: everyInstruction('in every instruction, no mode with write for others', (placed) => {
    const { instruction, path } = placed;
    if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD')
      return flagValues(argumentsOf(instruction), 'chmod')
        .filter(opensToAll)
        .map((actual) => ({ path: [...path, 'flags'], actual: `--chmod=${actual}`, ...WORDS }));
    if (instruction.keyword !== 'RUN') return [];
    return commandsOf(instruction).flatMap((command) =>
      modesOf(command)
        .filter(opensToAll)
        .map((actual) => ({ path: commandPath(placed, command), actual, ...WORDS })),
    );
  }),
  examples: {
    pass: [
      {
        because: 'only the owner writes',
        object: dockerfile('FROM debian:12', 'RUN chmod 0755 /app && chmod +w /app/x', 'COPY --chmod=644 a /a'),
      },
      { because: 'the sticky bit guards it', object: dockerfile('FROM debian:12', 'RUN mkdir -m 1777 /scratch') },
    ],
    fail: [
      { because: 'everybody writes', object: dockerfile('FROM debian:12', 'RUN chmod -R 777 /app') },
      { because: 'others write', object: dockerfile('FROM debian:12', 'RUN chmod g+w,o+w /app') },
      { because: 'a copy is open', object: dockerfile('FROM debian:12', 'COPY --chmod=666 config /etc/app/config') },
    ],
  },
});
