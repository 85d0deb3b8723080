import { ApiObject, Chart, Testing } from 'cdk8s';
import {
  adviceOn,
  Deployment,
  defineProfile,
  ExternalSecret,
  restricted,
  Sandbox,
  sandboxed,
  TenantNamespace,
  type TenantNamespaceProps,
  waive,
} from 'tempered/kubernetes';
import { audit } from '../../../lib/engine/audit';
import { resource } from '../../../lib/engine/resource';
import { TemperedError } from '../../../lib/errors';
import { IMAGE } from '../rendered';

// biome-ignore lint/suspicious/noExplicitAny: what was rendered, read with care.
type Manifest = any;

function manifestsOf(props: Partial<TenantNamespaceProps> = {}, id = 'team-red'): readonly Manifest[] {
  const chart = new Chart(Testing.app(), 'platform');
  new TenantNamespace(chart, id, { owner: 'team-red', ...props });
  return Testing.synth(chart);
}

const of = (manifests: readonly Manifest[], kind: string, name?: string): Manifest =>
  manifests.find((each) => each.kind === kind && (name === undefined || each.metadata.name === name));

describe('a tenant', () => {
  test('everything but the namespace itself lies in it', () => {
    for (const { kind, metadata } of manifestsOf())
      expect([kind, metadata.namespace]).toEqual([kind, kind === 'Namespace' ? undefined : 'team-red']);
  });

  test('is held to Pod Security restricted, of a version that does not move', () => {
    const { labels } = of(manifestsOf({ podSecurityVersion: 'v1.34' }), 'Namespace').metadata;
    for (const mode of ['enforce', 'audit', 'warn']) {
      expect(labels[`pod-security.kubernetes.io/${mode}`]).toBe('restricted');
      expect(labels[`pod-security.kubernetes.io/${mode}-version`]).toBe('v1.34');
    }
    expect(labels).toMatchObject({ 'tempered/owner': 'team-red', 'tempered/tenant': 'team-red' });
  });

  test('a looser level is enforced only; audit and warn still show what is lost', () => {
    const { labels } = of(manifestsOf({ podSecurity: 'baseline' }), 'Namespace').metadata;
    expect(labels['pod-security.kubernetes.io/enforce']).toBe('baseline');
    expect(labels['pod-security.kubernetes.io/warn']).toBe('restricted');
  });

  test('nothing goes in or out but names asked of the resolver', () => {
    const policies = manifestsOf().filter(({ kind }) => kind === 'NetworkPolicy');
    expect(policies.map(({ metadata }) => metadata.name)).toEqual(['tenant-deny-all', 'tenant-allow-dns']);
    expect(policies[0].spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    expect(policies[1].spec.egress).toHaveLength(1);
    expect(policies[1].spec.egress[0].ports.map(({ port }: Manifest) => port)).toEqual([53, 53]);
  });

  test('gives no account a token, the one that exists anyway included', () => {
    const accounts = manifestsOf().filter(({ kind }) => kind === 'ServiceAccount');
    expect(accounts.map(({ metadata, automountServiceAccountToken }) => [metadata.name, automountServiceAccountToken])).toEqual([
      ['default', false],
      ['workload', false],
    ]);
  });
});

const pluralOf = (kind: string): string => `${kind.toLowerCase().replace(/y$/, 'ie')}s`;
const mayWrite = ({ resources, verbs }: Manifest, resource: string): boolean => resources.includes(resource) && verbs.includes('create');

test.each([undefined, 'cilium', 'calico'] as const)('with policies of %s, the audit says of it only what a Role cannot', (plugin) => {
  const manifests = manifestsOf({ members: { deploy: [{ group: 'red' }] }, ...(plugin !== undefined && { network: { dialect: plugin } }) });
  const { findings } = audit(
    manifests.map((each) => resource(each)),
    { profile: restricted, today: '2026-01-01' },
  );
  expect(new Set(findings.map(({ control }) => control))).toEqual(new Set(['rbac-create-workloads', 'rbac-networking']));
});

describe('what its roles give', () => {
  function tenantUnder(profile: typeof restricted): { readonly chart: Chart; readonly tenant: TenantNamespace } {
    const chart = new Chart(Testing.app(), 'platform');
    profile.applyTo(chart);
    return { chart, tenant: new TenantNamespace(chart, 'red', { owner: 'red', members: { deploy: [{ group: 'red' }] } }) };
  }

  test('is decided by members, and no advice of the synthesis', () => {
    const { chart } = tenantUnder(restricted);
    Testing.synth(chart);
    expect(adviceOn(chart)).toEqual({ findings: [], waiverProblems: [], malformed: [] });
  });

  test('fails where the profile fails it', () => {
    const { chart } = tenantUnder(defineProfile({ name: 'strict', extends: restricted, controls: { 'rbac-create-workloads': 'fail' } }));
    expect(() => Testing.synth(chart)).toThrow('rbac-create-workloads');
  });

  test('can be waived for audits of what is written', () => {
    const { chart, tenant } = tenantUnder(restricted);
    for (const control of ['rbac-create-workloads', 'rbac-networking'] as const)
      waive(tenant, { control, reason: 'the team deploys its own', expires: '2099-12-31' });
    const written = Testing.synth(chart);
    expect(adviceOn(chart).waiverProblems).toEqual([]);
    const { findings } = audit(
      written.map((each) => resource(each)),
      { profile: restricted, today: '2026-01-01' },
    );
    expect(findings).toEqual([]);
  });

  test('is still advice where somebody else writes the same role', () => {
    const { chart } = tenantUnder(restricted);
    const rules = Testing.synth(chart).find(({ metadata }) => metadata.name === 'tenant-deploy').rules;
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'tenant-deploy', namespace: 'blue' } };
    const own = new Chart(Testing.app(), 'other');
    restricted.applyTo(own);
    new ApiObject(own, 'role', { ...role, rules });
    Testing.synth(own);
    expect(adviceOn(own).findings.map(({ control }) => control)).toContain('rbac-create-workloads');
  });
});

