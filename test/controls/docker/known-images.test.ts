import { KNOWN_IMAGES, knownImage } from '../../../lib/controls/docker/known-images';

const DIGEST = 'sha256:9b1cf0a3f1bd5a1bd5cbb5aa3f1d0d7a2c2d7f7d14f7b8b1a2f8a3f25e0a9c11';

describe('the users of known images', () => {
  test.each([
    ['postgres:15-alpine', '70:70'],
    ['postgres:15-alpine3.23', '70:70'],
    ['postgres:alpine', '70:70'],
    ['postgres:15', '999:999'],
    ['postgres', '999:999'],
    ['docker.io/library/postgres:16.2-bookworm', '999:999'],
    [`postgres:15-alpine@${DIGEST}`, '70:70'],
    ['redis:alpine', '999:1000'],
    ['redis:7.2', '999:999'],
    ['valkey/valkey:8.0-alpine', '999:1000'],
    ['rabbitmq:3-management-alpine', '100:101'],
    ['rabbitmq:3.13-management', '999:999'],
    ['mongo:7.0-jammy', '999:999'],
  ])('%s can be started as %s', (image, user) => {
    expect(knownImage(image)?.startsAs).toBe(user);
  });

  test.each([
    ['memcached:1.6-alpine', '11211:11211'],
    ['nginxinc/nginx-unprivileged:1.27-alpine-slim', '101:101'],
    ['ghcr.io/nginxinc/nginx-unprivileged:stable', '101:101'],
    ['grafana/grafana:10.2.0', '472:0'],
    ['prom/prometheus:v2.53.0', '65534:65534'],
    ['quay.io/keycloak/keycloak:22.0', '1000:0'],
    ['haproxy:2.4', '99:99'],
  ])('%s runs as %s by itself', (image, user) => {
    expect(knownImage(image)?.runsAs).toBe(user);
  });

  test.each(['nginx:1.27', 'wordpress:6-apache', 'registry:2', 'hashicorp/vault:1.17', 'caddy:2-alpine'])(
    '%s is left its user: another one would stop it',
    (image) => {
      const known = knownImage(image);
      expect(known).toBeDefined();
      expect(known?.startsAs).toBeUndefined();
      expect(known?.runsAs).toBeUndefined();
    },
  );
});

describe('nothing is claimed', () => {
  test.each([
    ['of a variant that is not understood', 'postgres:15-mystery'],
    ['of another image of that name', 'bitnami/postgres:15'],
    ['of the same path in another registry', 'registry.example/library/postgres:15'],
    ['of Windows', 'mongo:7.0-windowsservercore-ltsc2022'],
    ['of another base of the same version', 'mariadb:11.8-ubi'],
    ['of a digest alone', `postgres@${DIGEST}`],
    ['of a version older than the facts', 'haproxy:2.3'],
    ['of a major version older than the facts', 'elasticsearch:7.17.0'],
    ['of a minor version older than the facts', 'rabbitmq:3.8-alpine'],
    ['of the image of a language', 'node:22-alpine'],
    ['of what is no reference', 'postgres:'],
    ['of a text that was not filled in', `postgres:$${'{TAG}'}`],
    ['of what is no text', 15],
  ])('%s', (_, image) => {
    expect(knownImage(image)).toBeUndefined();
  });
});

test('a health check of MongoDB needs the shell that version 5 brought', () => {
  expect(knownImage('mongo:4.4')?.healthcheck).toBeUndefined();
  expect(knownImage('mongo:5')?.healthcheck).toContain('mongosh');
  expect(knownImage('mongo')?.healthcheck).toContain('mongosh');
});

test('a database that keeps a socket gets the place for it', () => {
  expect(Object.keys(knownImage('postgres:15-alpine')?.readOnlyRoot?.writable ?? {})).toEqual(['/tmp', '/run/postgresql']);
  expect(Object.keys(knownImage('mysql:8.4')?.readOnlyRoot?.writable ?? {})).toContain('/run/mysqld');
});

describe('every known image', () => {
  const all = KNOWN_IMAGES.flatMap((family) => {
    const known = [false, true].flatMap((alpine) => family.of({ numbers: [], alpine, words: [] }) ?? []);
    return known.map((each) => [each.name, each] as const);
  });

  test.each(all)(
    '%s: is not root, names its sources, and has room',
    (_, { runsAs, startsAs, sources, data, memory, pids, readOnlyRoot }) => {
      for (const user of [runsAs, startsAs]) expect(user ?? '1').not.toMatch(/^(?:0|root)(?::|$)/);
      if (startsAs !== undefined) expect(startsAs).toMatch(/^\d+:\d+$/);
      expect(runsAs === undefined || startsAs === undefined).toBe(true);
      for (const source of sources) expect(source).toMatch(/^https:\/\//);
      for (const path of [...data, ...Object.keys(readOnlyRoot?.writable ?? {})]) expect(path).toMatch(/^\/\w/);
      expect(memory).toBeGreaterThanOrEqual(64 * 1024 * 1024);
      expect(pids).toBeGreaterThanOrEqual(50);
    },
  );

  test('stands in the table once', () => {
    const repositories = KNOWN_IMAGES.flatMap((family) => family.repositories);
    expect(new Set(repositories).size).toBe(repositories.length);
  });
});
