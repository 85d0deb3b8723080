import fc from 'fast-check';
import { type ControlId, controlById } from '../../../lib/controls/catalogue';
import { hasCel, type Json, type Observation } from '../../../lib/controls/requirement';
import { Inventory } from '../../../lib/engine/inventory';
import { LATEST_MINOR } from '../../../lib/engine/plan';
import { evaluateCel } from '../cel';
import { reference } from './arbitrary-reference';

const text = fc.oneof(
  reference.map((each) => each.text),
  fc.constantFrom(
    '',
    'nginx',
    'nginx:latest',
    `nginx:latest@sha256:${'a'.repeat(64)}`,
    'nginx@sha256:abc',
    'k8s.gcr.io/pause:3.2',
    '$IMAGE',
  ),
);
const policy = fc.constantFrom('Always', 'IfNotPresent', 'Never');
const container = fc.record({ name: fc.constant('web'), image: text, imagePullPolicy: policy }, { requiredKeys: ['name'] });
const volume = fc.record(
  { name: fc.constant('model'), image: fc.record({ reference: text, pullPolicy: policy }, { requiredKeys: ['reference'] }) },
  { requiredKeys: ['name'] },
);
const spec = fc.record({
  containers: fc.array(container, { minLength: 1, maxLength: 2 }),
  initContainers: fc.array(container, { maxLength: 1 }),
  volumes: fc.array(volume, { maxLength: 1 }),
});

/** Whether a pod passes, in code and in CEL. */
function verdicts(id: ControlId, parameters: object, pod: Json): { readonly code: boolean; readonly cel: boolean } {
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: pod };
  const found: Observation[] = [];
  const [rule] = controlById(id).requireWith(parameters).at(LATEST_MINOR);
  if (rule === undefined || !hasCel(rule.cel)) throw new Error(`${id} has CEL`);
  rule.evaluate(
    {
      object,
      group: '',
      version: 'v1',
      kind: 'Pod',
      namespace: undefined,
      name: 'web',
      minor: LATEST_MINOR,
      neighbours: new Inventory(),
      pod: { spec: pod, metadata: object.metadata, at: [] },
    },
    (each) => found.push(each),
  );
  return { code: found.length === 0, cel: evaluateCel(rule, rule.cel, object).passes };
}

test.each<[ControlId, object]>([
  ['image-tag', {}],
  ['image-digest', {}],
  ['image-digest', { exempt: ['registry.example', 'a/'] }],
  ['image-pull-policy', {}],
  ['image-pull-policy', { always: true }],
  ['allowed-registries', { prefixes: ['docker.io', 'registry.example:5000'] }],
  ['deprecated-registry', {}],
])('%s %j says the same of any pod in CEL as in code', (id, parameters) => {
  fc.assert(
    fc.property(spec, (pod) => {
      const { code, cel } = verdicts(id, parameters, pod);
      expect({ passes: cel }).toEqual({ passes: code });
    }),
    { numRuns: 300 },
  );
});
