import { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import * as kplus from 'tempered/kubernetes';
import { images } from './images';

/** PostgreSQL with a volume of its own. The password comes from a Secret that is made elsewhere, and is read from a file. */
export class Database extends kplus.StatefulSet {
  static readonly port = 5432;
  /** Where its clients find the password, by name only: the value never passes through this program. */
  readonly password: kplus.ISecret;

  constructor(scope: Construct, id: string) {
    const service = new kplus.Service(scope, `${id}-service`, { ports: [{ name: 'postgres', port: Database.port }] });
    super(scope, id, { service, replicas: 1, securityContext: { fsGroup: 65532 } });
    this.password = kplus.Secret.fromSecretName(this, 'password', 'storefront-database');
    const container = this.addContainer({
      image: images.postgres,
      portNumber: Database.port,
      envVariables: {
        PGDATA: kplus.EnvValue.fromValue('/var/lib/postgresql/data/pgdata'),
        POSTGRES_PASSWORD_FILE: kplus.EnvValue.fromValue('/run/secrets/database/password'),
      },
      liveness: kplus.Probe.fromCommand(['pg_isready', '--host=127.0.0.1']),
      readiness: kplus.Probe.fromCommand(['pg_isready', '--host=127.0.0.1']),
      resources: { cpu: { request: kplus.Cpu.millis(250), limit: kplus.Cpu.units(2) }, memory: { request: Size.gibibytes(1), limit: Size.gibibytes(1) } },
      writablePaths: ['/tmp', '/var/run/postgresql'],
    });
    const claim = new kplus.PersistentVolumeClaim(this, 'data', {
      accessModes: [kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE],
      storage: Size.gibibytes(20),
    });
    container.mount('/var/lib/postgresql/data', kplus.Volume.fromPersistentVolumeClaim(this, 'data-volume', claim));
    container.mount('/run/secrets/database', kplus.Volume.fromSecret(this, 'password-volume', this.password), { readOnly: true });
  }
}
