import { Chart, App as PlainApp, Testing } from 'cdk8s';
import { OperatorAppArmorProfile, OperatorSeccompProfile, OperatorSelinuxProfile, strictSeccompProfile } from 'tempered/kubernetes';
import { schemaErrors } from '../crd-schema';
import { failureOf, plainChart, podSpecOf, rendered } from '../rendered';
import { deployment } from './workloads';

const because = { reason: 'reads the logs of the node', expires: '2999-12-31' };
const inNamespace = () => new Chart(new PlainApp(), 'shop', { namespace: 'shop' });
const CLUSTER_WIDE = ['v1.0', 'v0.9'] as const;

describe.each(CLUSTER_WIDE)('profiles of the operator %s', (operator) => {
  const chart = inNamespace();
  const common = { name: 'strict', operator };
  const seccomp = new OperatorSeccompProfile(chart, 'seccomp', { ...common, profile: strictSeccompProfile({ allowJit: true }) });
  const appArmor = new OperatorAppArmorProfile(chart, 'apparmor', {
    ...common,
    executables: ['/usr/sbin/nginx'],
    libraries: ['/usr/lib/**'],
    readOnly: ['/etc/nginx/**', '/etc/nginx/**'],
    writeOnly: ['/var/log/nginx/*'],
    readWrite: ['/tmp/**'],
    network: { tcp: true },
    capabilities: ['NET_BIND_SERVICE'],
  });
  const selinux = new OperatorSelinuxProfile(chart, 'selinux', {
    ...common,
    allow: { var_log_t: { dir: ['search'], file: ['open', 'read'] }, '@self': { tcp_socket: ['listen'] } },
  });

  test.each([seccomp, appArmor, selinux])('are what its schemas say', (profile) => {
    expect(schemaErrors(profile.toJson())).toEqual([]);
  });

  test('lie in no namespace, and pods name them accordingly', () => {
    for (const profile of [seccomp, appArmor, selinux]) expect(profile.toJson().metadata).not.toHaveProperty('namespace');
    const web = deployment(chart);
    seccomp.confine(web);
    appArmor.confine(web);
    selinux.confine(web, because);
    expect(podSpecOf(web).securityContext).toMatchObject({
      seccompProfile: { type: 'Localhost', localhostProfile: 'operator/strict.json' },
      appArmorProfile: { type: 'Localhost', localhostProfile: 'strict' },
      seLinuxOptions: { type: 'strict.process' },
    });
  });
});

describe('profiles of the operator v0.8', () => {
  const chart = inNamespace();
  const common = { name: 'strict', operator: 'v0.8' } as const;
  const seccomp = new OperatorSeccompProfile(chart, 'seccomp', { ...common, profile: strictSeccompProfile() });
  const selinux = new OperatorSelinuxProfile(chart, 'selinux', { ...common, namespace: 'policies', allow: {} });

  test('are what its schemas say', () => {
    expect([seccomp, selinux].flatMap((profile) => schemaErrors(profile.toJson()))).toEqual([]);
  });

  test('lie in a namespace, by which pods name them', () => {
    expect([seccomp, selinux].map((profile) => profile.toJson().metadata.namespace)).toEqual(['shop', 'policies']);
    const web = deployment(chart);
    seccomp.confine(web);
    selinux.confine(web, because);
    expect(podSpecOf(web).securityContext).toMatchObject({
      seccompProfile: { type: 'Localhost', localhostProfile: 'operator/shop/strict.json' },
      seLinuxOptions: { type: 'strict_policies.process' },
    });
  });
});

test('a seccomp profile says of every call what the typed one says', () => {
  const profile = strictSeccompProfile();
  const { spec } = new OperatorSeccompProfile(plainChart(), 'strict', { profile }).toJson();
  expect(spec.defaultAction).toBe('SCMP_ACT_ERRNO');
  expect(spec.architectures).toEqual(profile.architectures);
  expect(spec.syscalls).toEqual(profile.syscalls);
});

test('a call that a rule names twice is named once, as its schema asks', () => {
  const syscalls = [{ names: ['read', 'read', 'write'], action: 'SCMP_ACT_ALLOW' }] as const;
  const { spec } = new OperatorSeccompProfile(plainChart(), 'it', { profile: { ...strictSeccompProfile(), syscalls } }).toJson();
  expect(spec.syscalls).toEqual([{ names: ['read', 'write'], action: 'SCMP_ACT_ALLOW' }]);
});

