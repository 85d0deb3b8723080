import { control } from '../control';
import { type Complaint, commandPath, everyInstruction } from './dockerfile-rule';
import { dockerfile } from './example';
import { programOf } from './shell/program';
import { commandsOf } from './shell/scripts';

/** A rule of sudoers. */
const WITHOUT_PASSWORD = /\bNOPASSWD\s*:/;
const WORDS = {
  expected: 'run by the user of the build, without sudo',
  fix: 'Do it before `USER`, or between `USER root` and the last `USER`; to start as another user, `USER` or `setpriv` needs no sudo in the image.',
};

export const dockerfileSudo = control({
  id: 'dockerfile-sudo',
  family: 'dockerfile',
  title: 'Use no sudo',
  severity: 'high',
  why: 'A build that needs sudo leaves it in the image with a rule that asks for no password: whoever gets into the container is root with one word.',
  references: { docker: 'https://docs.docker.com/build/building/best-practices/#user' },
  counterparts: { trivy: ['DS-0010'], checkov: ['CKV2_DOCKER_1'], hadolint: ['DL3004'] },
  require: everyInstruction(
    'in every RUN, CMD, ENTRYPOINT and HEALTHCHECK, no sudo, and no rule that lets a user be root without a password',
    (placed) => {
      const { instruction, path } = placed;
      const called = commandsOf(instruction).flatMap((command): Complaint[] => {
        const { name, through } = programOf(command);
        return name === 'sudo' || through.includes('sudo') ? [{ path: commandPath(placed, command), actual: 'sudo', ...WORDS }] : [];
      });
      if (called.length > 0 || !/^(RUN|COPY|ADD)$/.test(instruction.keyword)) return called;
      const at = [instruction.text, ...(instruction.heredocs ?? []).map(({ content }) => content)].findIndex((text) =>
        WITHOUT_PASSWORD.test(text),
      );
      const place = at > 0 ? ['heredocs', at - 1, 'content'] : ['text'];
      return at < 0 ? [] : [{ path: [...path, ...place], actual: 'NOPASSWD', ...WORDS, expected: 'no such rule' }];
    },
  ),
  examples: {
    pass: [{ because: 'the build is root until USER', object: dockerfile('FROM debian:12', 'RUN apt-get update', 'USER 65532') }],
    fail: [
      { because: 'the image starts with it', object: dockerfile('FROM debian:12', 'ENTRYPOINT ["sudo", "-E", "/app"]') },
      {
        because: 'the rule asks for no password',
        object: dockerfile('FROM debian:12', 'RUN echo "app ALL=(ALL) NOPASSWD:ALL" > /etc/sudoers.d/app'),
      },
      { because: 'the build uses sudo', object: dockerfile('FROM debian:12', 'RUN sudo apt-get update') },
      {
        because: 'in a script of a script it is the same',
        object: dockerfile('FROM debian:12', 'RUN bash -c "cd /app && sudo -E make install"'),
      },
    ],
  },
});
