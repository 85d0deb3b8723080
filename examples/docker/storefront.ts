import * as docker from 'tempered/docker';
import { images } from './images';

const HTTP = 8080;
const POSTGRES = 5432;
/** Of the database and of the role that owns it. */
const NAME = 'shop';

/** The program of the worker, as its Dockerfile places it: the image and the service ask the same. */
export const workerHealth = { command: ['/app', 'health'] } as const;

/** A shop: the web tier talks to the API, the API and the worker to the database, and nobody else to anybody. */
export function storefront(): docker.Stack {
  const stack = new docker.Stack('storefront');
  // Files that an agent writes: no password is in this program or in what it makes. Compose mounts them with the owner that they
  // have, so the database and its clients have one each, mode 0400: the password alone for user 999 of the database, and for
  // user 65532 of the clients a line as libpq reads it, which passes by a file that others may read: database:5432:shop:shop:PASSWORD
  const password = docker.ServiceSecret.fromFile('database-password', '/mnt/secrets/storefront/database-password');
  const pgpass = docker.ServiceSecret.fromFile('pgpass', '/mnt/secrets/storefront/pgpass');
  const connection = {
    environment: { PGHOST: 'database', PGDATABASE: NAME, PGUSER: NAME, PGPASSFILE: '/run/secrets/pgpass' },
    secrets: [{ secret: pgpass, mode: '0400' }],
  };

  const database = new docker.ContainerService(stack, 'database', {
    image: images.postgres,
    // The user of the image, which owns the folder of the data.
    user: '999:999',
    listens: [POSTGRES],
    environment: {
      // The image makes both when the volume is empty.
      POSTGRES_DB: NAME,
      POSTGRES_USER: NAME,
      POSTGRES_PASSWORD_FILE: '/run/secrets/database-password',
      // A folder below the mount, which the server may make with the mode that it insists on.
      PGDATA: '/var/lib/postgresql/data/pgdata',
    },
    secrets: [password],
    volumes: [{ volume: new docker.NamedVolume('database'), target: '/var/lib/postgresql/data' }],
    writablePaths: ['/tmp', '/var/run/postgresql'],
    memory: '1g',
    cpus: 2,
    pidsLimit: 200,
    healthCheck: { command: ['pg_isready', '--host=127.0.0.1', `--username=${NAME}`, `--dbname=${NAME}`] },
  });
  const api = new docker.ContainerService(stack, 'api', {
    image: images.api,
    listens: [HTTP],
    ...connection,
    healthCheck: { command: ['/app', 'health'] },
  });
  const worker = new docker.ContainerService(stack, 'worker', {
    image: images.worker,
    ...connection,
    healthCheck: workerHealth,
  });
  const web = new docker.ContainerService(stack, 'web', {
    image: images.web,
    ports: [{ target: HTTP }],
    environment: { API: `http://api:${HTTP}` },
    healthCheck: { command: ['/app', 'health'] },
  });

  web.connections.allowTo(api, { port: HTTP });
  api.connections.allowTo(database, { port: POSTGRES });
  worker.connections.allowTo(database, { port: POSTGRES });
  return stack;
}
