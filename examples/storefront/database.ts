import { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import * as kplus from 'tempered/kubernetes';
import { images } from './images';

const PORT = 5432;
const SECRETS = '/run/secrets/database';

/** PostgreSQL with a volume of its own. The password is in a Secret that somebody else makes, and is read from a file. */
export class Database extends kplus.StatefulSet {
  private readonly password: kplus.ISecret;
  private readonly settings: kplus.IConfigMap;

  constructor(scope: Construct, id: string) {
    const service = new kplus.Service(scope, `${id}-service`, { ports: [{ name: 'postgres', port: PORT }] });
    super(scope, id, { service, replicas: 1, securityContext: { fsGroup: 65532 } });
    this.password = kplus.Secret.fromSecretName(this, 'password', 'storefront-database');
    this.settings = new kplus.ConfigMap(this, 'settings', {
      data: { PGHOST: service.name, PGDATABASE: 'shop', PGPASSFILE: `${SECRETS}/pgpass` },
    });

    const isReady = kplus.Probe.fromCommand(['pg_isready', '--host=127.0.0.1']);
    const container = this.addContainer({
      image: images.postgres,
      portNumber: PORT,
      envVariables: {
        PGDATA: kplus.EnvValue.fromValue('/var/lib/postgresql/data/pgdata'),
        POSTGRES_PASSWORD_FILE: kplus.EnvValue.fromValue(`${SECRETS}/password`),
      },
      liveness: isReady,
      readiness: isReady,
      resources: {
        cpu: { request: kplus.Cpu.millis(250), limit: kplus.Cpu.units(2) },
        memory: { request: Size.gibibytes(1), limit: Size.gibibytes(1) },
      },
      writablePaths: ['/tmp', '/var/run/postgresql'],
    });
    const claim = new kplus.PersistentVolumeClaim(this, 'data', {
      accessModes: [kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE],
      storage: Size.gibibytes(20),
    });
    container.mount('/var/lib/postgresql/data', kplus.Volume.fromPersistentVolumeClaim(this, 'data-volume', claim));
    this.mountPassword(this, container);
  }

  /** Lets a workload connect, and tells its container where and with which password. */
  openTo(client: kplus.Workload, container: kplus.Container): void {
    container.env.copyFrom(kplus.Env.fromConfigMap(this.settings));
    this.mountPassword(client, container);
    client.connections.allowTo(this, { port: PORT });
  }

  private mountPassword(scope: Construct, container: kplus.Container): void {
    container.mount(SECRETS, kplus.Volume.fromSecret(scope, 'database-password', this.password), { readOnly: true });
  }
}
