import { Chart, type ChartProps, Cron } from 'cdk8s';
import type { Construct } from 'constructs';
import * as kplus from 'tempered/kubernetes';
import { Database } from './database';
import { images } from './images';

const HTTP = 8080;

/** A shop: the Ingress controller talks to the web tier, that to the API, the API and the worker to the database, a job writes the nightly report. */
export class Storefront extends Chart {
  constructor(scope: Construct, id: string, props: ChartProps = {}) {
    super(scope, id, props);
    // Nothing talks to anything but by the flows that are stated below, and names are asked of the cluster's resolver.
    kplus.isolate(this);
    const database = new Database(this, 'database');
    kplus.waive(database, {
      control: 'minimum-replicas',
      reason: 'one writer owns the volume; a standby is planned',
      expires: '2027-12-31',
      ticket: 'SHOP-208',
    });

    const web = new kplus.Deployment(this, 'web', { replicas: 2, containers: [answering(images.web)] });

    // The autoscaler decides how many there are.
    const api = new kplus.Deployment(this, 'api');
    new kplus.HorizontalPodAutoscaler(this, 'api-autoscaler', {
      target: api,
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(70))],
    });
    const worker = new kplus.Deployment(this, 'worker', { replicas: 2 });
    const report = new kplus.CronJob(this, 'report', { schedule: Cron.schedule({ minute: '10', hour: '3' }), timeZone: 'Etc/UTC' });

    database.openTo(api, api.addContainer(answering(images.api)));
    database.openTo(worker, worker.addContainer({ image: images.worker, liveness: kplus.Probe.fromCommand(['/worker', 'health']) }));
    database.openTo(report, report.addContainer({ image: images.report, args: ['--day', 'yesterday'], writablePaths: ['/tmp'] }));
    web.connections.allowTo(api, { port: HTTP });
    // One host: an Ingress without one answers for every name that leads to the cluster.
    const ingress = new kplus.Ingress(this, 'ingress', {
      tls: [{ hosts: ['shop.example'], secret: kplus.Secret.fromSecretName(this, 'certificate', 'shop-example-tls') }],
    });
    ingress.addHostRule('shop.example', '/', kplus.IngressBackend.fromService(web.exposeViaService()), kplus.HttpIngressPathType.PREFIX);
    // An Ingress lets nobody in by itself: its controller must be let in.
    web.connections.allowFrom(kplus.ingressController({ namespace: 'ingress-nginx' }), { port: HTTP });
  }
}

/** A container that answers HTTP, and says whether it is well. */
function answering(image: string): kplus.ContainerProps {
  return {
    image,
    portNumber: HTTP,
    liveness: kplus.Probe.fromHttpGet('/healthz', { port: HTTP }),
    readiness: kplus.Probe.fromHttpGet('/ready', { port: HTTP }),
    writablePaths: ['/tmp'],
  };
}
