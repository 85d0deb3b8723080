import { type Chart, Cron, Duration, Size } from 'cdk8s';
import * as tempered from 'tempered/kubernetes';
import { IMAGE } from './rendered';

/** Each construct that emits a manifest, with no more options than it needs. */
export const DEFAULT_CONSTRUCTS: Readonly<Record<string, (chart: Chart) => unknown>> = {
  ConfigMap: (chart) => new tempered.ConfigMap(chart, 'it', { data: { language: 'en' } }),
  Secret: (chart) => new tempered.Secret(chart, 'it', { stringData: { example: 'value' } }),
  BasicAuthSecret: (chart) => new tempered.BasicAuthSecret(chart, 'it', { username: 'example', password: 'example' }),
  SshAuthSecret: (chart) => new tempered.SshAuthSecret(chart, 'it', { sshPrivateKey: 'example' }),
  ServiceAccountTokenSecret: (chart) =>
    new tempered.ServiceAccountTokenSecret(chart, 'it', {
      serviceAccount: tempered.ServiceAccount.fromServiceAccountName(chart, 'account', 'web'),
    }),
  TlsSecret: (chart) => new tempered.TlsSecret(chart, 'it', { tlsCert: 'example', tlsKey: 'example' }),
  DockerConfigSecret: (chart) => new tempered.DockerConfigSecret(chart, 'it', { data: { auths: {} } }),
  ServiceAccount: (chart) => new tempered.ServiceAccount(chart, 'it'),
  Service: (chart) => new tempered.Service(chart, 'it', { ports: [{ port: 80, targetPort: 8080 }] }),
  Ingress: (chart) => {
    const service = new tempered.Service(chart, 'service', { ports: [{ port: 80, targetPort: 8080 }] });
    return new tempered.Ingress(chart, 'it', { defaultBackend: tempered.IngressBackend.fromService(service) });
  },
  PersistentVolume: (chart) => new tempered.PersistentVolume(chart, 'it', { storage: Size.gibibytes(1) }),
  AwsElasticBlockStorePersistentVolume: (chart) => new tempered.AwsElasticBlockStorePersistentVolume(chart, 'it', { volumeId: 'vol-1' }),
  AzureDiskPersistentVolume: (chart) => new tempered.AzureDiskPersistentVolume(chart, 'it', { diskName: 'disk', diskUri: 'uri' }),
  GCEPersistentDiskPersistentVolume: (chart) => new tempered.GCEPersistentDiskPersistentVolume(chart, 'it', { pdName: 'disk' }),
  PersistentVolumeClaim: (chart) => new tempered.PersistentVolumeClaim(chart, 'it', { storage: Size.gibibytes(1) }),
  HorizontalPodAutoscaler: (chart) =>
    new tempered.HorizontalPodAutoscaler(chart, 'it', {
      target: new tempered.Deployment(chart, 'web', { containers: [{ image: IMAGE }] }),
      minReplicas: 2,
      maxReplicas: 5,
    }),
  Role: (chart) => new tempered.Role(chart, 'it', { rules: [{ verbs: ['get'], resources: [tempered.ApiResource.CONFIG_MAPS] }] }),
  ClusterRole: (chart) => new tempered.ClusterRole(chart, 'it', { rules: [{ verbs: ['get'], endpoints: [tempered.ApiResource.NODES] }] }),
  RoleBinding: (chart) => {
    const binding = new tempered.RoleBinding(chart, 'it', { role: tempered.Role.fromRoleName(chart, 'role', 'viewer') });
    binding.addSubjects(tempered.User.fromName(chart, 'user', 'alice'));
    return binding;
  },
  ClusterRoleBinding: (chart) => {
    const binding = new tempered.ClusterRoleBinding(chart, 'it', { role: tempered.ClusterRole.fromClusterRoleName(chart, 'role', 'view') });
    binding.addSubjects(tempered.Group.fromName(chart, 'group', 'operators'));
    return binding;
  },
  NetworkPolicy: (chart) => new tempered.NetworkPolicy(chart, 'it', { selector: tempered.Pods.all(chart, 'all') }),
  Namespace: (chart) => new tempered.Namespace(chart, 'it'),
  Pod: (chart) => new tempered.Pod(chart, 'it', { containers: [{ image: IMAGE }] }),
  Deployment: (chart) => new tempered.Deployment(chart, 'it', { containers: [{ image: IMAGE }] }),
  StatefulSet: (chart) => new tempered.StatefulSet(chart, 'it', { containers: [{ image: IMAGE, portNumber: 8080 }] }),
  DaemonSet: (chart) => new tempered.DaemonSet(chart, 'it', { containers: [{ image: IMAGE }] }),
  Job: (chart) => new tempered.Job(chart, 'it', { containers: [{ image: IMAGE }], activeDeadline: Duration.minutes(10) }),
  CronJob: (chart) => new tempered.CronJob(chart, 'it', { containers: [{ image: IMAGE }], schedule: Cron.daily() }),
};

/** Those that hold a pod. */
export const POD_HOLDERS: ReadonlySet<string> = new Set([
  'Pod',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'HorizontalPodAutoscaler',
]);
