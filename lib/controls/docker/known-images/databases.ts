import { always, GIB, type ImageFamily, isAtLeast, MIB, SCRATCH } from './known-image';

const STEPS_DOWN = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'];

const postgres: ImageFamily = {
  repositories: ['docker.io/library/postgres'],
  of: ({ alpine }) => ({
    name: 'postgres',
    sources: [
      'https://github.com/docker-library/postgres/blob/master/Dockerfile-debian.template',
      'https://github.com/docker-library/docs/blob/master/postgres/content.md#arbitrary---user-notes',
    ],
    startsAs: alpine ? '70:70' : '999:999',
    // From version 18 on the volume is one folder up.
    data: ['/var/lib/postgresql'],
    dataVariables: ['PGDATA', 'POSTGRES_INITDB_WALDIR'],
    servers: ['postgres'],
    readOnlyRoot: { writable: { '/tmp': SCRATCH, '/var/run/postgresql': SCRATCH } },
    rootCapabilities: STEPS_DOWN,
    memory: 512 * MIB,
    pids: 200,
    healthcheck: ['CMD', 'pg_isready', '-q'],
  }),
};

const mysql: ImageFamily = {
  repositories: ['docker.io/library/mysql'],
  of: always({
    name: 'mysql',
    sources: [
      'https://github.com/docker-library/mysql/blob/master/Dockerfile.oracle',
      'https://github.com/docker-library/mysql/blob/master/docker-entrypoint.sh',
    ],
    startsAs: '999:999',
    data: ['/var/lib/mysql'],
    servers: ['mysqld'],
    // Sorts and altered tables that do not fit in memory go to /tmp.
    readOnlyRoot: { writable: { '/tmp': 256 * MIB, '/var/run/mysqld': SCRATCH }, settings: ['/etc/mysql', '/etc/my.cnf', '/etc/my.cnf.d'] },
    rootCapabilities: STEPS_DOWN,
    memory: GIB,
    pids: 300,
    // Answers for a server that refuses the login, too.
    healthcheck: ['CMD', 'mysqladmin', 'ping', '--silent'],
  }),
};

const mariadb: ImageFamily = {
  repositories: ['docker.io/library/mariadb'],
  of: (version) => ({
    name: 'mariadb',
    sources: [
      'https://github.com/MariaDB/mariadb-docker/blob/master/Dockerfile.template',
      'https://github.com/MariaDB/mariadb-docker/blob/master/Dockerfile-ubi.template',
    ],
    startsAs: '999:999',
    data: ['/var/lib/mysql'],
    servers: ['mariadbd', 'mysqld'],
    readOnlyRoot: { writable: { '/tmp': 256 * MIB, '/run/mysqld': SCRATCH }, settings: ['/etc/mysql', '/etc/my.cnf', '/etc/my.cnf.d'] },
    rootCapabilities: STEPS_DOWN,
    memory: 512 * MIB,
    pids: 300,
    ...(isAtLeast(version, 10, 4) && { healthcheck: ['CMD', 'mariadb-admin', 'ping', '--silent'] }),
  }),
};

const mongo: ImageFamily = {
  repositories: ['docker.io/library/mongo'],
  of: (version) => ({
    name: 'mongo',
    sources: [
      'https://github.com/docker-library/mongo/blob/master/Dockerfile-linux.template',
      'https://github.com/docker-library/mongo/blob/master/docker-entrypoint.sh',
    ],
    startsAs: '999:999',
    data: ['/data/db', '/data/configdb'],
    servers: ['mongod', 'mongos'],
    readOnlyRoot: { writable: { '/tmp': SCRATCH } },
    rootCapabilities: STEPS_DOWN,
    memory: GIB,
    pids: 500,
    // The shell that 5 brought; `ping` needs no login.
    ...(isAtLeast(version, 5) && { healthcheck: ['CMD', 'mongosh', '--quiet', '--eval', "db.adminCommand('ping').ok"] }),
  }),
};

const redis: ImageFamily = {
  repositories: ['docker.io/library/redis'],
  of: ({ alpine }) => ({
    name: 'redis',
    sources: [
      'https://github.com/redis/docker-library-redis/blob/master/Dockerfile.template',
      'https://github.com/docker-library/docs/blob/master/redis/content.md#process-user-and-privileges',
    ],
    startsAs: alpine ? '999:1000' : '999:999',
    data: ['/data'],
    servers: ['redis-server'],
    readOnlyRoot: { writable: {} },
    rootCapabilities: ['CHOWN', 'SETGID', 'SETUID'],
    memory: 512 * MIB,
    pids: 50,
    healthcheck: ['CMD', 'redis-cli', 'ping'],
  }),
};

const valkey: ImageFamily = {
  repositories: ['docker.io/valkey/valkey'],
  of: ({ alpine }) => ({
    name: 'valkey',
    sources: ['https://github.com/valkey-io/valkey-container/blob/mainline/Dockerfile.template'],
    startsAs: alpine ? '999:1000' : '999:999',
    data: ['/data'],
    servers: ['valkey-server'],
    readOnlyRoot: { writable: {} },
    rootCapabilities: ['CHOWN', 'SETGID', 'SETUID'],
    memory: 512 * MIB,
    pids: 50,
    healthcheck: ['CMD', 'valkey-cli', 'ping'],
  }),
};

const memcached: ImageFamily = {
  repositories: ['docker.io/library/memcached'],
  of: always({
    name: 'memcached',
    sources: ['https://github.com/docker-library/memcached/blob/master/Dockerfile.template'],
    runsAs: '11211:11211',
    data: [],
    servers: ['memcached'],
    readOnlyRoot: { writable: {} },
    memory: 128 * MIB,
    pids: 50,
  }),
};

export const DATABASES: readonly ImageFamily[] = [postgres, mysql, mariadb, mongo, redis, valkey, memcached];
