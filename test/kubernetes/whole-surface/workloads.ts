import { type Chart, Cron, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';

const image = 'registry.example/shop/web:1.4.2';

/** Every kind of workload, and all that a container can be told. */
export function build(chart: Chart): void {
  const settings: kplus.IConfigMap = kplus.ConfigMap.fromConfigMapName(chart, 'settings', 'web-settings');
  const secret: kplus.ISecret = kplus.Secret.fromSecretName(chart, 'secret', 'web-secret');
  const registry: kplus.ISecret = kplus.Secret.fromSecretName(chart, 'registry', 'registry');
  const account: kplus.IServiceAccount = kplus.ServiceAccount.fromServiceAccountName(chart, 'account', 'web', { namespaceName: 'shop' });

  const resources: kplus.ContainerResources = {
    cpu: { request: kplus.Cpu.millis(100), limit: kplus.Cpu.units(1) },
    memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
    ephemeralStorage: { request: Size.gibibytes(1), limit: Size.gibibytes(2) },
  };
  const seccompProfile: kplus.SeccompProfile = { type: kplus.SeccompProfileType.LOCALHOST, localhostProfile: 'profiles/web.json' };
  const capabilities: kplus.ContainerSecutiryContextCapabilities = {
    add: [kplus.Capability.NET_BIND_SERVICE],
    drop: [kplus.Capability.ALL],
  };
  const securityContext: kplus.ContainerSecurityContextProps = {
    user: 10_001,
    group: 10_001,
    ensureNonRoot: true,
    privileged: false,
    readOnlyRootFilesystem: true,
    allowPrivilegeEscalation: false,
    capabilities,
    seccompProfile,
  };
  const scratch: kplus.Volume = kplus.Volume.fromEmptyDir(chart, 'scratch', 'scratch', {
    medium: kplus.EmptyDirMedium.MEMORY,
    sizeLimit: Size.mebibytes(16),
  });
  const mount: kplus.MountOptions = { propagation: kplus.MountPropagation.NONE, readOnly: false, subPath: 'web' };
  const port: kplus.ContainerPort = { number: 9090, name: 'metrics', protocol: kplus.Protocol.TCP };
  const httpProbe: kplus.HttpGetProbeOptions = {
    port: 8080,
    scheme: kplus.ConnectionScheme.HTTP,
    failureThreshold: 3,
    initialDelaySeconds: Duration.seconds(5),
    periodSeconds: Duration.seconds(10),
    successThreshold: 1,
    timeoutSeconds: Duration.seconds(2),
  };
  const options: kplus.ContainerOpts = {
    name: 'web',
    portNumber: 8080,
    ports: [port],
    command: ['/bin/web'],
    args: ['--verbose'],
    workingDir: '/srv',
    envVariables: {
      LEVEL: kplus.EnvValue.fromValue('info'),
      LANGUAGE: kplus.EnvValue.fromConfigMap(settings, 'language', { optional: true }),
      PASSWORD: kplus.EnvValue.fromSecretValue({ secret, key: 'password' }, { optional: true }),
      POD: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_NAME, { apiVersion: 'v1' }),
      TIER: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_LABEL, { key: 'tier' }),
      ROOM: kplus.EnvValue.fromResource(kplus.ResourceFieldPaths.MEMORY_LIMIT, { divisor: '1Mi' }),
      HERE: kplus.EnvValue.fromProcess('NO_SUCH_VARIABLE', { required: false }),
    },
    envFrom: [kplus.Env.fromConfigMap(settings, 'SETTING_'), kplus.Env.fromSecret(secret)],
    volumeMounts: [{ path: '/scratch', volume: scratch, ...mount }],
    imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
    readiness: kplus.Probe.fromHttpGet('/ready', httpProbe),
    liveness: kplus.Probe.fromCommand(['/bin/alive'], { failureThreshold: 5 }),
    startup: kplus.Probe.fromTcpSocket({ port: 8080 }),
    lifecycle: {
      postStart: kplus.Handler.fromCommand(['/bin/warm-up']),
      preStop: kplus.Handler.fromHttpGet('/drain', { port: 8080 }),
    },
    resources,
    securityContext,
  };
  const sidecar: kplus.ContainerProps = { image, name: 'sidecar', restartPolicy: kplus.ContainerRestartPolicy.ALWAYS, resources };

  const web = new kplus.Deployment(chart, 'web', {
    metadata: { name: 'web', labels: { app: 'web' } },
    podMetadata: { labels: { tier: 'front' }, annotations: { note: 'none' } },
    containers: [{ image, ...options }],
    initContainers: [sidecar, { image, name: 'prepare' }],
    volumes: [scratch],
    restartPolicy: kplus.RestartPolicy.ALWAYS,
    serviceAccount: account,
    securityContext: {
      fsGroup: 10_001,
      fsGroupChangePolicy: kplus.FsGroupChangePolicy.ON_ROOT_MISMATCH,
      user: 10_001,
      group: 10_001,
      ensureNonRoot: true,
      sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '80' }],
    },
    dns: {
      hostname: 'web',
      subdomain: 'shop',
      hostnameAsFQDN: true,
      policy: kplus.DnsPolicy.CLUSTER_FIRST,
      nameservers: ['192.0.2.53'],
      searches: ['shop.example'],
      options: [{ name: 'ndots', value: '2' }],
    },
    dockerRegistryAuth: registry,
    automountServiceAccountToken: false,
    isolate: true,
    terminationGracePeriod: Duration.seconds(20),
    replicas: 3,
    strategy: kplus.DeploymentStrategy.rollingUpdate({
      maxSurge: kplus.PercentOrAbsolute.percent(50),
      maxUnavailable: kplus.PercentOrAbsolute.absolute(0),
    }),
    minReady: Duration.seconds(5),
    progressDeadline: Duration.minutes(5),
    select: false,
    spread: true,
  });
  web.select(kplus.LabelSelector.of({ labels: { tier: 'front' }, expressions: [kplus.LabelExpression.exists('tier')] }));
  web.dns.addNameserver('192.0.2.54');
  web.dns.addSearch('example');
  web.dns.addOption({ name: 'edns0' });
  web.attachContainer(new kplus.Container({ image, name: 'attached', resources }));
  web.addVolume(kplus.Volume.fromSecret(chart, 'keys', secret, { name: 'keys', defaultMode: 0o440, optional: true }));

  const added: kplus.Container = web.addContainer({ image, name: 'added' });
  added.mount('/scratch', scratch, { readOnly: true });
  added.addPort({ number: 9091, name: 'admin' });
  added.env.addVariable('EXTRA', kplus.EnvValue.fromValue('1'));
  added.env.copyFrom(kplus.Env.fromConfigMap(settings));
  const first: kplus.Container = web.addInitContainer({ image, name: 'first' });

  // What can be read back.
  const containers: kplus.Container[] = [...web.containers, ...web.initContainers, first];
  const ports: kplus.ContainerPort[] = kplus.extractContainerPorts(web);
  web.podMetadata.addAnnotation(
    'read-back',
    JSON.stringify([
      containers.map((each) => [each.name, each.image, each.port, each.portNumber, each.ports, each.command, each.args, each.workingDir]),
      containers.map((each) => [each.mounts.length, each.imagePullPolicy, each.restartPolicy, each.resources?.cpu?.request?.amount]),
      containers.map(({ securityContext: context }) => [context.ensureNonRoot, context.privileged, context.readOnlyRootFilesystem]),
      containers.map(({ securityContext: context }) => [context.allowPrivilegeEscalation, context.capabilities, context.seccompProfile]),
      containers.map(({ securityContext: context, env }) => [context.user, context.group, Object.keys(env.variables), env.sources.length]),
      Object.values(added.env.variables).map(({ value, valueFrom }) => [value, valueFrom]),
      ports.length,
      [
        web.restartPolicy,
        web.serviceAccount?.name,
        web.automountServiceAccountToken,
        web.hostNetwork,
        web.terminationGracePeriod?.toSeconds(),
      ],
      [web.securityContext.fsGroup, web.securityContext.fsGroupChangePolicy, web.securityContext.sysctls, web.securityContext.user],
      [web.dns.nameservers, web.dns.searches, web.dns.options, web.dns.policy, web.dns.hostname, web.dns.subdomain, web.dns.hostnameAsFQDN],
      [web.volumes.map(({ name }) => name), web.dockerRegistryAuth?.name, web.hostAliases, web.matchLabels, web.matchExpressions],
      [web.replicas, web.minReady.toSeconds(), web.progressDeadline.toSeconds(), web.strategy !== undefined, web.hasAutoscaler],
      [web.name, web.kind, web.apiVersion, web.apiGroup, web.resourceType, web.resourceName, web.metadata.name],
      [kplus.PercentOrAbsolute.percent(0).isZero(), kplus.PercentOrAbsolute.percent(1).value],
    ]).length.toString(),
  );

  const database = new kplus.StatefulSet(chart, 'database', {
    containers: [{ image, portNumber: 5432 }],
    replicas: 3,
    podManagementPolicy: kplus.PodManagementPolicy.PARALLEL,
    strategy: kplus.StatefulSetUpdateStrategy.rollingUpdate({ partition: 1 }),
    minReady: Duration.seconds(10),
  });
  const headless: kplus.Service = database.service;
  new kplus.StatefulSet(chart, 'replica', {
    containers: [{ image }],
    service: headless,
    strategy: kplus.StatefulSetUpdateStrategy.onDelete(),
  });
  database.metadata.addAnnotation('policy', `${database.podManagementPolicy} ${database.minReady.toSeconds()} ${database.replicas}`);

  const agent = new kplus.DaemonSet(chart, 'agent', { containers: [{ image }], minReadySeconds: 5 });
  agent.metadata.addAnnotation('ready', String(agent.minReadySeconds));

  const migration = new kplus.Job(chart, 'migration', {
    containers: [{ image }],
    activeDeadline: Duration.minutes(10),
    backoffLimit: 2,
    ttlAfterFinished: Duration.hours(1),
  });
  migration.metadata.addAnnotation('job', `${migration.activeDeadline} ${migration.backoffLimit} ${migration.ttlAfterFinished}`);

  const report = new kplus.CronJob(chart, 'report', {
    containers: [{ image }],
    schedule: Cron.daily(),
    timeZone: 'Etc/UTC',
    concurrencyPolicy: kplus.ConcurrencyPolicy.REPLACE,
    startingDeadline: Duration.seconds(60),
    suspend: false,
    successfulJobsRetained: 1,
    failedJobsRetained: 2,
  });
  report.metadata.addAnnotation(
    'cron',
    [report.schedule.expressionString, report.timeZone, report.concurrencyPolicy, report.startingDeadline.toSeconds()].join(' '),
  );
  report.metadata.addAnnotation('kept', [report.suspend, report.successfulJobsRetained, report.failedJobsRetained].join(' '));

  const shell = new kplus.Pod(chart, 'shell', { containers: [{ image }] });
  shell.podMetadata.addLabel('of', kplus.Pod.ADDRESS_LABEL.length.toString());
  const workloads: kplus.Workload[] = [web, database, agent, migration, report];
  const pods: kplus.AbstractPod[] = [shell, ...workloads];
  const parts: kplus.Resource[] = pods;
  if (parts.length !== 6) throw new Error('six workloads');
}

/** What opens a host: compiles with either library, and only one of them lets it pass. */
export function insecure(chart: Chart): void {
  const socket = kplus.Volume.fromHostPath(chart, 'socket', 'socket', {
    path: '/run/containerd/containerd.sock',
    type: kplus.HostPathVolumeType.SOCKET,
  });
  const agent = new kplus.DaemonSet(chart, 'insecure', {
    hostNetwork: true,
    hostAliases: [{ hostnames: ['api.example'], ip: '192.0.2.7' }],
    containers: [
      {
        image,
        ports: [{ number: 8080, hostIp: '192.0.2.1', hostPort: 8080 }],
        volumeMounts: [{ path: '/socket', volume: socket, subPathExpr: '$(POD)' }],
        startup: kplus.Probe.fromTcpSocket({ port: 8080, host: '192.0.2.7' }),
        lifecycle: { preStop: kplus.Handler.fromTcpSocket({ port: 8080, host: '192.0.2.7' }) },
        securityContext: { privileged: true, allowPrivilegeEscalation: true, capabilities: { add: [kplus.Capability.SYS_ADMIN] } },
      },
    ],
  });
  agent.addHostAlias({ hostnames: ['db.example'], ip: '192.0.2.8' });
}
