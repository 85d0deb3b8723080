import { control } from '../control';
import { everyCommand } from './dockerfile-rule';
import { dockerfile } from './example';
import { programOf } from './shell/program';

/** What locks an account in place of a password. */
const LOCKED = /^[!*x]+$/;

export const dockerfilePasswordChange = control({
  id: 'dockerfile-password-change',
  family: 'dockerfile',
  title: 'Set no passwords',
  severity: 'high',
  why: 'A password set by a build is the same in every container, stands in the history of the image, and its hash can be copied from any of them.',
  references: { docker: 'https://docs.docker.com/build/building/secrets/' },
  counterparts: { checkov: ['CKV2_DOCKER_17'] },
  require: everyCommand('in every RUN, no password given to a user, nor taken from one that is not locked', (command) => {
    const { name, args } = programOf(command);
    const values = args.map(({ value }) => value);
    const at = values.findIndex((value) => /^(-p|--password)$/.test(value));
    const joined = values.find((value) => value.startsWith('--password='))?.slice('--password='.length);
    const given = at >= 0 ? args[at + 1]?.value : joined;
    // An empty hash asks for no password at all.
    const literal = given !== undefined && !LOCKED.test(given) && !/^\$\{?\w+\}?$/.test(given);
    const emptied = name === 'passwd' && values.some((value) => /^-[a-z]*d[a-z]*$|^--delete$/.test(value));
    const sets =
      name === 'chpasswd' ||
      emptied ||
      (name === 'passwd' && (values.includes('--stdin') || command.reads.length > 0 || command.stdin !== undefined)) ||
      (/^(usermod|useradd)$/.test(name) && literal);
    if (!sets) return undefined;
    return {
      actual: name,
      expected: 'no password: an account that nobody logs in to',
      instructions:
        'Leave it out; lock the account (`passwd -l`, `useradd` without `-p`), and log in by a key or a secret given at run time where somebody must.',
    };
  }),
  examples: {
    pass: [
      {
        because: 'the user has no password',
        object: dockerfile('FROM debian:12', 'RUN useradd --system --uid 65532 app && passwd -l root'),
      },
      { because: 'the account is locked', object: dockerfile('FROM debian:12', "RUN usermod -p '*' app") },
    ],
    fail: [
      { because: 'the password stands in the layer', object: dockerfile('FROM debian:12', 'RUN echo "root:example" | chpasswd') },
      { because: 'passwd is told it', object: dockerfile('FROM fedora:42', 'RUN echo example | passwd --stdin root') },
      { because: 'everybody is root without a password', object: dockerfile('FROM debian:12', 'RUN passwd -d root') },
      { because: 'an empty hash asks for no password', object: dockerfile('FROM debian:12', "RUN usermod -p '' app") },
      { because: 'the hash is given', object: dockerfile('FROM debian:12', 'RUN usermod -p "example" app') },
    ],
  },
});
