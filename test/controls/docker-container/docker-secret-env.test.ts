import { inWrittenForm } from '../../../lib/engine/finding';
import { random } from '../credential/tokens';
import { container, hardened, judge } from './judge';

const password = random(12);
const token = ['gh', 'p_', random(36)].join('');

test('no part of a finding has the value in it', () => {
  const env = { DB_PASSWORD: password, GREETING: token, DATABASE_URL: `postgres://web:${password}@db/web`, PIN: `\${PIN:-${token}}` };
  const { findings } = hardened(container({ env }), ['docker-secret-env'], true);
  expect(findings.map(({ path }) => path)).toEqual(Object.keys(env).map((name) => ['env', name]));
  for (const finding of findings) {
    const { resource: _, ...told } = inWrittenForm(finding);
    expect(JSON.stringify(told)).not.toContain(password);
    expect(JSON.stringify(told)).not.toContain(token);
  }
});

test('the reason says what it is', () => {
  const [found] = judge('docker-secret-env', container({ env: { GREETING: token } })).observations;
  expect(found?.expected).toContain('is a GitHub token');
  expect(found?.fix.op).toBe('manual');
});

test('a number is a value as well', () => {
  expect(judge('docker-secret-env', container({ env: { PASSWORD: 123456 } })).verdict).toBe('fail');
});

test('what is marked as a secret fails, and what is not there does not', () => {
  expect(
    judge('docker-secret-env', container({ env: { A: 'hello' }, secretEnv: ['A', 'B'] })).observations.map(({ path }) => path),
  ).toEqual([['env', 'A']]);
});
