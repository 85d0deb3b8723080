import { control } from '../control';
import { type Complaint, dockerfileRule } from './dockerfile-rule';
import { dockerfile } from './example';
import { argumentsOf } from './reading/arguments';
import { finalIndex, instructionsOf, lastOf } from './reading/stages';

export const dockerfileHealthcheck = control({
  id: 'dockerfile-healthcheck',
  family: 'dockerfile',
  title: 'Define a health check',
  severity: 'low',
  why: 'An engine that cannot ask keeps sending requests to a process that hangs, and nobody is told.',
  references: { cisDocker: ['4.6'] },
  counterparts: { trivy: ['DS-0026'], checkov: ['CKV_DOCKER_2'], dockerBench: ['4.6'], hadolint: ['DL3057'] },
  notes:
    'Kubernetes ignores it and asks by its probes. Of several the last one counts; the others are findings (Trivy DS-0023, hadolint DL3012).',
  require: dockerfileRule('in the final stage, one HEALTHCHECK other than NONE', (file) => {
    const last = finalIndex(file);
    const found = lastOf(file, last, 'HEALTHCHECK');
    const expected = 'a HEALTHCHECK';
    const fix =
      'Add `HEALTHCHECK CMD ["/app", "health"]`, or another command of the image that exits with 1 when the process does not work.';
    if (found === undefined) return [{ path: ['stages', last, 'healthcheck'], actual: undefined, expected, fix }];
    const none: Complaint[] = /^NONE$/i.test(argumentsOf(found.instruction).body)
      ? [{ path: [...found.path, 'text'], actual: 'NONE', expected, fix }]
      : [];
    const own = instructionsOf(file, last).filter(
      ({ instruction }) => instruction.keyword === 'HEALTHCHECK' && instruction.onbuild !== true,
    );
    const idle = own.slice(0, -1).map(
      ({ path }): Complaint => ({
        path,
        actual: 'HEALTHCHECK',
        expected: 'the only one of its stage: the last one counts',
        fix: 'Take it away.',
      }),
    );
    return [...none, ...idle];
  }),
  examples: {
    pass: [
      { because: 'the engine can ask', object: dockerfile('FROM alpine:3.20', 'HEALTHCHECK --interval=30s CMD ["/app", "health"]') },
      {
        because: 'the stage that it continues says it',
        object: dockerfile('FROM alpine:3.20 AS base', 'HEALTHCHECK CMD ["/app", "health"]', 'FROM base'),
      },
    ],
    fail: [
      { because: 'there is none', object: dockerfile('FROM alpine:3.20') },
      { because: 'that of the base is turned off', object: dockerfile('FROM alpine:3.20', 'HEALTHCHECK NONE') },
      {
        because: 'the first of two is never asked',
        object: dockerfile('FROM alpine:3.20', 'HEALTHCHECK CMD ["/a"]', 'HEALTHCHECK CMD ["/b"]'),
      },
    ],
  },
});
