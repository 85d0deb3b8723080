import { control } from '../control';
import { everyCommand } from './dockerfile-rule';
import { dockerfile } from './example';
import { packageCall } from './shell/packages';

export const dockerfileSudoPackage = control({
  id: 'dockerfile-sudo-package',
  family: 'dockerfile',
  title: 'Install no sudo',
  severity: 'low',
  why: 'With sudo the image has a setuid program with a history of flaws: an intruder finds the way to root that the process does not need.',
  references: { docker: 'https://docs.docker.com/build/building/best-practices/#user' },
  counterparts: {},
  require: everyCommand('in every RUN, no package sudo installed', (command) => {
    const call = packageCall(command);
    if (call?.installs !== true || !call.operands.some(({ value }) => /^(sudo|doas)([=~<>@:-]|$)/.test(value))) return undefined;
    return {
      actual: 'sudo',
      expected: 'not installed',
      instructions: 'Leave it out: the build is root until `USER`, and the process should not become it again.',
    };
  }),
  examples: {
    pass: [
      { because: 'nothing like it is installed', object: dockerfile('FROM debian:12', 'RUN apt-get install -y curl libpam-sudo-tools') },
    ],
    fail: [{ because: 'sudo is installed', object: dockerfile('FROM debian:12', 'RUN apt-get install -y curl sudo=1.9.13') }],
  },
});
