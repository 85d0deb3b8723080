import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { worker } from '../../examples/docker/export';
import { storefront } from '../../examples/docker/storefront';
import { judge } from '../../lib/cli/judge';
import { manifestsOf } from '../../lib/cli/manifests';
import { restricted } from '../../lib/profiles';

const folder = join(__dirname, '../../examples/docker');
const exported = { 'compose.yaml': storefront().toCompose(), 'worker.Dockerfile': worker().dockerfile };

test.each(Object.entries(exported))('%s beside the example is what the program writes today', (name, text) => {
  expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
});

test('the audit finds nothing in what the example exports, advice included', () => {
  const files = [...Object.entries(exported), ['stack.yaml', storefront().toSwarm()] as const].map(([name, text]) => ({ name, text }));
  const { findings, errors, report } = judge(manifestsOf([], files), { profile: restricted, minor: 37, waivers: [] });
  expect(errors).toEqual([]);
  // A Swarm has no words for these: what does it instead is said in its file.
  const open = findings.filter(({ finding, place }) => place.file !== 'stack.yaml' || finding.verdict !== 'unknown');
  expect(open.map(({ finding, place }) => `${place.file}: ${finding.control}: ${finding.message}`)).toEqual([]);
  expect(report.controls.passed).toBeGreaterThan(50);
});

test('no flow leads from the web tier to the database', () => {
  const shop = storefront();
  const [web, database] = [shop.service('web'), shop.service('database')];
  expect(web?.connections.allowed.map(({ name }) => name)).toEqual(['api']);
  expect(
    shop.services.filter(({ connections }) => database !== undefined && connections.allowed.includes(database)).map(({ name }) => name),
  ).toEqual(['api', 'worker']);
});
