import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { worker } from '../../examples/docker/export';
import { storefront } from '../../examples/docker/storefront';
import { judge } from '../../lib/cli/judge';
import { manifestsOf } from '../../lib/cli/manifests';
import { daemonConfig } from '../../lib/docker/daemon';
import type { ExternalWaiver } from '../../lib/engine/audit';
import { restricted } from '../../lib/profiles';

const folder = join(__dirname, '../../examples/docker');
const exported = { 'compose.yaml': storefront().toCompose(), 'worker.Dockerfile': worker().dockerfile };
const beside = { ...exported, 'worker.Dockerfile.dockerignore': worker().dockerignore };

test.each(Object.entries(beside))('%s beside the example is what the program writes today', (name, text) => {
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

test('beside the daemon.json of its nodes, a stack leaves open what no file of the engine can say: swap, and the address of a port', () => {
  const daemon = daemonConfig({}, { swarm: true }).text();
  const files = [
    { name: 'stack.yaml', text: storefront().toSwarm() },
    { name: 'daemon.json', text: daemon },
  ];
  const open = (waivers: readonly ExternalWaiver[]) =>
    judge(manifestsOf([], files), { profile: restricted, minor: 37, waivers }).findings.filter(({ place }) => place.file === 'stack.yaml');
  expect(new Set(open([]).map(({ finding }) => `${finding.control} ${finding.verdict}`))).toEqual(
    new Set(['docker-memory-swap unknown', 'docker-bind-address unknown']),
  );
  const waivers = ['docker-memory-swap', 'docker-bind-address'].map((control) => ({
    control,
    reason: 'done on the nodes',
    expires: '2999-12-31',
    match: { kind: 'Container' },
  }));
  expect(open(waivers)).toEqual([]);
});

test('no flow leads from the web tier to the database', () => {
  const shop = storefront();
  const [web, database] = [shop.service('web'), shop.service('database')];
  expect(web?.connections.allowed.map(({ name }) => name)).toEqual(['api']);
  expect(
    shop.services.filter(({ connections }) => database !== undefined && connections.allowed.includes(database)).map(({ name }) => name),
  ).toEqual(['api', 'worker']);
});

interface Service {
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly healthcheck: { readonly test: readonly string[] };
}
const { services } = parse(exported['compose.yaml']) as { readonly services: Readonly<Record<string, Service>> };
const everyEnvironment = Object.values(services).map(({ environment = {} }) => environment);

test('the password file and the file of libpq are two files: one has a password, the other lines host:port:database:user:password', () => {
  const passwords = everyEnvironment.flatMap(({ POSTGRES_PASSWORD_FILE }) => POSTGRES_PASSWORD_FILE ?? []);
  const pgpass = everyEnvironment.flatMap(({ PGPASSFILE }) => PGPASSFILE ?? []);
  expect([passwords.length, pgpass.length]).toEqual([1, 2]);
  expect(pgpass).not.toContain(passwords[0]);
  // A file has one owner: whoever reads it runs as the same user.
  for (const { environment = {}, secrets = [] } of Object.values(services)) {
    for (const path of [environment.POSTGRES_PASSWORD_FILE, environment.PGPASSFILE])
      if (path !== undefined) expect(secrets).toContain(path.replace('/run/secrets/', ''));
  }
});

test('the database that the clients ask for is the one that the server makes, with their role', () => {
  const { POSTGRES_DB, POSTGRES_USER } = services.database?.environment ?? {};
  const clients = everyEnvironment.filter(({ PGHOST }) => PGHOST !== undefined);
  expect(clients).toHaveLength(2);
  for (const { PGHOST, PGDATABASE, PGUSER } of clients)
    expect([PGHOST, PGDATABASE, PGUSER]).toEqual(['database', POSTGRES_DB, POSTGRES_USER]);
});

test('the worker is asked for its health by the program that its image has, and exposes no port', () => {
  const { dockerfile } = worker();
  const [, entrypoint] = /^ENTRYPOINT \["(.*)"\]$/m.exec(dockerfile) ?? [];
  expect(services.worker?.healthcheck.test.slice(0, 2)).toEqual(['CMD', entrypoint]);
  expect(dockerfile).not.toMatch(/^EXPOSE/m);
});
