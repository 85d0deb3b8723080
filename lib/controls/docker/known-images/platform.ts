import { always, GIB, type ImageFamily, isAtLeast, MIB, SCRATCH } from './known-image';

const STEPS_DOWN = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'];
/** Runs with a read-only root in the manifests of its own makers. */
const KUBE_PROMETHEUS = 'https://github.com/prometheus-operator/kube-prometheus/tree/main/manifests';

const rabbitmq: ImageFamily = {
  repositories: ['docker.io/library/rabbitmq'],
  // Older ones write their configuration as root, and under other ids.
  of: (version) =>
    isAtLeast(version, 3, 9)
      ? {
          name: 'rabbitmq',
          sources: [
            'https://github.com/docker-library/rabbitmq/blob/master/Dockerfile-ubuntu.template',
            'https://github.com/docker-library/rabbitmq/blob/master/Dockerfile-alpine.template',
          ],
          startsAs: version.alpine ? '100:101' : '999:999',
          data: ['/var/lib/rabbitmq'],
          dataVariables: ['RABBITMQ_MNESIA_BASE', 'RABBITMQ_MNESIA_DIR'],
          servers: ['rabbitmq-server'],
          rootCapabilities: STEPS_DOWN,
          memory: 512 * MIB,
          pids: 500,
          healthcheck: ['CMD', 'rabbitmq-diagnostics', '-q', 'ping'],
        }
      : undefined,
};

const zookeeper: ImageFamily = {
  repositories: ['docker.io/library/zookeeper'],
  of: always({
    name: 'zookeeper',
    sources: ['https://github.com/31z4/zookeeper-docker/blob/master/3.9.4/Dockerfile'],
    startsAs: '1000:1000',
    data: ['/data', '/datalog', '/logs'],
    dataVariables: ['ZOO_DATA_DIR', 'ZOO_DATA_LOG_DIR', 'ZOO_LOG_DIR'],
    servers: ['zkServer.sh'],
    rootCapabilities: STEPS_DOWN,
    memory: 1536 * MIB,
    pids: 200,
  }),
};

const elasticsearch: ImageFamily = {
  repositories: ['docker.io/library/elasticsearch', 'docker.elastic.co/elasticsearch/elasticsearch'],
  // Until 7 it started as root.
  of: (version) =>
    isAtLeast(version, 8)
      ? {
          name: 'elasticsearch',
          sources: ['https://www.elastic.co/docs/deploy-manage/deploy/self-managed/install-elasticsearch-docker-prod'],
          runsAs: '1000:0',
          data: ['/usr/share/elasticsearch/data'],
          servers: ['eswrapper', 'elasticsearch'],
          memory: 2 * GIB,
          // It refuses to start in production with fewer.
          pids: 4096,
        }
      : undefined,
};

const keycloak: ImageFamily = {
  repositories: ['quay.io/keycloak/keycloak'],
  of: (version) =>
    isAtLeast(version, 17)
      ? {
          name: 'keycloak',
          sources: ['https://github.com/keycloak/keycloak/blob/main/quarkus/container/Dockerfile'],
          runsAs: '1000:0',
          data: ['/opt/keycloak/data'],
          servers: ['start', 'start-dev'],
          options: [
            '--http-*',
            '--https-*',
            '--hostname*',
            '--proxy*',
            '--optimized',
            '--import-realm',
            '--db*',
            '--log*',
            '--metrics-*',
            '--health-*',
          ],
          memory: 2 * GIB,
          pids: 512,
        }
      : undefined,
};

const vault: ImageFamily = {
  repositories: ['docker.io/hashicorp/vault', 'docker.io/library/vault'],
  // Its entry point gives the executable a capability, which needs root.
  of: always({
    name: 'vault',
    sources: ['https://github.com/hashicorp/vault/blob/main/Dockerfile'],
    data: ['/vault/file', '/vault/logs'],
    servers: ['server', 'vault'],
    rootCapabilities: ['CHOWN', 'IPC_LOCK', 'SETFCAP', 'SETGID', 'SETUID'],
    memory: 512 * MIB,
    pids: 100,
  }),
};

