import { Chart, type ChartProps, Cron } from 'cdk8s';
import type { Construct } from 'constructs';
import * as kplus from 'tempered/kubernetes';
import { Database } from './database';
import { images } from './images';

const HTTP = 8080;

/** A shop: the web tier talks to the API, the API and the worker to the database, a job writes the nightly report. */
export class Storefront extends Chart {
  constructor(scope: Construct, id: string, props: ChartProps = {}) {
    super(scope, id, props);
    const database = new Database(this, 'database');
    const settings = new kplus.ConfigMap(this, 'settings', {
      data: { DATABASE_HOST: 'storefront-database', DATABASE_NAME: 'shop', LOG_FORMAT: 'json' },
    });

    const api = this.service('api', images.api, { settings, password: database.password });
    const web = this.service('web', images.web, {});
    const worker = new kplus.Deployment(this, 'worker', { replicas: 2 });
    this.withDatabase(worker.addContainer({ image: images.worker, liveness: kplus.Probe.fromCommand(['/worker', 'health']) }), settings, database.password);

    const report = new kplus.CronJob(this, 'report', { schedule: Cron.schedule({ minute: '10', hour: '3' }), timeZone: 'Etc/UTC' });
    this.withDatabase(report.addContainer({ image: images.report, args: ['--day', 'yesterday'], writablePaths: ['/tmp'] }), settings, database.password);

    new kplus.HorizontalPodAutoscaler(this, 'api-autoscaler', {
      target: api,
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(70))],
    });
    web.exposeViaIngress('/', {
      pathType: kplus.HttpIngressPathType.PREFIX,
      ingress: new kplus.Ingress(this, 'ingress', {
        tls: [{ hosts: ['shop.example'], secret: kplus.Secret.fromSecretName(this, 'certificate', 'shop-example-tls') }],
      }),
    });

    web.connections.allowTo(api);
    for (const client of [api, worker, report]) client.connections.allowTo(database);
  }

  /** A Deployment that answers HTTP. */
  private service(id: string, image: string, from: { settings?: kplus.IConfigMap; password?: kplus.ISecret }): kplus.Deployment {
    // The autoscaler sets the replicas of the API; two are where it begins.
    const deployment = new kplus.Deployment(this, id, id === 'api' ? {} : { replicas: 2 });
    const container = deployment.addContainer({
      image,
      portNumber: HTTP,
      liveness: kplus.Probe.fromHttpGet('/healthz', { port: HTTP }),
      readiness: kplus.Probe.fromHttpGet('/ready', { port: HTTP }),
      writablePaths: ['/tmp'],
    });
    if (from.settings !== undefined && from.password !== undefined) this.withDatabase(container, from.settings, from.password);
    return deployment;
  }

  /** Settings as variables, the password as a file. */
  private withDatabase(container: kplus.Container, settings: kplus.IConfigMap, password: kplus.ISecret): void {
    container.env.copyFrom(kplus.Env.fromConfigMap(settings));
    const volume = kplus.Volume.fromSecret(this, `${container.image.slice(-8)}-password`, password);
    container.mount('/run/secrets/database', volume, { readOnly: true });
  }
}
