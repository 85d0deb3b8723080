import { control } from '../control';
import type { DockerfileInstruction } from '../docker/dockerfile';
import { everyCommandIn } from './dockerfile-rule';
import { dockerfile } from './example';
import { valuesOfRuns } from './reading/stages';
import type { Values } from './reading/variables';
import type { ShellWord } from './shell/command';
import { type PackageCall, packageCall } from './shell/packages';
import { hasOption } from './shell/program';
import type { InstructionCommand } from './shell/scripts';

/** A path, an address or a package file: what it is stands in what it names. */
const FILE = /^(\.{0,2}\/|~\/|file:|[a-z+]+:\/\/)|\.(deb|apk|rpm|whl|gem|tgz|tar\.gz|zip)$|^\.$/;

/** How a package carries its version, manager by manager. */
const PINNED: Readonly<Record<PackageCall['manager'], (value: string, call: PackageCall) => boolean>> = {
  apt: (value) => /[=/]/.test(value) || /[-+]$/.test(value),
  apk: (value) => /[=~<>]/.test(value),
  pip: (value) => /[=~<>]=|[<>]|@/.test(value),
  npm: (value) => {
    const version = /^(?:@[^/@]+\/)?[^@]+@(.+)$/.exec(value)?.[1];
    return version !== undefined && !/^(latest|next|\*|x)$/.test(version);
  },
  gem: (value, { options }) => hasOption(options, '-v', '--version') || /:\d/.test(value),
  // `httpd-2.4.57`; in `java-21-openjdk` the number is part of the name.
  yum: (value, { verb }) => verb === 'groupinstall' || value.startsWith('@') || /-(\d+:)?\d[\w~^+]*\.[\w.~^+]/.test(value),
  zypper: (value) => /[=<>]/.test(value),
  // Without `@` it is what go.mod says.
  go: (value) => !/@(latest|upgrade|main|master|HEAD)$/.test(value),
};

/**
 * What a variable holds that a command before this one sets to a text, as official images list what they build with, or that
 * the file does.
 */
function filledIn({ value, expands, quoted }: ShellWord, before: readonly InstructionCommand[], outside: () => Values): readonly string[] {
  if (!expands) return [value];
  const name = quoted ? undefined : /^\$\{?(\w+)\}?$/.exec(value)?.[1];
  const set = before.flatMap(({ assignments }) => assignments).findLast((each) => each.value.startsWith(`${name}=`));
  if (name === undefined || set?.expands === true) return [];
  const list = set === undefined ? outside().get(name) : set.value.slice(name.length + 1);
  return (list ?? '').split(/\s+/).filter((each) => each !== '');
}

/** What a call installs that has no version. */
function unpinned(call: PackageCall, before: readonly InstructionCommand[], outside: () => Values): readonly string[] {
  if (call.manager === 'pip' && hasOption(call.options, '-c', '--constraint', '--require-hashes')) return [];
  if (call.verb === 'build-dep') return [];
  return call.operands
    .flatMap((word) => filledIn(word, before, outside))
    .filter((value) => !FILE.test(value) && !PINNED[call.manager](value, call));
}

const MOST_NAMED = 3;

export const dockerfilePackagePinning = control({
  id: 'dockerfile-package-pinning',
  family: 'dockerfile',
  title: 'Pin package versions',
  severity: 'low',
  why: 'A package without a version is whatever its registry gives out on the day of the build: the next build of the same file may hold code that nobody has seen.',
  references: { cisDocker: ['4.11'] },
  counterparts: {
    dockerBench: ['4.11'],
    hadolint: ['DL3008', 'DL3013', 'DL3016', 'DL3018', 'DL3028', 'DL3033', 'DL3037', 'DL3041', 'DL3062'],
  },
  notes:
    'Versions of distributions break a build when the mirror drops them: that is why this is low. Packages named by a file, an address or a variable that the Dockerfile does not fill in are not judged.',
  require: everyCommandIn('in every RUN, packages with a version, or from a lock or requirements file', (file) => {
    let values: ReturnType<typeof valuesOfRuns> | undefined;
    const valuesAt = (instruction: DockerfileInstruction): Values => {
      values ??= valuesOfRuns(file);
      return values.get(instruction) ?? new Map();
    };
    return (command, all, { instruction }) => {
      const call = packageCall(command);
      if (call?.installs !== true) return undefined;
      const names = unpinned(call, all.slice(0, command.index), () => valuesAt(instruction));
      if (names.length === 0) return undefined;
      const more = names.length - MOST_NAMED;
      return {
        actual: `${names.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
        expected: 'packages with their versions',
        instructions: 'Name the version that was tested, or install from a lock or requirements file with hashes.',
      };
    };
  }),
  examples: {
    pass: [
      {
        because: 'each package has its version',
        object: dockerfile('FROM debian:12', 'RUN apt-get update && apt-get install -y curl=7.88.1-10+deb12u8'),
      },
      { because: 'the lock file says which', object: dockerfile('FROM node:22', 'RUN npm ci && npm install -g @angular/cli@17.0.1') },
      { because: 'the requirements file says which', object: dockerfile('FROM python:3.13', 'RUN pip install -r requirements.txt') },
      { because: 'the module has a version', object: dockerfile('FROM golang:1.24', 'RUN go install example.com/tool/cmd/tool@v1.2.3') },
    ],
    fail: [
      { because: 'any curl will do', object: dockerfile('FROM debian:12', 'RUN apt-get update && apt-get install -y curl') },
      {
        because: 'a variable holds the names',
        object: dockerfile('FROM debian:12', "RUN fetchDeps='ca-certificates curl' && apt-get install -y $fetchDeps"),
      },
      {
        because: 'the file fills it in',
        object: dockerfile('FROM debian:12', 'ENV BUILD_DEPS="gcc make"', 'RUN apt-get install -y $BUILD_DEPS'),
      },
      { because: 'apk takes the newest', object: dockerfile('FROM alpine:3.20', 'RUN apk add --no-cache curl') },
      { because: 'latest is no version', object: dockerfile('FROM node:22', 'RUN npm install -g npm@latest') },
      { because: 'a scope is no version', object: dockerfile('FROM node:22', 'RUN npm install -g @angular/cli') },
      { because: 'pip takes the newest', object: dockerfile('FROM python:3.13', 'RUN python3 -m pip install flask') },
      { because: 'the number is part of the name', object: dockerfile('FROM fedora:42', 'RUN dnf install -y java-21-openjdk') },
      { because: 'the module is asked for at latest', object: dockerfile('FROM golang:1.24', 'RUN go install example.com/tool@latest') },
    ],
  },
});
