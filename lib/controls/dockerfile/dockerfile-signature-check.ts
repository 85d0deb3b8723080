import { control } from '../control';
import { commandPath, everyInstruction } from './dockerfile-rule';
import { dockerfile } from './example';
import { packageCall } from './shell/packages';
import { programOf } from './shell/program';
import { commandsOf, type InstructionCommand } from './shell/scripts';

const OPTIONS: Readonly<Record<string, RegExp>> = {
  apk: /^--allow-untrusted$/,
  apt: /^(--allow-unauthenticated|--force-yes|--allow-insecure-repositories|(-o)?(APT::Get::AllowUnauthenticated|Acquire::AllowInsecureRepositories)=["']?(1|true|yes)["']?)$/i,
  yum: /^(--nogpgcheck|--no-gpgchecks?|--setopt=(\S*\.)?gpgcheck=(0|no|false))$/i,
  zypper: /^(--no-gpg-checks|--allow-unsigned(-rpm)?|--gpg-auto-import-keys-off)$/,
};
const RPM = /^--(nosignature|nodigest|noverify|nofiledigest|nogpg)$/;

/** Sources of packages that are said to be trusted whatever signs them; packages that the same build made lie in `file:`. */
const TRUSTED =
  /\[[^\]\n]{0,200}\btrusted=yes\b[^\]\n]{0,200}\](?!\s*file:)|^\s*Trusted:\s*yes\b|\b(?:repo_)?gpgcheck\s*=\s*(?:0|no|false)\b/im;

/** The option that turns the check off. */
function unsigned(command: InstructionCommand): string | undefined {
  const call = packageCall(command);
  const { name, args } = programOf(command);
  const pattern = call === undefined ? (name === 'rpm' ? RPM : undefined) : OPTIONS[call.manager];
  return pattern && args.find(({ value }, index) => pattern.test(value) || (args[index - 1]?.value === '-o' && pattern.test(value)))?.value;
}

export const dockerfileSignatureCheck = control({
  id: 'dockerfile-signature-check',
  family: 'dockerfile',
  title: 'Keep package signatures on',
  severity: 'high',
  why: 'Without the signature, whoever sits between the build and a mirror, or on the mirror, puts a program of their own into the image.',
  references: { cisDocker: ['4.12'] },
  counterparts: {
    checkov: ['CKV2_DOCKER_7', 'CKV2_DOCKER_8', 'CKV2_DOCKER_9', 'CKV2_DOCKER_10', 'CKV2_DOCKER_11'],
    dockerBench: ['4.11', '4.12'],
  },
  require: everyInstruction('in every instruction, no package manager told to pass over signatures', (placed) => {
    const { instruction, path } = placed;
    const expected = 'without it: signatures are checked';
    const fix = 'Leave the option out, and add the key of the repository to the image (`signed-by=`, `rpm --import`) where it is missing.';
    const found = commandsOf(instruction).flatMap((command) => {
      const actual = unsigned(command);
      return actual === undefined ? [] : [{ path: commandPath(placed, command), actual, expected, fix }];
    });
    if (found.length > 0) return found;
    const texts = [instruction.text, ...(instruction.heredocs ?? []).map(({ content }) => content)];
    return texts.flatMap((text) => {
      const match = instruction.keyword === 'LABEL' ? null : TRUSTED.exec(text);
      return match === null ? [] : [{ path: [...path, 'text'], actual: match[0].trim().slice(0, 60), expected, fix }];
    });
  }),
  examples: {
    pass: [
      { because: 'apt checks signatures by itself', object: dockerfile('FROM debian:12', 'RUN apt-get install -y curl') },
      {
        because: 'the source names its key',
        object: dockerfile(
          'FROM debian:12',
          'RUN echo "deb [signed-by=/usr/share/keyrings/x.gpg] https://apt.example bookworm main" > /etc/apt/sources.list.d/x.list',
        ),
      },
    ],
    fail: [
      { because: 'apk takes anything', object: dockerfile('FROM alpine:3.20', 'RUN apk add --no-cache --allow-untrusted ./x.apk') },
      { because: 'apt takes anything', object: dockerfile('FROM debian:12', 'RUN apt-get install -y --allow-unauthenticated curl') },
      { because: 'dnf takes anything', object: dockerfile('FROM fedora:42', 'RUN dnf install -y --nogpgcheck curl') },
      { because: 'rpm takes anything', object: dockerfile('FROM fedora:42', 'RUN rpm -i --nosignature x.rpm') },
      {
        because: 'the source is trusted whatever signs it',
        object: dockerfile(
          'FROM debian:12',
          'RUN echo "deb [trusted=yes] https://apt.example bookworm main" > /etc/apt/sources.list.d/x.list',
        ),
      },
    ],
  },
});
