import { control } from '../control';
import { insecureVariable } from '../docker/insecure-variables';
import { type CommandComplaint, commandPath, everyInstruction } from './dockerfile-rule';
import { dockerfile } from './example';
import { argumentsOf } from './reading/arguments';
import { pairsOf } from './reading/pairs';
import { shortLetters } from './shell/letters';
import { packageCall } from './shell/packages';
import { programOf } from './shell/program';
import { commandsOf, type InstructionCommand } from './shell/scripts';

const OFF = /^(0|false|no|off)$/i;

/** Short options of curl that take a value: what follows them in a cluster is that value. */
const CURL_VALUED = 'AbcCdDeEFhHKmoPQrtTuUwxXyYz';

/** Words after which a setting and its value follow, whichever program it is. */
const SETTINGS: readonly { readonly name: RegExp; readonly value: RegExp }[] = [
  { name: /^strict-ssl$/i, value: OFF },
  { name: /^http(\..+)?\.sslVerify$/i, value: OFF },
  { name: /^ssl_verify$/i, value: OFF },
];
const JOINED =
  /^(--?c?o?n?f?i?g?=?)?(strict-ssl|http(\..+)?\.sslverify|ssl_verify|(--setopt=(\S*\.)?)?sslverify|Acquire::https?(::\S+)?::Verify-(Peer|Host))\s*=\s*["']?(0|false|no|off)["']?$/i;

function unverified(command: InstructionCommand): string | undefined {
  const { name, args } = programOf(command);
  const values = args.map(({ value }) => value);
  if (name === 'curl') {
    const option = values.find(
      (value) => /^--(insecure|proxy-insecure|doh-insecure)$/.test(value) || shortLetters(value, CURL_VALUED).includes('k'),
    );
    if (option !== undefined) return `curl ${option.startsWith('--') ? option : '-k'}`;
  }
  if (name === 'wget' && values.includes('--no-check-certificate')) return 'wget --no-check-certificate';
  if (packageCall(command)?.manager === 'pip' && values.some((value) => /^--trusted-host(=|$)/.test(value))) return 'pip --trusted-host';
  if (/^pip/.test(name) && values.some((value) => /trusted-host$/.test(value)) && values.includes('config')) return 'pip trusted-host';
  for (const [index, value] of values.entries()) {
    const setting = SETTINGS.find((each) => each.name.test(value.replace(/^--/, '')));
    if (setting?.value.test(values[index + 1] ?? '') === true) return `${value} ${values[index + 1]}`;
    const bare = value.replace(/^--(?=strict-ssl)/, '').trim();
    if (JOINED.test(bare)) return bare;
  }
  const assigned = [
    ...command.assignments.map(({ value }) => value),
    ...(/^(export|env|declare|set)$/.test(command.words[0]?.value ?? '') ? command.words.map(({ value }) => value) : []),
  ];
  for (const pair of assigned) {
    const equals = pair.indexOf('=');
    const found = equals > 0 ? offVariable(pair.slice(0, equals), pair.slice(equals + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function offVariable(name: string, value: string): string | undefined {
  return insecureVariable(name, value)?.about === 'certificates' ? name : undefined;
}

const WORDS: Pick<CommandComplaint, 'expected'> & { readonly fix: string } = {
  expected: 'without it: certificates are checked',
  fix: 'Leave it out; where a private authority signs, copy its certificate into the image and name it (`--cacert`, `update-ca-certificates`, `PIP_CERT`, `NODE_EXTRA_CA_CERTS`).',
};

export const dockerfileTlsVerification = control({
  id: 'dockerfile-tls-verification',
  family: 'dockerfile',
  title: 'Keep TLS verification on',
  severity: 'high',
  why: 'Whoever sits between the build and a server answers in its place, and what they send is built into the image.',
  references: { docker: 'https://docs.docker.com/build/building/best-practices/' },
  counterparts: {
    checkov: [
      ...['CKV2_DOCKER_2', 'CKV2_DOCKER_3', 'CKV2_DOCKER_4', 'CKV2_DOCKER_5', 'CKV2_DOCKER_6', 'CKV2_DOCKER_12'],
      ...['CKV2_DOCKER_13', 'CKV2_DOCKER_14', 'CKV2_DOCKER_15', 'CKV2_DOCKER_16'],
    ],
  },
  require: everyInstruction('in every instruction, no verification of certificates turned off', (placed, { escape: escapeChar }) => {
    const { instruction, path } = placed;
    if (instruction.keyword === 'ENV' || instruction.keyword === 'ARG')
      return pairsOf(instruction.keyword, argumentsOf(instruction).body, escapeChar).flatMap(({ name, value }, index) =>
        offVariable(name, value ?? '') === undefined ? [] : [{ path: [...path, 'pairs', index], actual: name, ...WORDS }],
      );
    return commandsOf(instruction).flatMap((command) => {
      const actual = instruction.keyword === 'HEALTHCHECK' ? undefined : unverified(command);
      if (actual !== undefined) return [{ path: commandPath(placed, command), actual, ...WORDS }];
      // A setting that is written into a file of another program.
      const written =
        /^(echo|printf)$/.test(command.words[0]?.value ?? '') &&
        command.words.some(({ value }) => JOINED.test(value.replace(/\\n$/, '').trim()));
      return written ? [{ path: commandPath(placed, command), actual: 'a setting written to a file', ...WORDS }] : [];
    });
  }),
  notes: 'What a health check asks of its own container is not judged.',
  examples: {
    pass: [
      { because: 'certificates are checked', object: dockerfile('FROM debian:12', 'RUN curl -fsSLO https://example.com/x.tar.gz') },
      {
        because: 'the letter is part of a name',
        object: dockerfile('FROM debian:12', 'RUN curl -fsSLokubectl https://example.com/kubectl'),
      },
      {
        because: 'verification is on',
        object: dockerfile('FROM node:22', 'ENV NODE_TLS_REJECT_UNAUTHORIZED=1', 'RUN npm config set strict-ssl true'),
      },
    ],
    fail: [
      { because: 'curl takes any certificate', object: dockerfile('FROM debian:12', 'RUN curl -fsSLk https://example.com/x -o /x') },
      {
        because: 'wget takes any certificate',
        object: dockerfile('FROM debian:12', 'RUN wget --no-check-certificate https://example.com/x'),
      },
      {
        because: 'pip takes any certificate',
        object: dockerfile('FROM python:3.13', 'RUN pip install --trusted-host pypi.example -r requirements.txt'),
      },
      { because: 'Node takes any certificate', object: dockerfile('FROM node:22', 'ENV NODE_TLS_REJECT_UNAUTHORIZED=0') },
      { because: 'npm takes any certificate', object: dockerfile('FROM node:22', 'RUN npm config set strict-ssl false && npm ci') },
      {
        because: 'git takes any certificate',
        object: dockerfile('FROM debian:12', 'RUN GIT_SSL_NO_VERIFY=true git clone https://example.com/x'),
      },
      {
        because: 'git takes any certificate, by its configuration',
        object: dockerfile('FROM debian:12', 'RUN git -c http.sslVerify=false clone https://example.com/x'),
      },
      { because: 'dnf takes any certificate', object: dockerfile('FROM fedora:42', 'RUN dnf install -y --setopt=sslverify=0 curl') },
    ],
  },
});