describe('the roles of a tenant', () => {
  const rules: readonly [string, Manifest][] = manifestsOf()
    .filter(({ kind }) => kind === 'Role')
    .flatMap(({ metadata, rules }) => rules.map((rule: Manifest) => [metadata.name, rule]));

  test.each(rules)('%s has no wildcard, no way to more rights, no secret and no way into a pod: %j', (_, rule) => {
    const words = [...rule.apiGroups, ...rule.resources, ...rule.verbs];
    for (const forbidden of [
      '*',
      'escalate',
      'bind',
      'impersonate',
      'secrets',
      'pods/exec',
      'pods/attach',
      'pods/portforward',
      'serviceaccounts/token',
    ])
      expect(words).not.toContain(forbidden);
  });

  test('only who reads may see, and nobody but an operator deletes a pod', () => {
    const verbs = (role: string, resource: string) =>
      rules.filter(([name, rule]) => name === role && rule.resources.includes(resource)).flatMap(([, rule]) => rule.verbs);
    expect(verbs('tenant-view', 'deployments')).toEqual(['get', 'list', 'watch']);
    expect(verbs('tenant-deploy', 'deployments')).toContain('create');
    expect(verbs('tenant-deploy', 'pods')).not.toContain('delete');
    expect(verbs('tenant-operate', 'pods')).toContain('delete');
  });

  test('who operates ends what runs and starts nothing of its own', () => {
    const creating = rules.filter(([name, rule]) => name === 'tenant-operate' && rule.verbs.includes('create'));
    expect(creating.flatMap(([, rule]) => rule.resources)).toEqual(['pods/eviction']);
  });

  test('who deploys makes accounts, and changes or removes none: two of them are what keeps tokens from pods', () => {
    const accounts = rules.filter(([name, rule]) => name === 'tenant-deploy' && rule.resources.includes('serviceaccounts'));
    expect(new Set(accounts.flatMap(([, rule]) => rule.verbs))).toEqual(new Set(['get', 'list', 'watch', 'create']));
  });

  test('who deploys can apply all that our constructs make of a workload', () => {
    const chart = new Chart(Testing.app(), 'shop', { namespace: 'team-red' });
    new Deployment(chart, 'web', { replicas: 2, containers: [{ image: IMAGE, portNumber: 8080 }] }).exposeViaService();
    const deploy = rules.filter(([name]) => name === 'tenant-deploy').map(([, rule]) => rule);
    const forbidden = Testing.synth(chart).filter(({ kind }) => !deploy.some((rule) => mayWrite(rule, pluralOf(kind))));
    expect(forbidden.map(({ kind }) => kind)).toEqual([]);
  });

  test('are bound to those who are named, and to nobody else', () => {
    const bindings = manifestsOf({
      members: { view: [{ group: 'support' }], deploy: [{ user: 'alice' }, { serviceAccount: 'ci', namespace: 'pipelines' }] },
    }).filter(({ kind }) => kind === 'RoleBinding');
    expect(bindings.map(({ roleRef }) => roleRef.name)).toEqual(['tenant-view', 'tenant-deploy']);
    expect(bindings[1].subjects).toEqual([
      { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'alice' },
      { kind: 'ServiceAccount', name: 'ci', namespace: 'pipelines' },
    ]);
  });
});

