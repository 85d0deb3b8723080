// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references as Compose writes them.
import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, type Emit, emitLimits, failing, isObject, type Json, type Path, UNKNOWN, unknown } from '../requirement';
import { credentialAt } from '../secret/command-words';
import { shortOption } from '../secret/short-options';

const EXPECTED = 'without a credential';
const INSTRUCTIONS =
  'Give the credential as a file (a secret of the project, the stack or a provider, mounted below /run/secrets), and the program its path. Then change the credential: it was written where others read.';

export const dockerSecretCommand = control({
  id: 'docker-secret-command',
  family: 'docker-container',
  title: 'Keep credentials out of command lines of containers',
  severity: 'high',
  why: 'A command line is told to everybody who may ask the engine (`docker inspect`, `docker ps`), and shown to every process of the container and of the host.',
  references: { cisDocker: ['4.10'] },
  counterparts: {},
  notes:
    'Read are `command`, `entrypoint`, what runs when it starts or stops and the command of the health check, scripts of a shell included; of an engine, what it runs. What is given to an option or variable with the name of a credential counts, and every known format. A reference without a default (`${PASSWORD}`) and one that the shell in the container works out (`$$PASSWORD`) pass, a default is judged as if it stood there; so do paths. Short options (`-p`, `-u`) count for programs that are known to take a password so (`curl`, `mysql`, `redis-cli` and others). Findings never repeat a word.',
  require: docker({
    kinds: [DOCKER.container],
    evaluate(container, emit) {
      judge(wordsOf(container, ['entrypoint', 'command'], emit), emit);
      const { healthcheck, hooks } = container;
      if (isObject(healthcheck)) judge(listed(healthcheck.test, ['healthcheck', 'test'], emit), emit);
      if (Array.isArray(hooks))
        hooks.forEach((hook: unknown, index) => {
          if (isObject(hook)) judge(listed(hook.command, ['hooks', index, 'command'], emit), emit);
        });
      return true;
    },
    prose: `in every container each word of \`command\`, \`entrypoint\`, \`hooks[].command\` and \`healthcheck.test\` must be ${EXPECTED}`,
  }),
  examples: {
    pass: [
      { because: 'the path of a file', docker: { command: ['--password-file=/run/secrets/db', '--token', '/run/secrets/token'] } },
      { because: 'the file has only a reference', docker: { command: ['redis-server', '--requirepass', '${REDIS_PASSWORD}'] } },
      {
        because: 'the shell of the container works it out',
        docker: { healthcheck: { test: ['CMD-SHELL', 'redis-cli --pass "$(cat /run/secrets/redis)" ping'] } },
      },
      { because: 'a short option of another program', docker: { command: ['docker', 'run', '-p', '8080:80', 'nginx'] } },
      {
        because: 'only the name of a user',
        docker: { healthcheck: { test: ['CMD-SHELL', 'curl -u "admin:$PASSWORD" http://localhost'] } },
      },
      { because: 'nothing is said', docker: {} },
    ],
    fail: [
      { because: 'an option with its value', docker: { command: ['--password=changeme'] } },
      { because: 'the value is the next word', docker: { command: ['redis-server', '--requirepass', 'changeme'] } },
      { because: 'the option ends the entry point', docker: { entrypoint: ['redis-server', '--requirepass'], command: ['changeme'] } },
      { because: 'in a script', docker: { entrypoint: ['sh', '-c', 'PGPASSWORD=changeme psql -c "select 1"'] } },
      { because: 'in the health check', docker: { healthcheck: { test: ['CMD', 'curl', 'https://web:changeme@localhost/health'] } } },
      {
        because: 'a short option of a known program',
        docker: { healthcheck: { test: ['CMD', 'curl', '-u', 'admin:changeme', 'http://localhost'] } },
      },
      { because: 'a short option in a script', docker: { command: ['sh', '-ec', 'mysql -pchangeme -e "select 1"'] } },
      { because: 'in what runs when it starts', docker: { hooks: [{ command: ['login', '--password=changeme'] }] } },
      {
        because: 'a running container has it',
        docker: { declaredBy: 'engine-container', command: ['mysqld', '--init-file-password=changeme'] },
      },
    ],
  },
});

interface Word {
  readonly word: unknown;
  readonly path: Path;
}

/** The words of fields that run as one command line. */
function wordsOf(container: Json, fields: readonly string[], emit: Emit): readonly Word[] {
  return fields.flatMap((field) => (emitLimits(container, field, EXPECTED, emit) ? [] : listed(container[field], [field], emit)));
}

function listed(words: unknown, path: Path, emit: Emit): readonly Word[] {
  if (words === UNKNOWN) emit(unknown(path, EXPECTED));
  return Array.isArray(words) ? words.map((word: unknown, index) => ({ word, path: [...path, index] })) : [];
}

function judge(line: readonly Word[], emit: Emit): void {
  const words = line.map(({ word }) => word);
  const short = shortOption(words);
  for (const [index, { word, path }] of line.entries()) {
    const reason = credentialAt(words, index) ?? (short?.index === index ? `is given a password by \`${short.option}\`` : undefined);
    if (reason !== undefined) emit(failing(path, '(not shown)', `${EXPECTED}; this word ${reason}`, INSTRUCTIONS));
    else if (word === UNKNOWN) emit(unknown(path, EXPECTED));
  }
}
