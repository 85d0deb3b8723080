import { control } from '../control';
import { everyCommand, type TextChange } from './dockerfile-rule';
import { dockerfile } from './example';
import type { ShellWord } from './shell/command';
import { packageCall } from './shell/packages';
import { hasOption } from './shell/program';

/** What `apt-get` does under the same name. */
const SAME = new Set(['install', 'update', 'upgrade', 'remove', 'purge', 'autoremove', 'clean', 'autoclean', 'reinstall', 'build-dep']);

/** Whether a call answers its questions itself. */
function saysYes(options: readonly ShellWord[]): boolean {
  return (
    hasOption(options, '-y', '--yes', '--assume-yes', '--force-yes') ||
    options.some(({ value }) => /^(-q{2,}|-q=[2-9]|--quiet=[2-9]|APT::Get::Assume-Yes=.*)$/i.test(value))
  );
}

export const dockerfileApt = control({
  id: 'dockerfile-apt',
  family: 'dockerfile',
  title: 'Use apt-get in scripts',
  severity: 'low',
  why: 'The words and questions of `apt` change between releases, and a build that waits for an answer, or guesses one, does not put in the updates that it was started for.',
  references: { docker: 'https://docs.docker.com/build/building/best-practices/#apt-get' },
  counterparts: { trivy: ['DS-0021'], checkov: ['CKV_DOCKER_9'], hadolint: ['DL3027', 'DL3014'] },
  require: everyCommand('in every RUN, no `apt`, and `apt-get install` with `-y`', (command, all) => {
    const call = packageCall(command);
    if (call?.manager !== 'apt' || call.program === 'aptitude') return undefined;
    const { program, verb, verbWord, options, installs } = call;
    // `yes | apt-get install` answers, too.
    const answers = !installs || saysYes(options) || command.reads.some((index) => all[index]?.words[0]?.value === 'yes');
    if (program !== 'apt' && answers) return undefined;
    const word = command.words.find(({ value }) => value === program);
    const changes: TextChange[] = [];
    if (program === 'apt' && word) changes.push({ start: word.start, end: word.end, text: 'apt-get' });
    if (!answers && verbWord) changes.push({ start: verbWord.end, end: verbWord.end, text: ' -y' });
    return {
      actual: `${program} ${verb}`.trimEnd(),
      expected: program === 'apt' ? '`apt-get`, which is made for scripts' : '`apt-get install -y`',
      instructions: 'Use `apt-get` (`apt-cache` to search and show), with `-y` where it installs.',
      ...((program !== 'apt' || (SAME.has(verb) && word?.quoted === false)) && { changes }),
    };
  }),
  examples: {
    pass: [
      { because: 'apt-get is told not to ask', object: dockerfile('FROM debian:12', 'RUN apt-get update && apt-get install -y curl') },
    ],
    fail: [
      { because: 'apt is for people', object: dockerfile('FROM debian:12', 'RUN apt-get update && apt install -y curl') },
      { because: 'the build would wait for an answer', object: dockerfile('FROM debian:12', 'RUN apt-get update && apt-get install curl') },
      {
        because: 'behind another program it is the same',
        object: dockerfile('FROM debian:12', 'RUN env DEBIAN_FRONTEND=noninteractive apt install -y curl'),
      },
    ],
  },
});