describe('what a tenant may ask for besides', () => {
  test('other namespaces that come in, and pods that reach each other', () => {
    const manifests = manifestsOf({ network: { ingressFrom: ['ingress-nginx'], within: true } });
    expect(of(manifests, 'NetworkPolicy', 'tenant-allow-from').spec.ingress[0].from).toEqual([
      { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } },
    ]);
    expect(of(manifests, 'NetworkPolicy', 'tenant-allow-within').spec.policyTypes).toEqual(['Ingress', 'Egress']);
  });

  test('a RuntimeClass of the cluster, which no tenant makes a second time', () => {
    const chart = new Chart(Testing.app(), 'platform');
    const sandbox = new Sandbox(chart, 'gvisor', { handler: 'runsc' });
    const [red, blue] = ['red', 'blue'].map((owner) => new TenantNamespace(chart, owner, { owner, sandbox }));
    expect([red?.sandboxName, blue?.sandboxName]).toEqual(['gvisor', 'gvisor']);
    expect(Testing.synth(chart).filter(({ kind }) => kind === 'RuntimeClass')).toHaveLength(1);
  });

  test('that who deploys writes policies, and nobody does unless it is asked', () => {
    const writers = (ownPolicies: boolean) =>
      manifestsOf({ network: { ownPolicies } })
        .filter(({ kind, rules }) => kind === 'Role' && rules.some((rule: Manifest) => mayWrite(rule, 'networkpolicies')))
        .map(({ metadata }) => metadata.name);
    expect(writers(false)).toEqual([]);
    expect(writers(true)).toEqual(['tenant-deploy']);
  });

  test.each([
    ['external-secrets', 'externalsecrets'],
    ['sealed-secrets', 'sealedsecrets'],
    ['csi', 'secretproviderclasses'],
  ] as const)('that who deploys writes references of %s, and nobody does unless it is asked', (source, plural) => {
    const rolesOf = (props: Partial<TenantNamespaceProps>, verb: string) =>
      manifestsOf(props)
        .filter(({ kind, rules }) => kind === 'Role' && rules.some((r: Manifest) => r.resources.includes(plural) && r.verbs.includes(verb)))
        .map(({ metadata }) => metadata.name);
    expect(rolesOf({}, 'get')).toEqual([]);
    expect(rolesOf({ secrets: [source] }, 'get')).toEqual(['tenant-view', 'tenant-deploy', 'tenant-operate']);
    expect(rolesOf({ secrets: [source] }, 'patch')).toEqual(['tenant-deploy']);
  });

  test('no store: whoever writes one chooses whose secrets are read', () => {
    const words = manifestsOf({ secrets: ['external-secrets', 'sealed-secrets', 'csi'] }).flatMap(({ rules }) =>
      (rules ?? []).flatMap((rule: Manifest) => rule.resources),
    );
    for (const store of ['secretstores', 'clustersecretstores', 'pushsecrets', 'secrets']) expect(words).not.toContain(store);
  });

  test('a tenant can apply what our constructs make of a secret by reference', () => {
    const chart = new Chart(Testing.app(), 'shop', { namespace: 'team-red' });
    new ExternalSecret(chart, 'db', { store: { kind: 'ClusterSecretStore', name: 'vault' }, data: { password: { key: 'db' } } });
    const [made] = Testing.synth(chart);
    const rules: readonly Manifest[] = of(manifestsOf({ secrets: ['external-secrets'] }), 'Role', 'tenant-deploy').rules;
    const group = made.apiVersion.split('/')[0];
    expect(rules.some((rule) => rule.apiGroups.includes(group) && mayWrite(rule, `${made.kind.toLowerCase()}s`))).toBe(true);
  });

  test('a sandbox, which the profile then asks of every pod', () => {
    const chart = new Chart(Testing.app(), 'platform');
    const tenant = new TenantNamespace(chart, 'team-red', { owner: 'team-red', sandbox: { handler: 'runsc' } });
    const own = new Chart(Testing.app(), 'shop', { namespace: tenant.name });
    sandboxed(restricted, tenant.sandboxName ?? '').applyTo(own);
    new Deployment(own, 'web', { containers: [{ image: IMAGE }] });
    expect(of(Testing.synth(chart), 'RuntimeClass')).toMatchObject({ metadata: { name: 'gvisor' }, handler: 'runsc' });
    expect(of(Testing.synth(own), 'Deployment').spec.template.spec.runtimeClassName).toBe('gvisor');
  });
});

test.each([
  ['a name', () => manifestsOf({ name: 'Team_Red' })],
  ['a name of the cluster', () => manifestsOf({ name: 'kube-system' })],
  ['the name of the namespace that is everybody’s', () => manifestsOf({ name: 'default' })],
  ['an owner', () => manifestsOf({ owner: 'team red' })],
])('%s that no tenant can have is refused with the path of the construct', (_, make) => {
  try {
    make();
  } catch (error) {
    expect(TemperedError.is(error) && error.code).toBe('invalid-name');
    expect(String(error)).toContain('platform/team-red');
    return;
  }
  throw new Error('nothing was refused');
});
