import { control } from '../control';
import { type Complaint, commandPath, everyInstruction } from './dockerfile-rule';
import { dockerfile } from './example';
import { argumentsOf } from './reading/arguments';
import { pairsOf } from './reading/pairs';
import { isLocalAddress, isSignatureKey, keyReader } from './shell/downloads';
import { packageCall } from './shell/packages';
import { programOf } from './shell/program';
import { commandsOf, type InstructionCommand } from './shell/scripts';

const PLAIN = /^(?:http|git|ftp):\/\//i;
/** An address as it is, or as the value of an option: `--index-url=http://…`. */
const ADDRESS = /^(?:--?[\w-]+=)?["']?(?:git\+)?((?:https?|git|ftp):\/\/\S+?)["']?$/i;
const GIT_READS = new Set(['clone', 'fetch', 'pull', 'ls-remote', 'remote', 'submodule']);
/** Managers of which the sources are not signed; what apt, apk and zypper read is, whatever it comes by. */
const UNSIGNED = new Set(['pip', 'npm', 'gem', 'go', 'yum']);
const INDEXES =
  /^(?:PIP_(?:EXTRA_)?INDEX_URL|UV_(?:DEFAULT_|EXTRA_)?INDEX(?:_URL)?|NPM_CONFIG_REGISTRY|YARN_NPM_REGISTRY_SERVER|GOPROXY)$/i;

function plain(values: readonly string[]): boolean {
  return values.some((value) => {
    const address = ADDRESS.exec(value)?.[1];
    return address !== undefined && PLAIN.test(address) && !isLocalAddress(address);
  });
}

/** What a command fetches without TLS that nothing else vouches for. */
function fetched(command: InstructionCommand, all: readonly InstructionCommand[]): string | undefined {
  const { name, args } = programOf(command);
  const values = args.map(({ value }) => value);
  if (!plain(values)) return undefined;
  if (name === 'git') return values.some((value) => GIT_READS.has(value)) ? 'git' : undefined;
  const call = packageCall(command);
  if (call !== undefined && UNSIGNED.has(call.manager)) {
    const setsIndex = values.includes('config') && values.some((value) => /registry|index-url/.test(value));
    return call.installs || setsIndex ? call.program : undefined;
  }
  if (name === 'rpm') return 'rpm';
  if (name !== 'curl' && name !== 'wget') return undefined;
  // Of other downloads another control asks a checksum; a key is what others are checked by.
  return values.some(isSignatureKey) || keyReader(command, all) ? `a key by ${name}` : undefined;
}

export const dockerfilePlainHttp = control({
  id: 'dockerfile-plain-http',
  family: 'dockerfile',
  title: 'Fetch nothing without TLS',
  severity: 'high',
  why: 'Whoever sits between the build and the server, or answers in its place, chooses the source, the package or the key that is built in.',
  references: { docker: 'https://docs.docker.com/build/building/best-practices/' },
  counterparts: {},
  notes:
    'Judged are `git`, packages and their indexes, and keys that signatures are checked by. Other downloads are asked for a checksum by `dockerfile-remote-script`; packages of apt, apk and zypper are signed. This very host is no network.',
  require: everyInstruction(
    'in every instruction, no source, package, index or key fetched by http:// or git://',
    (placed, { escape: escapeChar }) => {
      const { instruction, path } = placed;
      const words = {
        expected: 'fetched by https://',
        fix: 'Write https://; where the server has no certificate, take the file from one that has, or build it in with `COPY`.',
      };
      if (instruction.keyword === 'ENV' || instruction.keyword === 'ARG')
        return pairsOf(instruction.keyword, argumentsOf(instruction).body, escapeChar).flatMap(
          ({ name, value = '' }, index): Complaint[] =>
            INDEXES.test(name) && plain([value]) ? [{ path: [...path, 'pairs', index], actual: name, ...words }] : [],
        );
      if (instruction.keyword !== 'RUN') return [];
      const all = commandsOf(instruction);
      return all.flatMap((command): Complaint[] => {
        const actual = fetched(command, all);
        return actual === undefined ? [] : [{ path: commandPath(placed, command), actual, ...words }];
      });
    },
  ),
  examples: {
    pass: [
      { because: 'the source comes by TLS', object: dockerfile('FROM debian:12', 'RUN git clone https://git.example/x') },
      { because: 'it never leaves the host', object: dockerfile('FROM node:22', 'RUN npm ci --registry=http://localhost:4873') },
      {
        because: 'packages of Debian are signed',
        object: dockerfile('FROM debian:12', 'RUN echo "deb http://deb.debian.org/debian bookworm main" > /etc/apt/sources.list'),
      },
    ],
    fail: [
      { because: 'the source can be another', object: dockerfile('FROM debian:12', 'RUN git clone http://git.example/x') },
      { because: 'so it can be by this protocol', object: dockerfile('FROM debian:12', 'RUN git clone git://git.example/x') },
      { because: 'the package can be another', object: dockerfile('FROM python:3.13', 'RUN pip install http://files.example/x-1.0.whl') },
      { because: 'so can all of an index', object: dockerfile('FROM python:3.13', 'ENV PIP_INDEX_URL=http://index.example/simple') },
      { because: 'the program can be another', object: dockerfile('FROM node:22', 'RUN npm install -g http://files.example/x.tgz') },
      {
        because: 'the key can be that of somebody else',
        object: dockerfile('FROM debian:12', 'RUN curl -fsSL http://apt.example/key | apt-key add -'),
      },
    ],
  },
});
