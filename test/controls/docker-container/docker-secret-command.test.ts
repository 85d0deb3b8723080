import { normaliseComposeService } from '../../../lib/containers/compose';
import { normalisePulumiContainer } from '../../../lib/containers/pulumi';
import { type Json, UNKNOWN } from '../../../lib/controls/requirement';
import { inWrittenForm } from '../../../lib/engine/finding';
import { random } from '../credential/tokens';
import { container, hardened, judge } from './judge';

const password = random(12);
const control = 'docker-secret-command';

test('no part of a finding has the value in it', () => {
  const command = ['redis-server', '--requirepass', password, `--token=${password}`, `PASSWORD=${password} run`];
  const { findings } = hardened(container({ command, healthcheck: { test: ['CMD', 'ping', `--password=${password}`] } }), [control], true);
  expect(findings.map(({ path }) => path)).toEqual([
    ['command', 2],
    ['command', 3],
    ['command', 4],
    ['healthcheck', 'test', 2],
  ]);
  for (const finding of findings) {
    const { resource: _, ...told } = inWrittenForm(finding);
    expect(JSON.stringify(told)).not.toContain(password);
  }
});

test('a command line of Compose is read as words, and the finding stands at it', () => {
  const written = { command: `redis-server --requirepass ${password}`, entrypoint: ['sh', '-c', 'exec "$@"'] };
  const { object, written: form } = normaliseComposeService(written, { name: 'cache', runBy: 'compose' });
  const { verdict, observations } = judge(control, object);
  expect(verdict).toBe('fail');
  expect(observations.map(({ path }) => form.pathOf(path))).toEqual([['command']]);
});

test('of a variable only the default is known', () => {
  const verdictOf = (command: string) =>
    judge(control, normaliseComposeService({ command }, { name: 'cache', runBy: 'compose' }).object).verdict;
  expect(verdictOf('redis-server --requirepass $' + '{PASSWORD}')).toBe('pass');
  expect(verdictOf('redis-server --requirepass $' + '{PASSWORD:-changeme}')).toBe('fail');
  expect(verdictOf(`sh -c 'redis-server --requirepass "$$PASSWORD"'`)).toBe('pass');
});

test('both command lines of a container of Pulumi are read, and an output is not known yet', () => {
  const verdictOf = (args: Json) => judge(control, normalisePulumiContainer('cache', { image: 'redis', ...args }).object).verdict;
  expect(verdictOf({ command: [`--password=${password}`] })).toBe('fail');
  expect(verdictOf({ entrypoints: ['redis-server', '--requirepass', password] })).toBe('fail');
  expect(verdictOf({ command: ['--password', UNKNOWN] })).toBe('unknown');
  expect(verdictOf({ command: ['--port', '6379'] })).toBe('pass');
});
