import { Chart, Testing } from 'cdk8s';
import { type TenantMember, TenantNamespace, type TenantNamespaceProps } from 'tempered/kubernetes';
import { TemperedError } from '../../../lib/errors';

function tenantWith(props: Partial<TenantNamespaceProps>): void {
  const chart = new Chart(Testing.app(), 'platform');
  new TenantNamespace(chart, 'red', { owner: 'red', ...props });
}

function errorOf(make: () => void): TemperedError {
  try {
    make();
  } catch (error) {
    if (TemperedError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('nobody is a member', () => {
  test.each<TenantMember>([
    { group: 'system:authenticated' },
    { group: 'system:authenticated:oauth' },
    { group: 'system:masters' },
    { group: 'system:serviceaccounts' },
    { group: 'system:serviceaccounts:red' },
    { group: 'system:nodes' },
    { user: 'system:anonymous' },
    { user: 'system:kube-controller-manager' },
    { user: 'system:serviceaccount:ci:deployer' },
  ])('who is everybody, or a part of the cluster: %j', (member) => {
    const error = errorOf(() => tenantWith({ members: { deploy: [member] } }));
    expect([error.code, error.message]).toEqual(['too-wide-member', expect.stringContaining('platform/red')]);
    expect(error.hint).toBeDefined();
  });

  test.each<TenantMember>([
    { serviceAccount: 'default', namespace: 'red' },
    { serviceAccount: 'workload', namespace: 'red' },
    { serviceAccount: 'default', namespace: 'ci' },
  ])('that is the account of pods which ask for none of their own: %j', (member) => {
    expect(errorOf(() => tenantWith({ members: { deploy: [member] } })).code).toBe('too-wide-member');
  });

  test.each<TenantMember>([
    { group: '' },
    { group: '*' },
    { user: '' },
    { user: '*' },
    { serviceAccount: '', namespace: 'ci' },
    { serviceAccount: 'X_', namespace: 'ci' },
    { serviceAccount: 'ci', namespace: '' },
    { serviceAccount: 'ci', namespace: '*' },
  ])('whose name is none: %j', (member) => {
    const error = errorOf(() => tenantWith({ members: { view: [member] } }));
    expect([error.code, error.message]).toEqual(['invalid-name', expect.stringContaining('platform/red')]);
  });
});

test.each<TenantMember>([
  { group: 'red' },
  { group: 'oidc:Team Red' },
  { user: 'alice@example.com' },
  { user: 'https://issuer.example#alice' },
  { serviceAccount: 'deployer.v2', namespace: 'ci' },
  { serviceAccount: 'workload', namespace: 'ci' },
])('%j is one', (member) => {
  expect(() => tenantWith({ members: { deploy: [member] } })).not.toThrow();
});

/** The compiler refuses these; JavaScript, and what is read from a file, meets the error. */
describe('what is misspelt is an error with what there is', () => {
  const loose = (props: object): Partial<TenantNamespaceProps> => JSON.parse(JSON.stringify(props));
  test.each([
    [{ podSecurity: 'restrictd' }, 'restricted'],
    [{ podSecurityVersion: '1.30' }, 'v1.30'],
    [{ members: { admin: [] } }, 'view, deploy, operate'],
    [{ secrets: ['vault'] }, 'external-secrets, sealed-secrets, csi'],
    [{ quota: { memory: '4Gi' } }, 'memoryLimits'],
    [{ quotas: {} }, 'quota'],
  ])('%j', (props, there) => {
    const { message } = errorOf(() => tenantWith(loose(props)));
    expect(message).toContain('platform/red');
    expect(message).toContain(there);
  });
});
