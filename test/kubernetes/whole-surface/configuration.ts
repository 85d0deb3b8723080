import { type Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';

const image = 'registry.example/shop/web:1.4.2';

/** Configuration, secrets, storage, scaling and access. */
export function build(chart: Chart): void {
  const settings = new kplus.ConfigMap(chart, 'settings', {
    data: { language: 'en' },
    binaryData: { logo: 'aGVsbG8=' },
    immutable: true,
  });
  settings.addData('currency', 'EUR');
  settings.addBinaryData('icon', 'aGVsbG8=');
  settings.addFile(__filename, 'program');
  const folder: kplus.AddDirectoryOptions = { keyPrefix: 'file.', exclude: ['*'] };
  settings.addDirectory(__dirname, folder);
  settings.metadata.addAnnotation('keys', [...Object.keys(settings.data), ...Object.keys(settings.binaryData), settings.immutable].join());

  const account = new kplus.ServiceAccount(chart, 'account', { automountToken: false });
  const secrets: kplus.Secret[] = [
    new kplus.Secret(chart, 'secret', { stringData: { example: 'value' }, type: 'Opaque', immutable: false }),
    new kplus.BasicAuthSecret(chart, 'basic', { username: 'example', password: 'example', immutable: true }),
    new kplus.SshAuthSecret(chart, 'ssh', { sshPrivateKey: 'example' }),
    new kplus.ServiceAccountTokenSecret(chart, 'token', { serviceAccount: account }),
    new kplus.TlsSecret(chart, 'tls', { tlsCert: 'example', tlsKey: 'example' }),
    new kplus.DockerConfigSecret(chart, 'registry', { data: { auths: {} } }),
  ];
  const [secret] = secrets;
  if (secret === undefined) throw new Error('a secret');
  secret.addStringData('second', 'value');
  account.addSecret(secret);
  const value: kplus.EnvValue = secret.envValue('second', { optional: true });
  new kplus.ServiceAccount(chart, 'second-account', { secrets: [secret] });
  account.metadata.addAnnotation('read', [account.automountToken, account.secrets.length, secret.getStringData('second')].join());

  const volumes: kplus.Volume[] = [
    kplus.Volume.fromConfigMap(chart, 'from-settings', settings, {
      name: 'settings',
      defaultMode: 0o440,
      optional: false,
      items: { language: { path: 'language.txt', mode: 0o400 } },
    }),
    kplus.Volume.fromAwsElasticBlockStore(chart, 'aws', 'vol-1', { name: 'aws', fsType: 'ext4', partition: 1, readOnly: true }),
    kplus.Volume.fromAzureDisk(chart, 'azure', 'disk', 'uri', {
      name: 'azure',
      cachingMode: kplus.AzureDiskPersistentVolumeCachingMode.READ_ONLY,
      fsType: 'ext4',
      kind: kplus.AzureDiskPersistentVolumeKind.MANAGED,
      readOnly: true,
    }),
    kplus.Volume.fromGcePersistentDisk(chart, 'gce', 'disk', { name: 'gce', fsType: 'ext4', partition: 1, readOnly: true }),
    kplus.Volume.fromNfs(chart, 'nfs', 'nfs', { server: 'nfs.example', path: '/exports', readOnly: true }),
    kplus.Volume.fromCsi(chart, 'csi', 'csi.example', { name: 'csi', fsType: 'ext4', readOnly: true, attributes: { pool: 'a' } }),
  ];
  const common: kplus.PersistentVolumeProps = {
    accessModes: [kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE],
    storage: Size.gibibytes(10),
    mountOptions: ['noatime'],
    reclaimPolicy: kplus.PersistentVolumeReclaimPolicy.RETAIN,
    storageClassName: 'fast',
    volumeMode: kplus.PersistentVolumeMode.FILE_SYSTEM,
  };
  const aws = new kplus.AwsElasticBlockStorePersistentVolume(chart, 'aws-pv', { ...common, volumeId: 'vol-1', partition: 1 });
  const azure = new kplus.AzureDiskPersistentVolume(chart, 'azure-pv', {
    ...common,
    diskName: 'disk',
    diskUri: 'uri',
    cachingMode: kplus.AzureDiskPersistentVolumeCachingMode.NONE,
    kind: kplus.AzureDiskPersistentVolumeKind.DEDICATED,
  });
  const gce = new kplus.GCEPersistentDiskPersistentVolume(chart, 'gce-pv', { ...common, pdName: 'disk', fsType: 'xfs', readOnly: true });
  const persistent: kplus.PersistentVolume[] = [aws, azure, gce];
  const claim = new kplus.PersistentVolumeClaim(chart, 'claim', {
    accessModes: [kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE],
    storage: Size.gibibytes(10),
    storageClassName: 'fast',
    volumeMode: kplus.PersistentVolumeMode.FILE_SYSTEM,
  });
  aws.bind(claim);
  claim.bind(aws);
  const reserved: kplus.PersistentVolumeClaim = azure.reserve();
  const imported: kplus.IPersistentVolume = kplus.PersistentVolume.fromPersistentVolumeName(chart, 'imported', 'volume');
  const importedClaim: kplus.IPersistentVolumeClaim = kplus.PersistentVolumeClaim.fromClaimName(chart, 'imported-claim', 'claim');
  new kplus.PersistentVolumeClaim(chart, 'bound', { volume: imported });
  new kplus.GCEPersistentDiskPersistentVolume(chart, 'bound-pv', { ...common, pdName: 'other', claim: importedClaim });
  const storage: kplus.IStorage = gce;
  claim.metadata.addAnnotation(
    'read',
    JSON.stringify([
      [claim.accessModes, claim.storage?.toGibibytes(), claim.storageClassName, claim.volumeMode, claim.volume?.name, reserved.name],
      persistent.map((each) => [each.accessModes, each.storage?.toGibibytes(), each.mode, each.storageClassName, each.mountOptions]),
      persistent.map((each) => [each.reclaimPolicy, each.claim?.name]),
      [aws.volumeId, aws.fsType, aws.partition, aws.readOnly, gce.pdName],
      [azure.diskName, azure.diskUri, azure.cachingMode, azure.azureKind],
    ]).length.toString(),
  );

  const web = new kplus.Deployment(chart, 'web', {
    containers: [{ image, portNumber: 8080, envVariables: { VALUE: value } }],
    strategy: kplus.DeploymentStrategy.recreate(),
    serviceAccount: account,
  });
  const [container] = web.containers;
  const [configuration] = volumes;
  if (container === undefined || configuration === undefined) throw new Error('a container and a volume');
  container.mount('/data', kplus.Volume.fromPersistentVolumeClaim(chart, 'data', claim, { name: 'data', readOnly: false }));
  container.mount('/disk', storage.asVolume());
  container.mount('/etc/web', configuration);
  const named = kplus.LabelSelector.of({ labels: { queue: 'orders' } });
  const scaler = new kplus.HorizontalPodAutoscaler(chart, 'scaler', {
    target: web,
    minReplicas: 2,
    maxReplicas: 9,
    metrics: [
      kplus.Metric.containerCpu({ container, target: kplus.MetricTarget.averageUtilization(70) }),
      kplus.Metric.containerMemory({ container, target: kplus.MetricTarget.averageUtilization(70) }),
      kplus.Metric.containerStorage({ container, target: kplus.MetricTarget.averageUtilization(70) }),
      kplus.Metric.containerEphemeralStorage({ container, target: kplus.MetricTarget.averageUtilization(70) }),
      kplus.Metric.external({ name: 'orders', labelSelector: named, target: kplus.MetricTarget.averageValue(10) }),
      kplus.Metric.object({ name: 'hits', object: web, target: kplus.MetricTarget.value(100) }),
      kplus.Metric.pods({ name: 'hits', target: kplus.MetricTarget.averageValue(100) }),
      kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(70)),
      kplus.Metric.resourceMemory(kplus.MetricTarget.averageUtilization(70)),
      kplus.Metric.resourceStorage(kplus.MetricTarget.averageUtilization(70)),
      kplus.Metric.resourceEphemeralStorage(kplus.MetricTarget.averageUtilization(70)),
    ],
    scaleUp: {
      stabilizationWindow: Duration.seconds(30),
      strategy: kplus.ScalingStrategy.MAX_CHANGE,
      policies: [{ replicas: kplus.Replicas.percent(50), duration: Duration.minutes(1) }],
    },
    scaleDown: { strategy: kplus.ScalingStrategy.MIN_CHANGE, policies: [{ replicas: kplus.Replicas.absolute(1) }] },
  });
  const scalable: kplus.IScalable = scaler.target;
  const target: kplus.ScalingTarget = scalable.toScalingTarget();
  const down: kplus.ScalingRules = scaler.scaleDown;
  scaler.metadata.addAnnotation(
    'read',
    [target.name, target.kind, target.apiVersion, target.containers.length, target.replicas, down.strategy, scaler.scaleUp.strategy].join(),
  );
  scaler.metadata.addAnnotation('metrics', [scaler.metrics?.map(({ type }) => type), scaler.minReplicas, scaler.maxReplicas].join());
  new kplus.Deployment(chart, 'manual', { containers: [{ image }] }).markHasAutoscaler();

  const pods: kplus.IApiResource = kplus.ApiResource.PODS;
  const custom: kplus.ApiResource = kplus.ApiResource.custom({ apiGroup: 'example.com', resourceType: 'orders' });
  const role = new kplus.Role(chart, 'role', { rules: [{ verbs: ['get'], resources: [pods] }] });
  role.allow(['get'], custom);
  role.allowCreate(custom);
  role.allowGet(custom);
  role.allowList(custom);
  role.allowWatch(custom);
  role.allowUpdate(custom);
  role.allowPatch(custom);
  role.allowDelete(custom);
  role.allowDeleteCollection(custom);
  role.allowRead(settings);
  role.allowReadWrite(custom);
  const user = kplus.User.fromName(chart, 'user', 'alice');
  const group = kplus.Group.fromName(chart, 'group', 'operators');
  const binding: kplus.RoleBinding = role.bind(user, account);
  binding.addSubjects(group);
  new kplus.RoleBinding(chart, 'binding', { role: kplus.Role.fromRoleName(chart, 'viewer', 'viewer') }).addSubjects(user);

  const health: kplus.IApiEndpoint = kplus.NonApiResource.of('/healthz');
  const clusterRole = new kplus.ClusterRole(chart, 'cluster-role', {
    rules: [{ verbs: ['get'], endpoints: [health, kplus.ApiResource.NODES] }],
    aggregationLabels: { 'rbac.example.com/aggregate': 'true' },
  });
  clusterRole.allow(['get'], health);
  clusterRole.allowCreate(custom);
  clusterRole.allowGet(custom);
  clusterRole.allowList(custom);
  clusterRole.allowWatch(custom);
  clusterRole.allowUpdate(custom);
  clusterRole.allowPatch(custom);
  clusterRole.allowDelete(custom);
  clusterRole.allowDeleteCollection(custom);
  clusterRole.allowRead(custom);
  clusterRole.allowReadWrite(custom);
  clusterRole.aggregate('rbac.example.com/more', 'true');
  const combined = new kplus.ClusterRole(chart, 'combined');
  combined.combine(clusterRole);
  const everywhere: kplus.ClusterRoleBinding = clusterRole.bind(group);
  everywhere.addSubjects(user);
  const inShop: kplus.RoleBinding = clusterRole.bindInNamespace('shop', user);
  const known: kplus.IClusterRole = kplus.ClusterRole.fromClusterRoleName(chart, 'view', 'view');
  new kplus.ClusterRoleBinding(chart, 'cluster-binding', { role: known }).addSubjects(group);
  const granted: kplus.RoleBinding = settings.permissions.grantRead(web);
  const both: kplus.RoleBinding = secret.permissions.grantReadWrite(account);
  const subject: kplus.SubjectConfiguration = user.toSubjectConfiguration();
  role.metadata.addAnnotation(
    'read',
    JSON.stringify([
      [role.rules.length, clusterRole.rules.length, binding.subjects.length, everywhere.subjects.length, binding.role.name],
      [everywhere.role.name, inShop.name, granted.name, both.name, subject.name, subject.namespace, subject.apiGroup, subject.kind],
      [user.kind, user.name, user.apiGroup, group.kind, group.name, group.apiGroup],
      [custom.apiGroup, custom.resourceType, custom.asApiResource()?.resourceName, custom.asNonApiResource(), health.asNonApiResource()],
    ]).length.toString(),
  );
}

/** What the standard of Kubernetes still has under its own names. */
export function generated(chart: Chart): void {
  new kplus.k8s.KubeConfigMap(chart, 'generated', { data: { key: 'value' } });
  new kplus.k8s.KubePod(chart, 'generated-pod', { spec: { containers: [{ name: 'main', image }] } });
}
