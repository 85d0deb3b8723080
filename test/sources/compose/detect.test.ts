import { isComposeFile } from '../../../lib/sources/compose';
import { runnerOf } from '../../../lib/sources/compose/detect';

const SERVICE = { services: { web: { image: 'nginx' } } };

test.each([
  ['a service with an image', 'any.yaml', SERVICE],
  ['a service with a build', 'any.yaml', { services: { web: { build: '.' } } }],
  ['a service that extends one', 'any.yaml', { 'x-common': {}, services: { web: { extends: { service: 'base', file: 'b.yaml' } } } }],
  ['an override by its name', 'compose.override.yaml', { services: { web: { restart: 'no' } } }],
  ['what is laid over by its name', 'docker-compose.prod.yml', { services: { web: { restart: 'no' } } }],
  ['a wrong shape under the name of one', 'docker-compose.yml', { services: ['web'] }],
  ['what only includes others', 'compose.yaml', { include: ['a.yaml'] }],
])('%s is a Compose file', (_, name, value) => {
  expect(isComposeFile(value, name)).toBe(true);
});

test.each([
  ['a Kubernetes object', 'compose.yaml', { apiVersion: 'v1', kind: 'List', services: {} }],
  ['Helm values by their name', 'values.yaml', SERVICE],
  ['Helm values by the image', 'settings.yaml', { services: { web: { image: { repository: 'nginx', tag: '1' } } } }],
  ['values with other keys', 'settings.yaml', { replicas: 2, services: { web: { image: 'nginx' } } }],
  ['a pipeline', '.woodpecker.yaml', { steps: [], services: { db: { image: 'postgres' } } }],
  ['services of a framework', 'services.yaml', { services: { 'App\\Mailer': { arguments: ['x'] } } }],
  ['a list of services', 'ci.yaml', { services: ['postgres'] }],
  ['no services', 'any.yaml', { services: {} }],
  ['a list', 'compose.yaml', [SERVICE]],
])('%s is none', (_, name, value) => {
  expect(isComposeFile(value, name)).toBe(false);
});

test.each([
  ['stack', 'docker-stack.yml', SERVICE],
  ['stack', 'shop.swarm.yaml', SERVICE],
  ['stack', 'compose.yaml', { version: '3.8', services: { web: { image: 'nginx', deploy: { placement: {} } } } }],
  ['compose', 'compose.yaml', { version: '3.8', services: { web: { build: '.', deploy: { placement: {} } } } }],
  ['compose', 'compose.yaml', { version: '3.8', services: { web: { image: 'nginx', deploy: { resources: {} } } } }],
  ['stack', 'compose.yaml', { services: { web: { image: 'nginx', deploy: { placement: {} } } } }],
  ['stack', 'compose.yaml', { services: { web: { image: 'nginx', deploy: { mode: 'global' } } } }],
  ['compose', 'compose.yaml', { services: { web: { image: 'nginx', deploy: { mode: 'replicated', replicas: 2 } } } }],
  // A stack passes over these with a notice.
  [
    'stack',
    'compose.yaml',
    { version: '3.8', services: { web: { image: 'x', container_name: 'web', restart: 'always', deploy: { placement: {} } } } },
  ],
  ['stack', 'compose.yaml', { services: { web: { image: 'registry.example/web', build: '.', deploy: { update_config: {} } } } }],
  // These it refuses.
  ['compose', 'compose.yaml', { services: { web: { image: 'nginx', mem_limit: '1g', deploy: { placement: {} } } } }],
  ['compose', 'compose.yaml', { services: { web: { image: 'nginx', deploy: { placement: {} } }, db: { image: 'x', profiles: ['dev'] } } }],
  ['stack', 'compose.yaml', { ...SERVICE, networks: { back: { driver: 'overlay', attachable: false } } }],
  ['stack', 'compose.yaml', { ...SERVICE, networks: { back: { driver: 'overlay' } } }],
  ['compose', 'compose.yaml', { ...SERVICE, networks: { back: { driver: 'overlay', attachable: true } } }],
  ['compose', 'compose.yaml', { ...SERVICE, networks: { back: { driver: 'overlay', external: true } } }],
  ['stack', 'compose.yaml', { ...SERVICE, secrets: { key: { external: true } } }],
  ['stack', 'compose.yaml', { ...SERVICE, configs: { app: { external: { name: 'app-2' } } } }],
  ['compose', 'compose.yaml', { ...SERVICE, include: ['db.yaml'], secrets: { key: { external: true } } }],
  [
    'compose',
    'compose.yaml',
    { services: { web: { image: 'nginx', depends_on: { db: {} } }, db: { image: 'postgres' } }, secrets: { key: { external: true } } },
  ],
  ['compose', 'haystack.yml', SERVICE],
])('%s runs %s', (runner, name, value) => {
  expect(runnerOf(value, name)).toBe(runner);
});

test('a file that somebody named may be laid over another one, whatever it is called', () => {
  const layer = { services: { web: { privileged: true, pid: 'host' } } };
  expect(isComposeFile(layer, 'prod.yml')).toBe(false);
  expect(isComposeFile(layer, 'prod.yml', true)).toBe(true);
  expect(isComposeFile({ services: { web: { replicas: 2 } } }, 'prod.yml', true)).toBe(false);
  expect(isComposeFile({ ...layer, replicas: 2 }, 'prod.yml', true)).toBe(false);
});

test('a file that somebody named may only include others', () => {
  const includes = { include: ['https://example.com/shop.git', { path: 'db.yaml' }] };
  expect(isComposeFile(includes, 'remote.yml', true)).toBe(true);
  expect(isComposeFile(includes, 'remote.yml')).toBe(false);
  expect(isComposeFile({ include: [{ local: '/ci/build.yml' }] }, 'ci.yml', true)).toBe(false);
});
