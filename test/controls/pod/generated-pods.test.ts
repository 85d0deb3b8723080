import fc from 'fast-check';
import * as podFamily from '../../../lib/controls/pod';
import { hasCel, type Json, type Observation, type Subject } from '../../../lib/controls/requirement';
import { podsOf } from '../../../lib/controls/requirement/pods';
import * as storageFamily from '../../../lib/controls/storage';
import { Inventory } from '../../../lib/engine/inventory';
import { LATEST_MINOR } from '../../../lib/engine/plan';
import { evaluateCel } from '../cel';
import { podWith } from './one-control';

/** Some of the fields. */
const some = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(fields, { requiredKeys: [] });
const volumeName = fc.constantFrom('a', 'b', 'kube-api-access-x7k2p');
const path = fc.constantFrom('/', '/etc/', '/srv/web', '//var/./run', '/var/lib', '/run/x/docker.sock', '/home/jo/.kube', 'C:\\web', 'etc');
const token = some({
  audience: fc.constantFrom('', 'vault'),
  expirationSeconds: fc.constantFrom(600, 3600, 3601),
});
const source = fc.oneof(
  fc.constant({}),
  some({ sizeLimit: fc.constantFrom('0', '64Mi', '1G'), medium: fc.constantFrom('', 'Memory') }).map((emptyDir) => ({ emptyDir })),
  path.map((each) => ({ hostPath: { path: each } })),
  fc.constant({ secret: { secretName: 'key' } }),
  fc
    .array(
      fc.oneof(
        token.map((serviceAccountToken) => ({ serviceAccountToken })),
        fc.constant({ configMap: { name: 'web' } }),
      ),
      { maxLength: 2 },
    )
    .map((sources) => ({ projected: { sources } })),
);
const volume = fc.tuple(volumeName, source).map(([name, each]) => ({ name, ...each }));
const container = fc
  .tuple(
    fc.constantFrom('web', 'other'),
    some({
      volumeMounts: fc.array(
        fc.tuple(volumeName, some({ readOnly: fc.boolean() })).map(([name, more]) => ({ name, mountPath: '/m', ...more })),
        { maxLength: 2 },
      ),
      volumeDevices: fc.constantFrom([], [{ name: 'a', devicePath: '/dev/xvda' }]),
      resources: fc.constantFrom({}, { limits: {} }, { limits: { memory: '0' } }, { limits: { memory: '64Mi' } }),
    }),
  )
  .map(([name, more]) => ({ name, ...more }));
const toleration = some({
  key: fc.constantFrom('', 'gpu', 'node-role.kubernetes.io/master', 'node-role.kubernetes.io/control-plane'),
  operator: fc.constantFrom('Exists', 'Equal'),
});
const account = fc.constantFrom('', 'default', 'web');
const groups = some({ fsGroup: fc.constantFrom(0, 1, 65532), supplementalGroups: fc.array(fc.constantFrom(0, 1), { maxLength: 2 }) });

const spec = some({
  containers: fc.array(container, { minLength: 1, maxLength: 2 }),
  initContainers: fc.array(container, { maxLength: 1 }),
  ephemeralContainers: fc.array(container, { maxLength: 1 }),
  volumes: fc.uniqueArray(volume, { selector: ({ name }) => name, maxLength: 3 }),
  tolerations: fc.array(toleration, { maxLength: 2 }),
  nodeName: fc.constantFrom('', 'worker-1'),
  nodeSelector: fc.constantFrom({}, { 'kubernetes.io/arch': 'arm64' }, { 'node-role.kubernetes.io/master': '' }),
  serviceAccountName: account,
  serviceAccount: account,
  automountServiceAccountToken: fc.boolean(),
  enableServiceLinks: fc.boolean(),
  shareProcessNamespace: fc.boolean(),
  hostAliases: fc.constantFrom([], [{ ip: '10.0.0.7' }]),
  hostUsers: fc.boolean(),
  hostNetwork: fc.boolean(),
  hostPID: fc.boolean(),
  os: fc.constantFrom({ name: 'linux' }, { name: 'windows' }),
  securityContext: groups,
  resources: fc.constantFrom({}, { limits: { memory: '1Gi' } }),
});
const status = fc.constantFrom({}, { status: {} }, { status: { conditions: [{ type: 'PodScheduled' }] } });
const generated = fc.tuple(spec, status).map(([fields, more]) => podWith(fields, more));

function subjectOf(object: Json): Subject {
  const [pod] = podsOf('', 'Pod', object).pods;
  return {
    object,
    group: '',
    version: 'v1',
    kind: 'Pod',
    namespace: undefined,
    name: 'web',
    pod,
    minor: LATEST_MINOR,
    neighbours: new Inventory(),
  };
}

const controls = [...Object.values(podFamily), ...Object.values(storageFamily)];

test.each(controls.map((control) => [control.id, control] as const))('%s: code and CEL agree on any pod', (_, control) => {
  const rules = control.requireWith().at(LATEST_MINOR);
  fc.assert(
    fc.property(generated, (object) => {
      for (const rule of rules) {
        // An API server asks a rule of the kinds that it reads, and of no others.
        const isAsked = typeof rule.reads === 'string' || rule.reads.some(({ group, kind }) => group === '' && kind === 'Pod');
        if (!isAsked || !hasCel(rule.cel)) continue;
        const found: Observation[] = [];
        rule.evaluate(subjectOf(object), (each) => found.push(each));
        const { passes, offenders } = evaluateCel(rule, rule.cel, object);
        expect({ passes, named: offenders.length > 0 }).toEqual({ passes: found.length === 0, named: found.length > 0 });
      }
    }),
    { numRuns: 200 },
  );
});
