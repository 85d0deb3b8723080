import * as docker from 'tempered/docker';
import { images } from './images';

const HTTP = 8080;
const POSTGRES = 5432;

/** A shop: the web tier talks to the API, the API and the worker to the database, and nobody else to anybody. */
export function storefront(): docker.Stack {
  const stack = new docker.Stack('storefront');
  // A file that an agent writes: the password is neither in this program nor in what it makes.
  const password = docker.ServiceSecret.fromFile('database-password', '/mnt/secrets/storefront/database-password');
  const settings = { PGHOST: 'database', PGDATABASE: 'shop', PGPASSFILE: '/run/secrets/database-password' };

  const database = new docker.ContainerService(stack, 'database', {
    image: images.postgres,
    // The user of the image, which owns the folder of the data.
    user: '999:999',
    listens: [POSTGRES],
    environment: { PGDATA: '/var/lib/postgresql/data/pgdata', POSTGRES_PASSWORD_FILE: '/run/secrets/database-password' },
    secrets: [password],
    volumes: [{ volume: new docker.NamedVolume('database'), target: '/var/lib/postgresql/data' }],
    writablePaths: ['/tmp', '/var/run/postgresql'],
    memory: '1g',
    cpus: 2,
    pidsLimit: 200,
    healthCheck: { command: ['pg_isready', '--host=127.0.0.1'] },
  });
  const api = new docker.ContainerService(stack, 'api', {
    image: images.api,
    listens: [HTTP],
    environment: settings,
    secrets: [password],
    healthCheck: { command: ['/api', 'health'] },
  });
  const worker = new docker.ContainerService(stack, 'worker', {
    image: images.worker,
    environment: settings,
    secrets: [password],
    healthCheck: { command: ['/worker', 'health'] },
  });
  const web = new docker.ContainerService(stack, 'web', {
    image: images.web,
    ports: [{ target: HTTP }],
    environment: { API: `http://api:${HTTP}` },
    healthCheck: { command: ['/web', 'health'] },
  });

  web.connections.allowTo(api, { port: HTTP });
  api.connections.allowTo(database, { port: POSTGRES });
  worker.connections.allowTo(database, { port: POSTGRES });
  return stack;
}
