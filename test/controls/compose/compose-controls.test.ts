import { exampleComposeFile } from '../../../lib/controls/compose/compose-summary';
import { isDataImage } from '../../../lib/controls/compose/data-services';
import { type Json, UNKNOWN } from '../../../lib/controls/requirement';
import { audit } from '../../../lib/engine/audit';
import { resource } from '../../../lib/engine/resource';
import { baseline, restricted } from '../../../lib/profiles';

function findings(file: Json, control: string, profile = restricted) {
  return audit([resource(file)], { profile }).findings.filter((finding) => finding.control === control);
}

const PORT = { target: 5432, published: 5432 };

test('an address that is not known yet is no pass', () => {
  const file = exampleComposeFile({ db: { ports: [{ ...PORT, hostIp: UNKNOWN as unknown as string }] } });
  expect(findings(file, 'compose-published-database')).toMatchObject([{ verdict: 'unknown' }]);
});

test.each(['127.0.0.1', '127.0.0.53', '::1', 'localhost'])('%s is loopback', (hostIp) => {
  expect(findings(exampleComposeFile({ db: { ports: [{ ...PORT, hostIp }] } }), 'compose-published-database')).toEqual([]);
});

test('a published database of somebody’s file is not changed without an override', () => {
  const [finding] = findings(exampleComposeFile({ db: { ports: [PORT] } }), 'compose-published-database');
  expect(finding).toMatchObject({ actual: '0.0.0.0:5432:5432 of PostgreSQL', fix: { op: 'set', value: '127.0.0.1' } });
});

test('a value of a build argument is never repeated', () => {
  const [finding] = findings(exampleComposeFile({ web: { build: { args: { NPM_TOKEN: 'hunter2' } } } }), 'compose-build-secrets');
  expect(finding?.path).toEqual(['services', 'web', 'build', 'args', 'NPM_TOKEN']);
  expect(JSON.stringify({ ...finding, resource: undefined })).not.toContain('hunter2');
});

test('an external network cannot be seen', () => {
  const file = exampleComposeFile({ db: { networks: ['corp'] } }, { networks: { corp: { external: true } } });
  expect(findings(file, 'compose-internal-network')).toMatchObject([{ verdict: 'unknown' }]);
});

test('baseline asks about what gives something away, not about networks', () => {
  const file = exampleComposeFile({ a: {}, b: {}, db: { ports: [PORT] } }, { secrets: { token: { inline: true } } });
  const controls = audit([resource(file)], { profile: baseline }).findings.map(({ control }) => control);
  expect(controls.sort()).toEqual(['compose-inline-secret', 'compose-published-database']);
});

test.each([
  ['postgres:17', true],
  ['docker.io/bitnami/redis@sha256:0', true],
  ['localhost:5000/mysql:8', true],
  ['redis-commander', false],
  [undefined, false],
])('%s keeps data: %s', (image, keeps) => {
  expect(isDataImage(image)).toBe(keeps);
});
