import { control } from '../control';
import { everyInstruction } from './dockerfile-rule';
import { dockerfile } from './example';
import { argumentsOf, flagValues } from './reading/arguments';

export const dockerfilePrivilegedStep = control({
  id: 'dockerfile-privileged-step',
  family: 'dockerfile',
  title: 'Run no privileged build steps',
  severity: 'high',
  why: 'A step with `--security=insecure` has every capability and device, no seccomp or AppArmor: whatever it runs, and whoever changes that, is root of the host that builds.',
  references: { docker: 'https://docs.docker.com/reference/dockerfile/#run---security' },
  counterparts: {},
  notes:
    'A build is refused it unless whoever builds allows it (`--allow security.insecure`): a file that asks makes everybody allow it. `daemon-build-entitlements` asks the same of the engine.',
  require: everyInstruction('in every RUN, no `--security=insecure`', ({ instruction, path }) =>
    instruction.keyword === 'RUN' && flagValues(argumentsOf(instruction), 'security').includes('insecure')
      ? [
          {
            path: [...path, 'flags'],
            actual: '--security=insecure',
            expected: 'the sandbox, which is the default',
            fix: 'Leave it out; do what needs it on a host of its own that nothing else is built on, and copy in what it made.',
          },
        ]
      : [],
  ),
  examples: {
    pass: [
      { because: 'the default is the sandbox', object: dockerfile('FROM debian:12', 'RUN make') },
      { because: 'it is said', object: dockerfile('FROM debian:12', 'RUN --security=sandbox make') },
      { because: 'the program is told something', object: dockerfile('FROM debian:12', 'RUN make --security=insecure') },
    ],
    fail: [
      { because: 'the step is root of the host', object: dockerfile('FROM debian:12', 'RUN --security=insecure make') },
      { because: 'so it is in later builds', object: dockerfile('FROM debian:12', 'ONBUILD RUN --security=insecure make') },
    ],
  },
});
