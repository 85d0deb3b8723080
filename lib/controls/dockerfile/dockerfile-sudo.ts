import { control } from '../control';
import { everyCommand } from './dockerfile-rule';
import { dockerfile } from './example';
import { programOf } from './shell/program';

export const dockerfileSudo = control({
  id: 'dockerfile-sudo',
  family: 'dockerfile',
  title: 'Use no sudo',
  severity: 'high',
  why: 'A build that needs sudo leaves it in the image with a rule that asks for no password: whoever gets into the container is root with one word.',
  references: { docker: 'https://docs.docker.com/build/building/best-practices/#user' },
  counterparts: { trivy: ['DS-0010'], checkov: ['CKV2_DOCKER_1'], hadolint: ['DL3004'] },
  require: everyCommand('in every RUN, no sudo', (command) => {
    const { name, through } = programOf(command);
    if (name !== 'sudo' && !through.includes('sudo')) return undefined;
    return {
      actual: 'sudo',
      expected: 'run by the user of the build, without sudo',
      instructions:
        'Do it before `USER`, or between `USER root` and the last `USER`; to start as another user, `USER` or `setpriv` needs no sudo in the image.',
    };
  }),
  examples: {
    pass: [{ because: 'the build is root until USER', object: dockerfile('FROM debian:12', 'RUN apt-get update', 'USER 65532') }],
    fail: [
      { because: 'the build uses sudo', object: dockerfile('FROM debian:12', 'RUN sudo apt-get update') },
      {
        because: 'in a script of a script it is the same',
        object: dockerfile('FROM debian:12', 'RUN bash -c "cd /app && sudo -E make install"'),
      },
    ],
  },
});