test('without a name the pod gets the one that cdk8s makes', () => {
  const chart = plainChart();
  const strict = new OperatorSeccompProfile(chart, 'strict', { profile: strictSeccompProfile() });
  const web = deployment(chart);
  strict.confine(web);
  expect(podSpecOf(web).securityContext.seccompProfile.localhostProfile).toBe(`operator/${strict.toJson().metadata.name}.json`);
});

test('the profile stands before the pods that need it', () => {
  const chart = plainChart();
  const web = deployment(chart);
  new OperatorSeccompProfile(chart, 'strict', { profile: strictSeccompProfile() }).confine(web);
  const kinds = Testing.synth(chart).map(({ kind }) => kind);
  expect(kinds.indexOf('SeccompProfile')).toBeLessThan(kinds.indexOf('Deployment'));
});

test('what AppArmor is not asked to allow is denied', () => {
  const { spec } = new OperatorAppArmorProfile(plainChart(), 'closed', {}).toJson();
  expect(spec.abstract.network).toEqual({ allowRaw: false, allowedProtocols: { allowTcp: false, allowUdp: false } });
  expect(spec.mode).toBeUndefined(); // which enforces
});

test('a profile of SELinux goes on from that of containers, or from another one', () => {
  const chart = plainChart();
  const base = new OperatorSelinuxProfile(chart, 'base', { name: 'base', allow: {} });
  const more = new OperatorSelinuxProfile(chart, 'more', { inherit: ['net_container', base], allow: {} });
  expect(base.toJson().spec.inherit).toEqual([{ kind: 'System', name: 'container' }]);
  expect(more.toJson().spec.inherit).toEqual([
    { kind: 'System', name: 'net_container' },
    { kind: 'SelinuxProfile', name: 'base' },
  ]);
});

test('a type of SELinux of one’s own is a waiver in the manifest', () => {
  const chart = plainChart();
  const web = deployment(chart);
  new OperatorSelinuxProfile(chart, 'logs', { name: 'logs', allow: {} }).confine(web, because);
  expect(rendered(web).metadata.annotations).toEqual({ 'waive.tempered/selinux-options': JSON.stringify(because) });
});

describe('refused, with the path of the construct:', () => {
  const profile = strictSeccompProfile();
  const seccomp = (props: object) => new OperatorSeccompProfile(plainChart(), 'it', { profile, ...props });
  const appArmor = (props: object) => new OperatorAppArmorProfile(plainChart(), 'it', props);

  test.each<[string, () => unknown, RegExp]>([
    ['a namespace, from v0.9 on', () => seccomp({ namespace: 'shop' }), /lie in no namespace/],
    ['no namespace, before it', () => seccomp({ operator: 'v0.8' }), /by its namespace, and it has none/],
    ['a name with its ending', () => seccomp({ name: 'strict.json' }), /"strict\.json" cannot be the name/],
    [
      'an architecture that the operator does not know',
      () => seccomp({ profile: strictSeccompProfile({ platforms: ['loong64'] }) }),
      /SCMP_ARCH_LOONGARCH64/,
    ],
    ['another error than EPERM', () => seccomp({ profile: { ...profile, defaultErrnoRet: 38 } }), /not with error 38/],
    ['a path that is none', () => appArmor({ readOnly: ['etc/nginx'] }), /"etc\/nginx" cannot be a path/],
    ['a rule within a path', () => appArmor({ readWrite: ['/tmp/** rw,\n  /etc/shadow r,'] }), /cannot be a path/],
    ['a capability with its prefix', () => appArmor({ capabilities: ['CAP_CHOWN'] }), /"CAP_CHOWN" is no capability/],
    [
      'what is no identifier',
      () => new OperatorSelinuxProfile(plainChart(), 'it', { allow: { var_log_t: { file: ['read)'] } } }),
      /"read\)" is no identifier of SELinux/,
    ],
  ])('%s', (_, make, message) => {
    expect(failureOf(make)).toMatch(/^shop\/it: /);
    expect(failureOf(make)).toMatch(message);
  });
});
