import { control } from '../control';
import { everyCommand } from './dockerfile-rule';
import { dockerfile } from './example';
import { programOf } from './shell/program';

/** `cap_net_raw,cap_net_admin+ep`, `cap_net_raw=+ep`, `=ep`, `all=eip`. */
const GRANT = /^(.*?)([-+=]+)([eip]*)$/s;

/** Capabilities that an operand of setcap gives, upper case and without `CAP_`; `ALL` for all of them. */
function granted(operand: string): readonly string[] {
  return operand
    .trim()
    .split(/\s+/)
    .flatMap((clause) => {
      const [, names = '', operator, flags = ''] = GRANT.exec(clause) ?? [];
      if (operator === undefined || /^-+$/.test(operator) || flags === '') return [];
      return names === '' ? ['ALL'] : names.split(',').map((name) => name.toUpperCase().replace(/^CAP_/, ''));
    });
}

export const dockerfileFileCapabilities = control({
  id: 'dockerfile-file-capabilities',
  family: 'dockerfile',
  title: 'Give programs no capabilities',
  severity: 'medium',
  why: 'A capability of a file is that of whoever starts it: with `cap_sys_admin` or `cap_dac_override` an unprivileged process is as good as root.',
  references: { cisDocker: ['4.8'], docker: 'https://docs.docker.com/engine/security/#linux-kernel-capabilities' },
  counterparts: {},
  parameters: { allowed: ['NET_BIND_SERVICE'] },
  notes:
    'At run time `no-new-privileges` makes capabilities of files ineffective, so that what needs them does not work in a hardened container.',
  require: ({ allowed }) =>
    everyCommand(`in every RUN, no capability given to a file but ${allowed.join(', ')}`, (command) => {
      const { name, args } = programOf(command);
      if (name !== 'setcap') return undefined;
      const words = args.filter(({ value }) => !/^-[rqvnf-]/.test(value)).map(({ value }) => value);
      const more = words.filter((_, index) => index % 2 === 0).flatMap(granted);
      const [first] = more.filter((each) => !allowed.includes(each));
      if (first === undefined) return undefined;
      return {
        actual: first,
        expected: `no capability but ${allowed.join(', ')}`,
        instructions: 'Leave it out, and give the one capability to the container that needs it (`cap_add`).',
      };
    }),
  examples: {
    pass: [
      {
        because: 'a port below 1024 is all that it opens',
        object: dockerfile('FROM debian:12', "RUN setcap 'cap_net_bind_service=+ep' /usr/bin/app"),
      },
      { because: 'capabilities are taken', object: dockerfile('FROM debian:12', 'RUN setcap -r /usr/bin/ping') },
      {
        because: 'the parameter allows it',
        parameters: { allowed: ['IPC_LOCK'] },
        object: dockerfile('FROM debian:12', 'RUN setcap cap_ipc_lock=+ep /bin/vault'),
      },
    ],
    fail: [
      { because: 'it is as good as root', object: dockerfile('FROM debian:12', 'RUN setcap cap_sys_admin+ep /usr/bin/app') },
      {
        because: 'one of two is more',
        object: dockerfile('FROM debian:12', 'RUN setcap CAP_NET_BIND_SERVICE,CAP_NET_RAW+eip /usr/bin/app'),
      },
      { because: 'these are all', object: dockerfile('FROM debian:12', 'RUN setcap =ep /usr/bin/app') },
    ],
  },
});
