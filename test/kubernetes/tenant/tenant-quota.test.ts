import { Chart, Testing } from 'cdk8s';
import { Deployment, TenantNamespace, type TenantQuota } from 'tempered/kubernetes';
import { compareQuantities } from '../../../lib/controls/requirement/quantity';
import { IMAGE } from '../rendered';

// biome-ignore lint/suspicious/noExplicitAny: what was rendered, read with care.
type Manifest = any;

function tenantWith(quota?: TenantQuota): { readonly hard: Manifest; readonly limits: Manifest } {
  const chart = new Chart(Testing.app(), 'platform');
  new TenantNamespace(chart, 'red', { owner: 'red', ...(quota !== undefined && { quota }) });
  const manifests: readonly Manifest[] = Testing.synth(chart);
  const of = (kind: string) => manifests.find((each) => each.kind === kind).spec;
  return { hard: of('ResourceQuota').hard, limits: of('LimitRange').limits[0] };
}

/** What a container of ours gets that states nothing. */
function ownResources(): Manifest {
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'red' });
  new Deployment(chart, 'web', { containers: [{ image: IMAGE }] });
  const manifests: readonly Manifest[] = Testing.synth(chart);
  return manifests.find(({ kind }) => kind === 'Deployment').spec.template.spec.containers[0].resources;
}

/** As many times a quantity, in thousandths of cores or in bytes, compared with a quota. */
function fits(times: number, each: string, quota: string): boolean {
  const suffix = each.replace(/^[\d.]+/, '');
  return compareQuantities(`${Number(each.slice(0, each.length - suffix.length)) * times}${suffix}`, quota) <= 0;
}

describe.each<[string, TenantQuota | undefined]>([
  ['of the default size', undefined],
  ['of another number of pods', { pods: 7 }],
])('a quota %s', (_, quota) => {
  const { hard, limits } = tenantWith(quota);
  const pods = Number(hard.pods);

  test.each(['cpu', 'memory', 'ephemeral-storage'])('has room for all its pods by %s, whoever wrote them', (name) => {
    const own = ownResources();
    for (const most of [own.limits[name], limits.default[name]])
      expect([most, fits(pods, most, hard[`limits.${name}`])]).toEqual([most, true]);
    const requested = hard[`requests.${name}`];
    if (requested === undefined) return;
    for (const least of [own.requests[name], limits.defaultRequest[name]])
      expect([least, fits(pods, least, requested)]).toEqual([least, true]);
  });
});

test('what a container gets that states nothing is what our constructs write', () => {
  expect(tenantWith().limits.default).toEqual(ownResources().limits);
});

/** An API server refuses a LimitRange whose default is above its maximum, and a request above its limit. */
test.each<[TenantQuota]>([
  [{ cpuLimits: '500m', memoryLimits: '128Mi', ephemeralStorage: '100Mi' }],
  [{ cpuLimits: '50m', memoryLimits: '64Mi', ephemeralStorage: '16Mi' }],
  [{ cpuRequests: '50m', memoryRequests: '64Mi' }],
])('what a pod leaves open fits into the small quota %j', (quota) => {
  const { hard, limits } = tenantWith(quota);
  for (const name of ['cpu', 'memory', 'ephemeral-storage']) {
    expect(compareQuantities(limits.default[name], limits.max[name])).toBeLessThanOrEqual(0);
    expect(compareQuantities(limits.max[name], hard[`limits.${name}`])).toBeLessThanOrEqual(0);
    expect(compareQuantities(limits.defaultRequest[name], limits.default[name])).toBeLessThanOrEqual(0);
    const requested = hard[`requests.${name}`];
    if (requested !== undefined) expect(compareQuantities(limits.defaultRequest[name], requested)).toBeLessThanOrEqual(0);
  }
});

test('no node port and no load balancer is in it, and no limit of zero, which is none', () => {
  const { hard, limits } = tenantWith();
  expect(hard).toMatchObject({ 'services.nodeports': '0', 'services.loadbalancers': '0' });
  expect(limits.min).toEqual({ cpu: '1m', memory: '4Mi' });
});

test.each<[string, TenantQuota]>([
  ['cpuLimits', { cpuLimits: 'lots' }],
  ['memoryLimits', { memoryLimits: '-4Gi' }],
  ['pods', { pods: -3 }],
  ['pods', { pods: 1.5 }],
  ['cpuRequests', { cpuRequests: '9', cpuLimits: '8' }],
  ['memoryRequests', { memoryRequests: '9Gi', memoryLimits: '8Gi' }],
])('a %s that an API server would refuse is an error with the path of the construct: %j', (name, quota) => {
  expect(() => tenantWith(quota)).toThrow(
    expect.objectContaining({ code: 'invalid-quota', message: expect.stringContaining(`platform/red: "quota.${name}"`) }),
  );
});
