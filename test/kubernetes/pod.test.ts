import { ApiObject, Chart, Cron, Testing } from 'cdk8s';
import {
  type AbstractPod,
  ContainerRestartPolicy,
  CronJob,
  DaemonSet,
  Deployment,
  Job,
  Pod,
  Role,
  ServiceAccount,
  StatefulSet,
} from 'tempered/kubernetes';
import { failureOf, IMAGE, plainChart, podSpecOf, rendered } from './rendered';

const containers = [{ image: IMAGE, portNumber: 8080 }];
const because = { reason: 'debugs the program beside it', expires: '2999-12-31' };

const workloads: readonly (readonly [string, (chart: Chart, props: object) => AbstractPod])[] = [
  ['Pod', (chart, props) => new Pod(chart, 'it', { containers, ...props })],
  ['Deployment', (chart, props) => new Deployment(chart, 'it', { containers, ...props })],
  ['StatefulSet', (chart, props) => new StatefulSet(chart, 'it', { containers, ...props })],
  ['DaemonSet', (chart, props) => new DaemonSet(chart, 'it', { containers, ...props })],
  ['Job', (chart, props) => new Job(chart, 'it', { containers, ...props })],
  ['CronJob', (chart, props) => new CronJob(chart, 'it', { schedule: Cron.daily(), containers, ...props })],
];

describe.each(workloads)('a %s', (name, make) => {
  test('has a ServiceAccount of its own, without a token', () => {
    const chart = plainChart();
    const workload = make(chart, {});
    const objects = Testing.synth(chart);
    const account = objects.findIndex(({ kind }) => kind === 'ServiceAccount');
    expect(objects[account]).toMatchObject({ automountServiceAccountToken: false });
    expect(podSpecOf(workload)).toMatchObject({
      automountServiceAccountToken: false,
      serviceAccountName: objects[account].metadata.name,
    });
    // Users' tests look for the workload where cdk8s-plus puts it; a bare Pod is refused before its ServiceAccount is there.
    const own = objects.findIndex(({ kind }) => kind === ApiObject.of(workload).kind);
    expect(account < own).toBe(name === 'Pod');
  });

  test('keeps the ServiceAccount that it is given', () => {
    const chart = plainChart();
    const serviceAccount = ServiceAccount.fromServiceAccountName(chart, 'account', 'given');
    expect(podSpecOf(make(chart, { serviceAccount })).serviceAccountName).toBe('given');
    expect(Testing.synth(chart).filter(({ kind }) => kind === 'ServiceAccount')).toEqual([]);
  });

  test('takes an insecure option with its waiver, and says so in the manifest', () => {
    const workload = make(plainChart(), { shareProcessNamespace: { value: true, ...because } });
    expect(podSpecOf(workload).shareProcessNamespace).toBe(true);
    expect(rendered(workload).metadata.annotations).toEqual({ 'waive.tempered/share-process-namespace': JSON.stringify(because) });
  });

  test('writes what cdk8s-plus has no option for', () => {
    const spec = podSpecOf(make(plainChart(), { hostPid: false, priorityClassName: 'high', topologySpreadConstraints: [] }));
    expect(spec).toMatchObject({ hostPID: false, priorityClassName: 'high', topologySpreadConstraints: [] });
  });

  test('for Windows has nothing that an API server refuses there', () => {
    const spec = podSpecOf(make(plainChart(), { os: 'windows' }));
    expect(spec.os).toEqual({ name: 'windows' });
    // kubernetes/pkg/apis/core/validation: validateWindows
    const refused = [
      'fsGroup',
      'fsGroupChangePolicy',
      'runAsGroup',
      'runAsUser',
      'seccompProfile',
      'seLinuxOptions',
      'supplementalGroups',
      'sysctls',
    ];
    for (const field of refused) expect(spec.securityContext).not.toHaveProperty(field);
    const [container] = spec.containers;
    for (const field of [...refused, 'allowPrivilegeEscalation', 'capabilities', 'privileged', 'procMount', 'readOnlyRootFilesystem']) {
      expect(container.securityContext).not.toHaveProperty(field);
    }
    expect(container.securityContext.runAsNonRoot).toBe(true);
  });
});

test('an insecure option of cdk8s-plus fails without a waiver', () => {
  const chart = plainChart();
  new Deployment(chart, 'web', { containers, hostNetwork: true });
  expect(failureOf(() => Testing.synth(chart))).toContain('host-network: spec.template.spec.hostNetwork is true');
});

test('permissions are granted to the own ServiceAccount, in the namespace of the pod', () => {
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  const web = new Deployment(chart, 'web', { containers });
  new Role(chart, 'role').bind(web);
  const objects = Testing.synth(chart);
  const account = objects.find(({ kind }) => kind === 'ServiceAccount');
  expect(account.metadata.namespace).toBe('shop');
  expect(objects.find(({ kind }) => kind === 'RoleBinding').subjects).toEqual([
    expect.objectContaining({ kind: 'ServiceAccount', name: account.metadata.name }),
  ]);
});

test('an init container with a port gets no startup probe, which an API server refuses; a sidecar keeps its own', () => {
  const pod = new Pod(plainChart(), 'shell', { containers: [{ image: IMAGE }] });
  pod.addInitContainer({ name: 'first', image: IMAGE, portNumber: 8080 });
  pod.addInitContainer({ name: 'beside', image: IMAGE, portNumber: 8081, restartPolicy: ContainerRestartPolicy.ALWAYS });
  const [first, beside] = podSpecOf(pod).initContainers;
  expect(first).not.toHaveProperty('startupProbe');
  expect(beside.startupProbe.tcpSocket).toEqual({ port: 8081 });
});
