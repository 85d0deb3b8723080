import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chart, App as PlainApp, Testing } from 'cdk8s';
import {
  Deployment,
  LocalhostAppArmor,
  LocalhostSeccomp,
  Sandbox,
  SelinuxOptions,
  strictSeccompProfile,
  TenantNamespace,
  useUserNamespace,
} from 'tempered/kubernetes';
import type { Json } from '../../lib/controls/requirement';
import type { Profile } from '../../lib/profiles/profile';
import { readProfileFile } from '../../lib/profiles/profile-file';
import { IMAGE } from '../../test/kubernetes/rendered';
import { tenantsYaml } from '../../test/kubernetes/tenant/tenants-yaml';
import { decisionOf, installPolicies } from '../admission/installed-policies';
import { ownApiServer } from '../judges/api-server';

const server = ownApiServer();
const NAMESPACE = 'isolated';
const platform = new Chart(new PlainApp(), 'platform');
const nodes = {
  nodeSelector: { 'katacontainers.io/kata-runtime': 'true' },
  tolerations: [{ key: 'sandbox', value: 'kata', effect: 'NoSchedule' }],
} as const;
const kata = new Sandbox(platform, 'kata', { handler: 'kata-clh', ...nodes });
const gvisor = new Sandbox(platform, 'gvisor', { handler: 'runsc' });

/** The pod of a Deployment, as its controller creates it. */
function podOf(give: (web: Deployment) => void): Json {
  const chart = new Chart(new PlainApp(), 'shop');
  const web = new Deployment(chart, 'web', { containers: [{ name: 'web', image: IMAGE, portNumber: 8080 }] });
  give(web);
  const deployment: Json = Testing.synth(chart).find(({ kind }) => kind === 'Deployment');
  const { template } = deployment.spec;
  const { serviceAccountName, ...spec } = template.spec;
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...template.metadata, name: 'web' }, spec };
}

async function created(pod: Json, namespace = NAMESPACE) {
  const { status, body, warnings } = await server.create(pod, namespace, { dryRun: true });
  return { status, spec: body.spec, message: String(body.message), warnings };
}

beforeAll(async () => {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/warn': 'restricted' };
  await server.mustCreate({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, labels } });
  for (const object of Testing.synth(platform)) await server.mustCreate(object);
});

describe('a sandbox', () => {
  test('of Kata has the server give its pods the nodes and what the machine costs', async () => {
    const { status, spec } = await created(podOf((web) => kata.runs(web)));
    expect(status).toBe(201);
    expect(spec).toMatchObject({
      runtimeClassName: 'kata-clh',
      overhead: { cpu: '250m', memory: '130Mi' },
      nodeSelector: nodes.nodeSelector,
    });
    expect(spec.tolerations).toEqual(expect.arrayContaining([expect.objectContaining(nodes.tolerations[0])]));
  });

  test('of gVisor costs nothing beside', async () => {
    const { status, spec } = await created(podOf((web) => gvisor.runs(web)));
    expect([status, spec.runtimeClassName, spec.overhead]).toEqual([201, 'gvisor', undefined]);
  });

  test('that nobody made is refused', async () => {
    const other = new Sandbox(new Chart(new PlainApp(), 'other'), 'other', { handler: 'other' });
    expect(await created(podOf((web) => other.runs(web)))).toMatchObject({ status: 403, message: expect.stringContaining('RuntimeClass') });
  });
});

const confined = (web: Deployment): void => {
  new LocalhostSeccomp('profiles/strict', strictSeccompProfile()).confine(web);
  new LocalhostAppArmor('web').confine(web);
  new SelinuxOptions({ type: 'container_t', level: 's0:c123,c456' }).confine(web);
  useUserNamespace(web);
};

test('a pod with every confinement at once is admitted under the label restricted, without a warning', async () => {
  const { status, spec, warnings } = await created(podOf(confined));
  expect([status, warnings]).toEqual([201, []]);
  expect(spec).toMatchObject({
    hostUsers: false,
    securityContext: {
      seccompProfile: { type: 'Localhost', localhostProfile: 'profiles/strict.json' },
      appArmorProfile: { type: 'Localhost', localhostProfile: 'web' },
      seLinuxOptions: { type: 'container_t', level: 's0:c123,c456' },
    },
  });
});

