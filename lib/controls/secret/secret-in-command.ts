import { control } from '../control';
import { containersOf, custom, UNKNOWN, unknown } from '../requirement';
import { credentialAt, wordsOf } from './command-words';
import { emitCredential, NO_CEL } from './written-credential';

const EXPECTED = 'without a credential';
const INSTRUCTIONS =
  'Mount the credential as a file and give the program the path (`--password-file`), or let it read the file itself. Then change the credential: it was written where others read.';

export const secretInCommand = control({
  id: 'secret-in-command',
  family: 'secret',
  title: 'Keep credentials out of command lines',
  severity: 'high',
  why: 'A command line is shown to every process of the pod and of the node, in events and in crash reports: the password that stands in it is everybody’s.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/' },
  counterparts: {},
  notes:
    'Read are `command`, `args`, and the commands of probes and lifecycle hooks, scripts of a shell included. What is given to an option or variable with the name of a credential counts, and every known format. References (`$(NAME)`, `$NAME`), paths, and options that name a Secret object pass; short options (`-p`) say too little. Findings never repeat a word.',
  require: custom({
    reads: 'pod',
    evaluate({ pod }, emit) {
      if (pod === undefined) return false;
      for (const { container, path } of containersOf(pod))
        for (const { at, words } of wordsOf(container)) {
          const where = [...path, ...at];
          if (words === UNKNOWN) {
            emit(unknown(where, EXPECTED));
            continue;
          }
          if (!Array.isArray(words)) continue;
          words.forEach((word: unknown, index: number) => {
            if (word === UNKNOWN) emit(unknown([...where, index], EXPECTED));
            const reason = credentialAt(words, index);
            if (reason !== undefined) emitCredential([...where, index], reason, EXPECTED, INSTRUCTIONS, emit);
          });
        }
      return true;
    },
    cel: NO_CEL,
    prose: `in every container each word of \`command\`, \`args\`, of the commands of probes and of lifecycle hooks is ${EXPECTED}`,
  }),
  examples: {
    pass: [
      {
        because: 'the path of a file',
        pod: { containers: [{ args: ['--password-file=/run/secrets/db', '--token', '/run/secrets/token'] }] },
      },
      {
        because: 'a reference',
        pod: { containers: [{ command: ['sh', '-c', 'redis-cli --pass "$PASSWORD" ping'], args: ['--token=$(TOKEN)'] }] },
      },
      { because: 'the name of a Secret', pod: { containers: [{ args: ['--tls-secret=web-tls', '--token-ttl=1h'] }] } },
    ],
    fail: [
      { because: 'an option with its value', pod: { containers: [{ args: ['--password=changeme'] }] } },
      { because: 'the value is the next word', pod: { containers: [{ command: ['redis-server', '--requirepass', 'changeme'] }] } },
      {
        because: 'in the script of a probe',
        pod: { containers: [{ livenessProbe: { exec: { command: ['sh', '-c', 'PGPASSWORD=changeme psql -c "select 1"'] } } }] },
      },
      {
        because: 'an address with a password',
        pod: { initContainers: [{ lifecycle: { preStop: { exec: { command: ['curl', 'https://web:changeme@api/stop'] } } } }] },
      },
    ],
  },
});
