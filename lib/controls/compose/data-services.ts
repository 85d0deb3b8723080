/** Where databases, caches, queues and the engine itself listen: nothing there is meant for whoever comes by. */
export const DATA_PORTS: ReadonlyMap<number, string> = new Map([
  [1433, 'SQL Server'],
  [1521, 'Oracle Database'],
  [2181, 'ZooKeeper'],
  [2375, 'the Docker engine'],
  [2376, 'the Docker engine'],
  [2379, 'etcd'],
  [2380, 'etcd'],
  [3306, 'MySQL'],
  [4222, 'NATS'],
  [5432, 'PostgreSQL'],
  [5672, 'RabbitMQ'],
  [5984, 'CouchDB'],
  [6379, 'Redis'],
  [7474, 'Neo4j'],
  [7687, 'Neo4j'],
  [8086, 'InfluxDB'],
  [8123, 'ClickHouse'],
  [9042, 'Cassandra'],
  [9092, 'Kafka'],
  [9200, 'Elasticsearch'],
  [9300, 'Elasticsearch'],
  [11211, 'memcached'],
  [15672, 'RabbitMQ'],
  [26257, 'CockroachDB'],
  [27017, 'MongoDB'],
  [27018, 'MongoDB'],
  [27019, 'MongoDB'],
  [28015, 'RethinkDB'],
  [33060, 'MySQL'],
  [50000, 'Db2'],
  [61616, 'ActiveMQ'],
]);

const DATA_IMAGES =
  /^(?:postgres|postgresql|postgis|timescaledb|mysql|mysql-server|mariadb|percona|mongo|mongodb|redis|valkey|keydb|memcached|etcd|cassandra|scylla|elasticsearch|opensearch|couchdb|neo4j|influxdb|clickhouse|clickhouse-server|cockroach|rethinkdb|arangodb|mssql-server|oracle-free|rabbitmq|kafka)$/;

/** Whether an image keeps data, by the last part of its name. */
export function isDataImage(image: string | undefined): boolean {
  const name = image?.replace(/@.*$/, '').split('/').at(-1)?.split(':', 1)[0];
  return name !== undefined && DATA_IMAGES.test(name);
}