test('a profile of AppArmor that is named by annotations, for older clusters, is still read', async () => {
  const { status, spec } = await created(podOf((web) => new LocalhostAppArmor('web').confine(web, { kubernetesVersion: 'v1.29' })));
  expect(status).toBe(201);
  expect(spec.containers[0].securityContext.appArmorProfile).toEqual({ type: 'Localhost', localhostProfile: 'web' });
});

/** What our error `unfit-pod` says of a user namespace is what a server says. */
test.each([
  ['hostPID', { hostPID: true }],
  ['hostIPC', { hostIPC: true }],
  ['hostNetwork', { hostNetwork: true }],
] as const)('beside a user namespace a server refuses %s', async (_, field) => {
  const pod = podOf((web) => useUserNamespace(web));
  await server.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'open' } }, '');
  const answer = await created({ ...pod, spec: { ...pod.spec, ...field } }, 'open');
  expect(answer).toMatchObject({ status: 422, message: expect.stringContaining('hostUsers') });
});

/** What the names of its policies begin with. */
const EDGES = 'edges';

/** The profile of docs/tenants.md, read as the command reads it. */
function edges(): Profile {
  const folder = mkdtempSync(join(tmpdir(), 'tempered-tenants-'));
  try {
    const file = join(folder, 'tenants.yaml');
    writeFileSync(file, tenantsYaml());
    return readProfileFile(file).profile;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('a tenant', () => {
  beforeAll(async () => {
    const chart = new Chart(new PlainApp(), 'tenants');
    new TenantNamespace(chart, 'red', {
      owner: 'red',
      sandbox: gvisor,
      secrets: ['external-secrets'],
      members: { view: [{ group: 'support' }], deploy: [{ group: 'red' }], operate: [{ group: 'on-call' }] },
    });
    new TenantNamespace(chart, 'small', { owner: 'red', quota: { cpuLimits: '500m', memoryLimits: '128Mi', ephemeralStorage: '100Mi' } });
    for (const object of Testing.synth(chart)) await server.mustCreate(object, object.metadata.namespace ?? '');
    await installPolicies(server, [{ namespace: 'red', prefix: EDGES, profile: edges() }]);
  });
  const plain = (spec: object = {}, container: object = {}): Json => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: {
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        { name: 'web', image: IMAGE, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }, ...container },
      ],
      ...spec,
    },
  });

  test('gives a pod of somebody else limits, and no token', async () => {
    const { status, spec, message } = await created(plain(), 'red');
    expect([status, message]).toEqual([201, 'undefined']);
    expect(spec.containers[0].resources).toEqual({
      limits: { cpu: '1', memory: '256Mi', 'ephemeral-storage': '1Gi' },
      requests: { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '64Mi' },
    });
    expect(JSON.stringify(spec.volumes ?? [])).not.toContain('serviceAccountToken');
  });

  test('of a small quota gives smaller limits, which a server takes', async () => {
    const { status, spec, message } = await created(plain(), 'small');
    expect([status, message]).toEqual([201, 'undefined']);
    expect(spec.containers[0].resources.limits).toEqual({ cpu: '500m', memory: '128Mi', 'ephemeral-storage': '100Mi' });
  });

  const service = (spec: object): Json => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec });
  const ingress = (host: string, annotations: object = {}): Json => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', annotations },
    spec: {
      rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }] } }],
    },
  });

  test.each<[string, Json, string | undefined]>([
    ['an address of somebody else', service({ ports: [{ port: 53 }], externalIPs: ['10.0.0.10'] }), 'external-ip-service'],
    ['a name of another namespace', service({ type: 'ExternalName', externalName: 'db.other.svc.cluster.local' }), 'external-name-service'],
    [
      'a snippet of the controller',
      ingress('shop.example', { 'nginx.ingress.kubernetes.io/configuration-snippet': 'return 200;' }),
      'ingress-snippet-annotations',
    ],
    ['every name of a domain', ingress('*.bank.example'), 'ingress-wildcard-host'],
    ['an ordinary Service', service({ ports: [{ port: 80 }] }), undefined],
    ['an ordinary Ingress', ingress('shop.example'), undefined],
  ])('under the policies that docs/tenants.md gives, of %s', async (_, object, control) => {
    const answer = await server.create(object, 'red', { dryRun: true });
    expect(decisionOf(answer, { prefix: EDGES })).toBe(control === undefined ? 'admitted' : 'refused by the policy');
    if (control !== undefined) expect(answer.body.message).toContain(control);
    // Nothing but these policies refuses it.
    expect((await server.create(object, NAMESPACE, { dryRun: true })).status).toBe(201);
  });

  test('lets in no privileged pod, and none that wants more than all may have', async () => {
    expect(await created(plain({ hostPID: true }), 'red')).toMatchObject({ status: 403, message: expect.stringContaining('PodSecurity') });
    const greedy = plain({}, { resources: { limits: { cpu: '21', memory: '1Gi' } } });
    expect(await created(greedy, 'red')).toMatchObject({ status: 403, message: expect.stringContaining('maximum cpu') });
  });

  /** What the server's own authorizer says of a member of a group. */
  async function may(group: string, verb: string, what: string, namespace = 'red'): Promise<boolean> {
    const [path = '', apiGroup = ''] = what.split(' of ');
    const [kind, subresource] = path.split('/');
    const resourceAttributes = { namespace, verb, group: apiGroup, resource: kind, ...(subresource !== undefined && { subresource }) };
    const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', metadata: {} };
    const { status, body } = await server.create({ ...review, spec: { user: 'somebody', groups: [group], resourceAttributes } }, '');
    expect(status).toBe(201);
    return body.status.allowed;
  }

  test.each([
    ['support', 'get', 'pods/log', true],
    ['support', 'create', 'deployments of apps', false],
    ['red', 'create', 'deployments of apps', true],
    ['red', 'create', 'serviceaccounts', true],
    ['red', 'patch', 'serviceaccounts', false],
    ['red', 'delete', 'serviceaccounts', false],
    ['red', 'delete', 'pods', false],
    ['red', 'delete', 'resourcequotas', false],
    ['red', 'create', 'networkpolicies of networking.k8s.io', false],
    ['red', 'create', 'externalsecrets of external-secrets.io', true],
    ['on-call', 'delete', 'pods', true],
    ['on-call', 'create', 'pods/eviction', true],
    ['on-call', 'create', 'deployments of apps', false],
    ['on-call', 'create', 'jobs of batch', false],
    ['on-call', 'delete', 'jobs of batch', true],
    // A restart. It may change the image, the account and the volumes as well: the page says so.
    ['on-call', 'patch', 'deployments of apps', true],
  ] as const)('%s may %s %s: %s', async (group, verb, what, allowed) => {
    expect(await may(group, verb, what)).toBe(allowed);
    expect(await may(group, verb, what, NAMESPACE)).toBe(false);
    expect(await may('strangers', verb, what)).toBe(false);
  });

  test.each([
    ['get', 'secrets'],
    ['list', 'secrets'],
    ['create', 'secrets'],
    ['create', 'secretstores of external-secrets.io'],
    ['create', 'sealedsecrets of bitnami.com'],
    ['create', 'pods/exec'],
    ['create', 'pods/attach'],
    ['create', 'pods/portforward'],
    ['update', 'pods/ephemeralcontainers'],
    ['create', 'serviceaccounts/token'],
    ['impersonate', 'serviceaccounts'],
    ['create', 'rolebindings of rbac.authorization.k8s.io'],
    ['escalate', 'roles of rbac.authorization.k8s.io'],
    ['bind', 'roles of rbac.authorization.k8s.io'],
    ['patch', 'namespaces'],
  ])('nobody in it may %s %s', async (verb, what) => {
    for (const group of ['support', 'red', 'on-call']) expect([group, await may(group, verb, what)]).toEqual([group, false]);
  });

  test('takes what our constructs make', async () => {
    expect(
      await created(
        podOf((web) => gvisor.runs(web)),
        'red',
      ),
    ).toMatchObject({ status: 201, warnings: [] });
  });
});
