import { control } from '../control';
import { everyInstruction } from './dockerfile-rule';
import { dockerfile } from './example';
import { argumentsOf, flagValues } from './reading/arguments';

export const dockerfileHostNetwork = control({
  id: 'dockerfile-host-network',
  family: 'dockerfile',
  title: "Build outside the host's network",
  severity: 'medium',
  why: "In the host's network a step reaches what listens on loopback only: the engine, databases, the metadata and credentials of the machine that builds.",
  references: { docker: 'https://docs.docker.com/reference/dockerfile/#run---network' },
  counterparts: {},
  require: everyInstruction('in every RUN, no `--network=host`', ({ instruction, path }) =>
    instruction.keyword === 'RUN' && flagValues(argumentsOf(instruction), 'network').includes('host')
      ? [
          {
            path: [...path, 'flags'],
            actual: '--network=host',
            expected: "a network of the build's own, or none",
            fix: 'Leave it out, or write `--network=none` for what needs no network; what only the host reaches is copied in.',
          },
        ]
      : [],
  ),
  examples: {
    pass: [
      { because: 'the build has a network of its own', object: dockerfile('FROM debian:12', 'RUN make') },
      { because: 'none is safer still', object: dockerfile('FROM debian:12', 'RUN --network=none make test') },
    ],
    fail: [
      { because: 'the step is in the network of the host', object: dockerfile('FROM debian:12', 'RUN --network=host make') },
      { because: 'so it is in later builds', object: dockerfile('FROM debian:12', 'ONBUILD RUN --network=host make') },
    ],
  },
});
