import { always, GIB, type ImageFamily, isAtLeast, MIB, SCRATCH } from './known-image';

const STEPS_DOWN = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'];

/** Settings of PostgreSQL. */
const OF_POSTGRES = [
  ...[
    'listen-addresses',
    'port',
    'log-statement',
    'log-min-duration-statement',
    'log-connections',
    'log-disconnections',
    'log-line-prefix',
  ],
  ...['ssl', 'ssl-cert-file', 'ssl-key-file', 'wal-level', 'password-encryption', 'timezone', 'fsync', 'synchronous-commit', 'jit'],
].flatMap((name) => [`-c ${name}`, `--${name}`]);

/** Options of MySQL and MariaDB. */
const OF_MYSQL = [
  ...['--character-set-server', '--collation-server', '--default-authentication-plugin', '--authentication-policy', '--port'],
  ...['--mysql-native-password', '--bind-address', '--skip-name-resolve', '--skip-host-cache', '--sql-mode', '--lower-case-table-names'],
  ...['--default-time-zone', '--log-bin-trust-function-creators', '--transaction-isolation', '--explicit-defaults-for-timestamp'],
  ...['--ssl-ca', '--ssl-cert', '--ssl-key', '--require-secure-transport', '--local-infile', '--server-id', '--binlog-format'],
  ...['--skip-log-bin', '--disable-log-bin', '--innodb-flush-log-at-trx-commit', '--innodb-file-per-table', '--event-scheduler'],
];

/** Options of MongoDB. */
const OF_MONGO = [
  ...['--auth', '--noauth', '--port', '--bind-ip', '--bind-ip-all', '--replset', '--keyfile', '--ipv6', '--quiet', '--dbpath'],
  ...['--tlsmode', '--tlscertificatekeyfile', '--tlscafile', '--directoryperdb'],
];

/** Options of Redis and Valkey. */
const OF_REDIS = [
  ...['--appendonly', '--appendfsync', '--save', '--requirepass', '--masterauth', '--port', '--bind', '--protected-mode', '--loglevel'],
  ...['--tcp-keepalive', '--timeout', '--notify-keyspace-events', '--replicaof', '--dir', '--databases', '--maxmemory-policy'],
];

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
    options: OF_POSTGRES,
    readOnlyRoot: { writable: { '/tmp': SCRATCH, '/run/postgresql': SCRATCH } },
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
    options: OF_MYSQL,
    // Sorts and altered tables that do not fit in memory go to /tmp.
    readOnlyRoot: { writable: { '/tmp': 256 * MIB, '/run/mysqld': SCRATCH } },
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
    options: OF_MYSQL,
    readOnlyRoot: { writable: { '/tmp': 256 * MIB, '/run/mysqld': SCRATCH } },
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
    options: OF_MONGO,
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
    options: OF_REDIS,
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
    options: OF_REDIS,
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
    options: ['-p', '-l', '-u', '-v', '-vv'],
    readOnlyRoot: { writable: {}, whateverConfigured: true },
    memory: 128 * MIB,
    pids: 50,
  }),
};

export const DATABASES: readonly ImageFamily[] = [postgres, mysql, mariadb, mongo, redis, valkey, memcached];
