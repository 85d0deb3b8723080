import fc from 'fast-check';
import { listOf, UNKNOWN } from '../../../lib/controls/requirement';
import { compareQuantities } from '../../../lib/controls/requirement/quantity';
import { harden } from '../../../lib/engine/harden';
import { resource } from '../../../lib/engine/resource';
import { defineProfile, type Profile } from '../../../lib/profiles/profile';

type Quantities = { readonly [resource: string]: string | typeof UNKNOWN };
interface Resources {
  readonly requests?: Quantities;
  readonly limits?: Quantities;
}

const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'] as const;
const profile = defineProfile({
  name: 'resources',
  controls: {
    'cpu-limit': 'fail',
    'cpu-request': 'fail',
    'memory-limit': 'fail',
    'memory-request': 'fail',
    'ephemeral-storage-limit': 'fail',
  },
});

function podOf(containers: readonly Resources[], whole?: Resources) {
  return resource({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: {
      ...(whole && { resources: whole }),
      containers: containers.map((resources, index) => ({ name: `c${index}`, image: 'web:1', resources })),
    },
  });
}

function hardened(
  containers: readonly Resources[],
  options: { readonly profile?: Profile; readonly whole?: Resources; readonly minor?: number } = {},
) {
  const result = harden(podOf(containers, options.whole), {
    profile: options.profile ?? profile,
    ...(options.minor && { minor: options.minor }),
  });
  const { spec } = result.resource.object;
  return { ...result, whole: spec.resources as Resources, containers: listOf(spec.containers).map((each) => each.resources as Resources) };
}

const quantity = fc.constantFrom('1m', '50m', '100m', '0.1', '1', '4', '64Mi', '256Mi', '1Gi', '2G', '1e9');

/** Resources that an API server takes: no request above its limit. */
const valid: fc.Arbitrary<Resources> = fc
  .record({
    requests: fc.dictionary(fc.constantFrom(...RESOURCES), quantity),
    limits: fc.dictionary(fc.constantFrom(...RESOURCES), quantity),
  })
  .filter(({ requests, limits }) => isOrdered({ requests, limits }));

function isOrdered({ requests = {}, limits = {} }: Resources): boolean {
  return RESOURCES.every((name) => {
    const [request, limit] = [requests[name], limits[name]];
    return typeof request !== 'string' || typeof limit !== 'string' || compareQuantities(request, limit) <= 0;
  });
}

describe('hardening resources', () => {
  test('fills in a request and a limit where neither is, and no request is above its limit', () => {
    const { containers, findings } = hardened([{}]);
    expect(findings).toEqual([]);
    expect(containers).toEqual([
      {
        requests: { cpu: '100m', memory: '256Mi', 'ephemeral-storage': '64Mi' },
        limits: { cpu: '1', memory: '256Mi', 'ephemeral-storage': '1Gi' },
      },
    ]);
  });

  test('takes a large request that somebody wrote as the limit', () => {
    const [resources] = hardened([{ requests: { cpu: '1500m', memory: '512Mi' } }]).containers;
    expect(resources?.limits).toMatchObject({ cpu: '1500m', memory: '512Mi' });
  });

  test('takes a small limit that somebody wrote as the request', () => {
    const [resources] = hardened([{ limits: { cpu: '50m', memory: '64Mi' } }]).containers;
    expect(resources?.requests).toMatchObject({ cpu: '50m', memory: '64Mi' });
  });

  test('requests as much memory as the limit allows, and less CPU', () => {
    const [resources] = hardened([{ limits: { cpu: '4', memory: '2Gi' } }]).containers;
    expect(resources?.requests).toMatchObject({ cpu: '100m', memory: '2Gi' });
  });

  test('keeps a request below its limit though a profile lowers only the default of the limit', () => {
    const small = defineProfile({
      name: 'small',
      extends: profile,
      controls: { 'memory-limit': { limit: '64Mi' }, 'cpu-limit': { limit: '10m' } },
    });
    const [resources] = hardened([{}], { profile: small }).containers;
    expect(resources).toMatchObject({ requests: { cpu: '10m', memory: '64Mi' }, limits: { cpu: '10m', memory: '64Mi' } });
  });

  test('never writes a request above its limit, whatever is there and whatever the defaults are', () => {
    fc.assert(
      fc.property(
        fc.array(valid, { minLength: 1, maxLength: 3 }),
        fc.tuple(quantity, quantity, quantity, quantity),
        (given, [a, b, c, d]) => {
          const defaults = defineProfile({
            name: 'defaults',
            extends: profile,
            controls: {
              'cpu-limit': { limit: a },
              'cpu-request': { request: b },
              'memory-limit': { limit: c },
              'memory-request': { request: d },
              'ephemeral-storage-limit': { limit: a, request: c },
            },
          });
          const { containers, findings } = hardened(given, { profile: defaults });
          expect(findings).toEqual([]);
          for (const each of containers) expect({ each, ordered: isOrdered(each) }).toEqual({ each, ordered: true });
        },
      ),
    );
  });

  test('with override repairs what is zero, and no request is above its limit', () => {
    const zero = podOf([{ requests: { cpu: '0', memory: '0' }, limits: { cpu: '0', memory: '0', 'ephemeral-storage': '0' } }]);
    const result = harden(zero, { profile, override: true });
    expect(result.findings).toEqual([]);
    expect(listOf(result.resource.object.spec.containers)[0]?.resources).toEqual({
      requests: { cpu: '100m', memory: '256Mi', 'ephemeral-storage': '64Mi' },
      limits: { cpu: '1', memory: '256Mi', 'ephemeral-storage': '1Gi' },
    });
  });
});

