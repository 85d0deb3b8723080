import { control } from '../control';
import { type Complaint, dockerfileRule } from './dockerfile-rule';
import { dockerfile } from './example';
import { argumentsOf } from './reading/arguments';
import { finalIndex, instructionsOf, lastOf } from './reading/stages';

export const dockerfileExecForm = control({
  id: 'dockerfile-exec-form',
  family: 'dockerfile',
  title: 'Start the process directly',
  severity: 'low',
  why: 'A shell as process 1 keeps the signal to stop from the process, and an image that needs a shell gives one to an intruder.',
  references: { docker: 'https://docs.docker.com/reference/dockerfile/#shell-and-exec-form' },
  counterparts: { trivy: ['DS-0007', 'DS-0016'], hadolint: ['DL3025'] },
  notes: 'Of several CMD or ENTRYPOINT in one stage the last one counts; the others are findings.',
  require: dockerfileRule('in the final stage, one CMD and one ENTRYPOINT at most, as JSON lists', (file) => {
    const last = finalIndex(file);
    const found = ['ENTRYPOINT', 'CMD'].map((keyword) => lastOf(file, last, keyword));
    if (found.every((each) => each === undefined)) return undefined;
    return ['ENTRYPOINT', 'CMD'].flatMap((keyword, index): Complaint[] => {
      const placed = found[index];
      const complaints: Complaint[] = [];
      if (placed && argumentsOf(placed.instruction).json === undefined)
        complaints.push({
          path: [...placed.path, 'text'],
          actual: 'a line for the shell',
          expected: 'a JSON list of strings, which starts the process without a shell',
          fix: `Write \`${keyword} ["program", "argument"]\`; what needs a shell goes into a script that ends with \`exec\`.`,
        });
      const own = instructionsOf(file, last).filter(({ instruction }) => instruction.keyword === keyword && instruction.onbuild !== true);
      for (const { path } of own.slice(0, -1))
        complaints.push({ path, actual: keyword, expected: 'the only one of its stage: the last one counts', fix: 'Take it away.' });
      return complaints;
    });
  }),
  examples: {
    pass: [
      { because: 'no shell stands between', object: dockerfile('FROM alpine:3.20', 'ENTRYPOINT ["/app"]', 'CMD ["serve"]') },
      {
        because: 'stages that are thrown away start nothing',
        object: dockerfile('FROM alpine:3.20 AS test', 'CMD npm test', 'FROM alpine:3.20', 'CMD ["/app"]'),
      },
    ],
    fail: [
      { because: 'a shell starts it', object: dockerfile('FROM alpine:3.20', 'CMD node server.js') },
      { because: 'single quotes make it a line for the shell', object: dockerfile('FROM alpine:3.20', "ENTRYPOINT ['/app']") },
      { because: 'the first of two never counts', object: dockerfile('FROM alpine:3.20', 'CMD ["/a"]', 'CMD ["/b"]') },
    ],
  },
});
