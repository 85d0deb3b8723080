import { ApiObject } from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import { PROFILES, type Profile } from 'tempered/kubernetes';
import type { Json } from '../../lib/controls/requirement';
import { evaluate } from '../../lib/engine/evaluate';
import { Inventory } from '../../lib/engine/inventory';
import { LATEST_MINOR, planOf } from '../../lib/engine/plan';
import { resource } from '../../lib/engine/resource';
import { DEFAULT_CONSTRUCTS, POD_HOLDERS } from './default-constructs';
import { plainChart } from './rendered';

const BASELINE = [
  'apparmor-unconfined',
  'host-ipc',
  'host-network',
  'host-pid',
  'host-port',
  'host-probes-and-lifecycle',
  'privileged',
  'proc-mount',
  'selinux-options',
  'unsafe-sysctls',
  'windows-host-process',
];
const RESTRICTED = [
  ...BASELINE,
  'added-capabilities',
  'allow-privilege-escalation',
  'drop-all-capabilities',
  'restricted-volume-types',
  'run-as-non-root',
  'run-as-user',
];
const OURS = [
  'automount-service-account-token',
  'container-runtime-socket',
  'dangerous-capabilities',
  'default-service-account',
  'enable-service-links',
  'image-digest',
  'image-pull-policy',
  'image-tag',
  'mount-propagation',
  'read-only-root-filesystem',
  'sensitive-host-path',
  'share-process-namespace',
  'sys-admin-capability',
];
const RESOURCES = ['cpu-limit', 'cpu-request', 'ephemeral-storage-limit', 'memory-limit', 'memory-request'];

/** The controls that everything which holds a pod passes as it is made, whatever it leaves out. */
const HELD: Readonly<Record<string, readonly string[]>> = {
  'pod-security-baseline': [...BASELINE, 'host-path-volume', 'non-default-capabilities', 'seccomp-unconfined'],
  'pod-security-restricted': [...RESTRICTED, 'seccomp-profile'],
  baseline: [
    ...BASELINE,
    'host-path-volume',
    'seccomp-unconfined',
    'sys-admin-capability',
    'dangerous-capabilities',
    'container-runtime-socket',
  ],
  restricted: [...RESTRICTED, ...OURS, ...RESOURCES, 'seccomp-profile', 'high-user-id', 'high-group-id', 'run-as-group'],
  platform: [...RESTRICTED, ...OURS, 'seccomp-unconfined'],
};

/** What only whoever knows the program can decide, or what the kind is about. */
const LEFT_TO_THE_READER = new Set([
  'liveness-probe',
  'readiness-probe',
  'minimum-replicas',
  'naked-pod',
  'job-time-limits',
  'required-labels',
  // Whoever calls these constructs has decided that the value, or a token that does not end, stands in the manifest.
  'secret-manifest',
  'service-account-token-secret',
  // Of the namespace and of the host, of which a construct knows nothing.
  'network-policy',
  'ingress-and-egress-isolation',
  'default-deny',
  'ingress-tls',
  'limit-range',
  'dangling-role-binding',
  'volume-access-mode',
  'resource-quota',
]);

/** Of an object, the controls that were asked and passed, and those that were asked and did not. */
function verdictsOn(
  objects: readonly Json[],
  profile: Profile,
): { readonly passed: ReadonlySet<string>; readonly failed: ReadonlySet<string> } {
  const plan = planOf(profile, LATEST_MINOR);
  const resources = objects.map((object) => resource(object));
  const neighbours = new Inventory(resources);
  const verdicts = resources.flatMap((each) => evaluate(plan, each, neighbours).verdicts);
  const idsWith = (wanted: string): Set<string> =>
    new Set(verdicts.filter(({ verdict }) => verdict === wanted).map(({ planned }) => planned.control.id));
  return { passed: idsWith('pass'), failed: new Set([...idsWith('fail'), ...idsWith('unknown')]) };
}

test('every class of cdk8s-plus that emits a manifest is here', () => {
  const emitting = Object.entries(plus)
    .filter(([, each]) => typeof each === 'function' && each.prototype instanceof plus.Resource)
    .map(([name]) => name)
    .filter((name) => !['AbstractPod', 'Workload'].includes(name));
  expect(Object.keys(DEFAULT_CONSTRUCTS).sort()).toEqual(emitting.sort());
  expect(emitting).toHaveLength(28);
});

describe.each(PROFILES.map((profile) => [profile.name, profile] as const))('under %s', (name, profile) => {
  test.each(Object.entries(DEFAULT_CONSTRUCTS))('the default %s', (kind, make) => {
    const chart = plainChart();
    profile.applyTo(chart);
    make(chart);
    const objects = chart.toJson();
    expect(objects).toMatchSnapshot();

    const { passed, failed } = verdictsOn(objects, profile);
    expect([...failed].filter((id) => !LEFT_TO_THE_READER.has(id))).toEqual([]);
    const held = HELD[name] ?? [];
    expect(held.length).toBeGreaterThan(0);
    if (POD_HOLDERS.has(kind)) expect(held.filter((id) => !passed.has(id))).toEqual([]);
  });
});

test('the default profile is restricted', () => {
  const objectsUnder = (profile: Profile | undefined): Json[] => {
    const chart = plainChart();
    profile?.applyTo(chart);
    DEFAULT_CONSTRUCTS.Deployment?.(chart);
    return chart.toJson();
  };
  expect(objectsUnder(undefined)).toEqual(objectsUnder(PROFILES.find(({ name }) => name === 'restricted')));
});

test('what a construct makes is an ApiObject of the kind of its name', () => {
  for (const [name, make] of Object.entries(DEFAULT_CONSTRUCTS)) {
    const chart = plainChart();
    make(chart);
    const kinds = chart.node
      .findAll()
      .filter((each) => ApiObject.isApiObject(each))
      .map(({ kind }) => kind);
    expect(kinds).toContain(/Secret$/.test(name) ? 'Secret' : /PersistentVolume$/.test(name) ? 'PersistentVolume' : name);
  }
});