const consul: ImageFamily = {
  repositories: ['docker.io/hashicorp/consul', 'docker.io/library/consul'],
  // Its entry point steps down by itself, and fails where it is not root.
  of: always({
    name: 'consul',
    sources: ['https://github.com/hashicorp/docker-consul/blob/master/0.X/docker-entrypoint.sh'],
    data: ['/consul/data'],
    servers: ['agent', 'consul'],
    rootCapabilities: ['CHOWN', 'SETGID', 'SETUID'],
    memory: 512 * MIB,
    pids: 100,
  }),
};

const registry: ImageFamily = {
  repositories: ['docker.io/library/registry'],
  // Its volume belongs to root.
  of: always({
    name: 'registry',
    sources: ['https://github.com/distribution/distribution-library-image/blob/main/Dockerfile'],
    data: ['/var/lib/registry'],
    dataVariables: ['REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY'],
    servers: ['registry'],
    readOnlyRoot: { writable: { '/tmp': SCRATCH } },
    rootCapabilities: ['DAC_OVERRIDE'],
    memory: 256 * MIB,
    pids: 100,
  }),
};

const grafana: ImageFamily = {
  repositories: ['docker.io/grafana/grafana', 'docker.io/grafana/grafana-oss'],
  of: (version) =>
    isAtLeast(version, 8)
      ? {
          name: 'grafana',
          sources: ['https://grafana.com/docs/grafana/latest/setup-grafana/configure-docker/', KUBE_PROMETHEUS],
          runsAs: '472:0',
          data: ['/var/lib/grafana'],
          servers: [],
          readOnlyRoot: { writable: { '/tmp': SCRATCH }, mounted: ['/var/lib/grafana'] },
          memory: 512 * MIB,
          pids: 200,
        }
      : undefined,
};

const loki: ImageFamily = {
  repositories: ['docker.io/grafana/loki'],
  of: (version) =>
    isAtLeast(version, 2)
      ? {
          name: 'loki',
          sources: ['https://github.com/grafana/loki/blob/main/cmd/loki/Dockerfile'],
          runsAs: '10001:10001',
          data: ['/loki'],
          servers: [],
          memory: 512 * MIB,
          pids: 200,
        }
      : undefined,
};

/** What node-exporter looks at, and what it leaves out. */
const COLLECTORS = ['--collector.*', '--no-collector.*'];

/** The servers of the Prometheus project, which all run as `nobody` of its busybox. */
function ofPrometheus(name: string, repository: string, data: readonly string[], memory: number): ImageFamily {
  return {
    repositories: [`docker.io/prom/${name}`, `quay.io/prometheus/${name}`],
    of: (version) =>
      // Before that, Prometheus itself ran as root.
      name !== 'prometheus' || isAtLeast(version, 2)
        ? {
            name,
            sources: [`https://github.com/prometheus/${repository}/blob/main/Dockerfile`, KUBE_PROMETHEUS],
            runsAs: '65534:65534',
            data,
            servers: [],
            options: [
              '--config.*',
              '--storage.tsdb.path',
              '--storage.tsdb.retention.*',
              '--storage.path',
              '--web.*',
              '--log.*',
              '--path.*',
              ...COLLECTORS,
            ],
            readOnlyRoot: { writable: {}, whateverConfigured: true },
            memory,
            pids: 200,
          }
        : undefined,
  };
}

export const PLATFORM: readonly ImageFamily[] = [
  ...[rabbitmq, zookeeper, elasticsearch, keycloak, vault, consul, registry, grafana, loki],
  ofPrometheus('prometheus', 'prometheus', ['/prometheus'], GIB),
  ofPrometheus('alertmanager', 'alertmanager', ['/alertmanager'], 256 * MIB),
  ofPrometheus('node-exporter', 'node_exporter', [], 128 * MIB),
];
