import { control } from '../control';
import { containersOf, custom, type Emit, type Path, UNKNOWN, unknown } from '../requirement';
import { credentialAt, linesOf, type Word } from './command-words';
import { shortOption } from './short-options';
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
    'Read are `command` with its `args`, and the commands of probes and lifecycle hooks, scripts of a shell included. What is given to an option or variable with the name of a credential counts, and every known format. References (`$(NAME)`, `$NAME`), paths, and options that name a Secret object pass. Short options (`-p`, `-a`, `-u`) count for programs that are known to take a password so (`mysql`, `redis-cli`, `curl` and others). Findings never repeat a word.',
  require: custom({
    reads: 'pod',
    evaluate({ pod }, emit) {
      if (pod === undefined) return false;
      for (const { container, path } of containersOf(pod)) for (const line of linesOf(container)) judge(line, path, emit);
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
      {
        because: 'short options of the same programs without a password',
        pod: {
          containers: [
            {
              command: ['sh', '-c', 'mysql -uroot -p"$MYSQL_ROOT_PASSWORD" && curl -u "web:$(cat /run/secrets/web)" https://api/health'],
              livenessProbe: { exec: { command: ['redis-cli', '-h', 'cache', 'ping'] } },
            },
          ],
        },
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
        because: 'a short option of a program that takes a password so',
        pod: { containers: [{ readinessProbe: { exec: { command: ['redis-cli', '-a', 'changeme', 'ping'] } } }] },
      },
      {
        because: 'the program is the command, the script its args',
        pod: { containers: [{ command: ['sh', '-c'], args: ['mysqladmin ping -uroot -pchangeme'] }] },
      },
      {
        because: 'a value of a chart',
        pod: { containers: [{ command: ['helm', 'upgrade', 'web', './web', '--set', 'replicas=2,db.password=changeme'] }] },
      },
      {
        because: 'a file that a script writes',
        pod: { containers: [{ command: ['sh', '-c', 'cat > app.yaml <<EOF\npassword: changeme\nEOF'] }] },
      },
      {
        because: 'an address with a password',
        pod: { initContainers: [{ lifecycle: { preStop: { exec: { command: ['curl', 'https://web:changeme@api/stop'] } } } }] },
      },
    ],
  },
});

function judge(line: readonly Word[], container: Path, emit: Emit): void {
  const words = line.map(({ word }) => word);
  const short = shortOption(words);
  for (const [index, { word, path }] of line.entries()) {
    const where = [...container, ...path];
    if (word === UNKNOWN) emit(unknown(where, EXPECTED));
    const reason = credentialAt(words, index) ?? (short?.index === index ? `is given a password by \`${short.option}\`` : undefined);
    if (reason !== undefined) emitCredential(where, reason, EXPECTED, INSTRUCTIONS, emit);
  }
}
