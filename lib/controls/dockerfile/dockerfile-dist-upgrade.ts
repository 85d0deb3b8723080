import { control } from '../control';
import { everyCommand } from './dockerfile-rule';
import { dockerfile } from './example';
import { packageCall } from './shell/packages';
import { programOf } from './shell/program';

const VERBS: Readonly<Record<string, RegExp>> = { apt: /^(dist-upgrade|full-upgrade)$/, zypper: /^(dist-upgrade|dup)$/ };

export const dockerfileDistUpgrade = control({
  id: 'dockerfile-dist-upgrade',
  family: 'dockerfile',
  title: 'Do not upgrade the distribution',
  severity: 'low',
  why: 'An upgrade of the distribution takes packages away and brings others in: the image is no longer the one whose digest, scan and signature were checked.',
  references: { docker: 'https://docs.docker.com/build/building/best-practices/#apt-get' },
  counterparts: { trivy: ['DS-0024'], hadolint: ['DL3035'] },
  notes: '`apt-get upgrade`, which keeps to fixes, is no finding.',
  require: everyCommand('in every RUN, no upgrade of the distribution', (command) => {
    const call = packageCall(command);
    const { name } = programOf(command);
    const upgrades = name === 'do-release-upgrade' || (call !== undefined && VERBS[call.manager]?.test(call.verb) === true);
    if (!upgrades) return undefined;
    return {
      actual: `${name} ${call?.verb ?? ''}`.trimEnd(),
      expected: 'a newer base image instead',
      instructions: 'Take a newer base image, and pin it by digest.',
    };
  }),
  examples: {
    pass: [
      {
        because: 'an upgrade within the release is not meant',
        object: dockerfile('FROM debian:12', 'RUN apt-get update && apt-get upgrade -y'),
      },
    ],
    fail: [
      { because: 'packages come and go', object: dockerfile('FROM debian:12', 'RUN apt-get update && apt-get dist-upgrade -y') },
      { because: 'dup is dist-upgrade', object: dockerfile('FROM opensuse/leap:15', 'RUN zypper dup -y') },
    ],
  },
});