describe('a limit that cannot be compared', () => {
  test('of zero leaves the request to a person, since the API server refuses any', () => {
    const { containers, findings } = hardened([{ limits: { cpu: '0' } }]);
    expect(containers[0]?.requests).not.toHaveProperty('cpu');
    expect(findings.map(({ control, fix }) => [control, fix.op])).toEqual([
      ['cpu-limit', 'set'],
      ['cpu-request', 'manual'],
    ]);
  });

  test('not known yet leaves the request to a person, and the limit unknown', () => {
    const pod = podOf([{ limits: { cpu: UNKNOWN } }]);
    const { applied, findings } = harden(pod, { profile });
    expect(applied.map(({ control }) => control)).not.toContain('cpu-request');
    expect(findings.map(({ control, verdict }) => [control, verdict])).toEqual([
      ['cpu-limit', 'unknown'],
      ['cpu-request', 'fail'],
    ]);
  });
});

describe('resources of the pod as a whole', () => {
  test('count in place of those of containers, from 1.34 on', () => {
    const whole = { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '1Gi' } };
    const { applied } = hardened([{}, {}], { whole });
    expect(new Set(applied.map(({ control }) => control))).toEqual(new Set(['ephemeral-storage-limit']));
    expect(new Set(hardened([{}, {}], { whole, minor: 33 }).applied.map(({ control }) => control))).toContain('memory-limit');
  });

  test('are completed at the pod, where the API server compares them: a limit no smaller than any of a container', () => {
    const { whole, containers } = hardened([{ limits: { memory: '2Gi' } }, {}], { whole: { requests: { memory: '2560Mi' } } });
    expect(whole.limits).toMatchObject({ memory: '2560Mi' });
    expect(containers[1]?.limits).not.toHaveProperty('memory');
    expect(hardened([{ limits: { memory: '4Gi' } }, {}], { whole: { requests: { memory: '3Gi' } } }).whole.limits).toMatchObject({
      memory: '4Gi',
    });
  });

  test('are completed with the request that Kubernetes would take, the limit', () => {
    expect(hardened([{}], { whole: { limits: { memory: '1Gi', cpu: '50m' } } }).whole.requests).toEqual({ memory: '1Gi', cpu: '50m' });
  });
});

describe('memory-requests-equal-limits', () => {
  const guaranteed = defineProfile({ name: 'guaranteed', controls: { 'memory-requests-equal-limits': 'fail' } });

  test('takes the limit for an absent request, and nothing where there is no limit', () => {
    expect(hardened([{ limits: { memory: '1Gi' } }], { profile: guaranteed }).containers).toEqual([
      { limits: { memory: '1Gi' }, requests: { memory: '1Gi' } },
    ]);
    const { applied, findings } = hardened([{}], { profile: guaranteed });
    expect(applied).toEqual([]);
    expect(findings.map(({ fix }) => fix.op)).toEqual(['manual']);
  });

  test('keeps a request of zero that somebody wrote, and does not guess beside a value that is not known yet', () => {
    expect(hardened([{ requests: { memory: '0' }, limits: { memory: '1Gi' } }], { profile: guaranteed }).applied).toEqual([]);
    const { applied, findings } = hardened([{ requests: { memory: UNKNOWN }, limits: { memory: '1Gi' } }], { profile: guaranteed });
    expect(applied).toEqual([]);
    expect(findings.map(({ verdict }) => verdict)).toEqual(['unknown']);
  });

  test('with override raises the request, never lowers the limit', () => {
    const unequal = podOf([{ requests: { memory: '64Mi' }, limits: { memory: '1Gi' } }]);
    const { resource: result } = harden(unequal, { profile: guaranteed, override: true });
    expect(listOf(result.object.spec.containers)[0]?.resources).toEqual({ requests: { memory: '1Gi' }, limits: { memory: '1Gi' } });
  });
});
