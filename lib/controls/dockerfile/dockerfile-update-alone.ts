import { control } from '../control';
import { commandPath, everyInstruction } from './dockerfile-rule';
import { dockerfile } from './example';
import { argumentsOf, flagValues } from './reading/arguments';
import { packageCall } from './shell/packages';
import { programOf } from './shell/program';
import { commandsOf, type InstructionCommand, SHELLS } from './shell/scripts';

/** `yum update` reads the index and upgrades what is there: alone, its layer is as old as the cache. */
function updates(command: InstructionCommand): boolean {
  const call = packageCall(command);
  if (call === undefined) return false;
  return call.refreshes || (call.manager === 'yum' && /^(update|up)$/.test(call.verb) && call.operands.length === 0);
}

/** It installs, by a package manager or by a script that may well do so. */
function installs(command: InstructionCommand): boolean {
  const call = packageCall(command);
  if (call !== undefined) return call.installs || /^((dist-|full-)?upgrade|dup|download|source|groupinstall|distro-sync)$/.test(call.verb);
  const { name, args, word } = programOf(command);
  if (/\.sh$/.test(name) || (word?.value.includes('/') === true && !/^\/(usr\/)?(local\/)?s?bin\//.test(word.value))) return true;
  if (SHELLS.has(name) || name === 'source' || name === '.')
    return args.some(({ value }) => !value.startsWith('-')) || command.reads.length > 0;
  return args.some(({ value }) => /^install(-|$)/.test(value));
}

export const dockerfileUpdateAlone = control({
  id: 'dockerfile-update-alone',
  family: 'dockerfile',
  title: 'Update and install in one layer',
  severity: 'medium',
  why: 'A layer that only updates the index is kept in the cache for months, and what later layers install from it lacks every fix since.',
  references: { cisDocker: ['4.7'] },
  counterparts: { trivy: ['DS-0017'], checkov: ['CKV_DOCKER_5'], dockerBench: ['4.7'] },
  notes: 'A RUN that also starts a script passes, since the script may install; so does one whose index lies in a mounted cache.',
  require: everyInstruction('in every RUN that updates a package index, an install', (placed) => {
    if (placed.instruction.keyword !== 'RUN') return [];
    const all = commandsOf(placed.instruction);
    const update = all.find(updates);
    const cached = flagValues(argumentsOf(placed.instruction), 'mount').some((mount) =>
      /type=cache.*(apt|apk|yum|dnf|zypp|\/var\/cache)/.test(mount),
    );
    if (update === undefined || cached || all.some(installs)) return [];
    return [
      {
        path: commandPath(placed, update),
        actual: update.words
          .map(({ value }) => value)
          .join(' ')
          .slice(0, 60),
        expected: 'in the same RUN as the install that needs it',
        fix: 'Join it with the install: `RUN apt-get update && apt-get install -y …`.',
      },
    ];
  }),
  examples: {
    pass: [
      {
        because: 'what is installed is as new as the index',
        object: dockerfile('FROM debian:12', 'RUN apt-get update && apt-get install -y curl'),
      },
    ],
    fail: [
      {
        because: 'the index comes from the cache',
        object: dockerfile('FROM debian:12', 'RUN apt-get update', 'RUN apt-get install -y curl'),
      },
      { because: 'cleaning up is no install', object: dockerfile('FROM alpine:3.20', 'RUN apk update && rm -rf /tmp/x') },
      { because: 'yum upgrades what the cache knows', object: dockerfile('FROM rockylinux:9', 'RUN yum update -y') },
    ],
  },
});
