// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references as Compose writes them.
import { control } from '../control';
import { literalCredential } from '../credential';
import { DOCKER } from '../docker/objects';
import { docker, type Emit, emitLimits, failing, isObject, type Json, type Path, UNKNOWN, unknown } from '../requirement';
import { wrongShape } from './container-lists';

const EXPECTED = 'a reference or the path of a file, and no credential';

export const dockerSecretEnv = control({
  id: 'docker-secret-env',
  family: 'docker-container',
  title: 'Keep credentials out of the environment',
  severity: 'critical',
  why: 'The environment is told to everybody who may ask the engine (`docker inspect`), inherited by every child process, and written into crash reports.',
  references: { cisDocker: ['4.10'] },
  counterparts: { dockerBench: ['4.10'] },
  notes:
    'A value counts by its name (`DB_PASSWORD`, `API_KEY`), by its format (tokens of makers, private keys, a password in an address) or by its randomness. A reference without a default (`${DB_PASSWORD}`) passes: the file gives nothing away, though the running container does. A default is judged as if it stood there. Names that end in `_FILE`, and paths, pass. What an output of Pulumi marks as a secret fails whatever it looks like. Findings never repeat a value.',
  require: docker({
    kinds: [DOCKER.container],
    evaluate(container, emit) {
      if (!emitLimits(container, 'env', EXPECTED, emit)) judge(container, emit);
      const { hooks } = container;
      if (Array.isArray(hooks))
        hooks.forEach((hook: unknown, index) => {
          if (isObject(hook) && isObject(hook.env)) judgeValues(hook.env, [], ['hooks', index, 'env'], emit);
        });
      return true;
    },
    prose: `in every container each value of \`env\` and \`hooks[].env\` must be ${EXPECTED}`,
  }),
  examples: {
    pass: [
      { because: 'the file has only a reference', docker: { env: { POSTGRES_PASSWORD: '${DB_PASSWORD}' } } },
      { because: 'the reference must be set', docker: { env: { POSTGRES_PASSWORD: '${DB_PASSWORD:?set it}' } } },
      { because: 'the value comes from outside', docker: { env: { POSTGRES_PASSWORD: null } } },
      { because: 'a file has it', docker: { env: { POSTGRES_PASSWORD_FILE: '/run/secrets/db-password' } } },
      { because: 'no credential', docker: { env: { POSTGRES_USER: 'web', TOKEN_URL: 'https://login.example/token', LOG_LEVEL: 'info' } } },
    ],
    fail: [
      { because: 'its name says what it is', docker: { env: { POSTGRES_PASSWORD: 'postgres' } } },
      { because: 'a default is a value', docker: { env: { POSTGRES_PASSWORD: '${DB_PASSWORD:-postgres}' } } },
      { because: 'an address has a password in it', docker: { env: { DATABASE_URL: 'postgres://web:changeme@db:5432/web' } } },
      { because: 'a running container has it', docker: { declaredBy: 'engine-container', env: { REDIS_PASSWORD: 'changeme' } } },
      { because: 'what runs when it starts is given it', docker: { hooks: [{ env: { VAULT_TOKEN: 'changeme' } }] } },
      { because: 'its author marked it as a secret', docker: { secretEnv: ['GREETING'], env: { GREETING: 'hello' } } },
    ],
  },
});

function judge({ env, secretEnv }: Json, emit: Emit): void {
  if (env === undefined || env === null) return;
  if (env === UNKNOWN) emit(unknown(['env'], EXPECTED));
  else if (!isObject(env)) emit(wrongShape(['env'], typeof env, 'variables with their values'));
  else judgeValues(env, secretEnv, ['env'], emit);
}

function judgeValues(env: Json, secretEnv: unknown, at: Path, emit: Emit): void {
  const marked: readonly unknown[] = Array.isArray(secretEnv) ? secretEnv : [];
  for (const [name, value] of Object.entries(env) as [string, unknown][]) {
    const path = [...at, name];
    const reason = marked.includes(name)
      ? 'is marked as a secret'
      : literalCredential(name, typeof value === 'number' ? String(value) : typeof value === 'string' ? value : null);
    if (reason !== undefined) {
      emit(
        failing(
          path,
          '(not shown)',
          `${EXPECTED}; this value ${reason}`,
          `Give ${name} as a file: a secret of the project, the stack or a provider, mounted below /run/secrets, whose path the program is told (many images read ${name}_FILE). Then change the credential: it was written where others read.`,
        ),
      );
    } else if (value === UNKNOWN) emit(unknown(path, EXPECTED));
    else if (typeof value === 'object' && value !== null) emit(wrongShape(path, 'an object', 'a text'));
  }
}
