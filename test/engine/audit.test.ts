import { type Json, UNKNOWN } from '../../lib/controls/requirement';
import { WORKLOAD_KINDS } from '../../lib/controls/requirement/workload-kinds';
import { audit } from '../../lib/engine/audit';
import { resource } from '../../lib/engine/resource';
import { defineProfile } from '../../lib/profiles';

const profile = defineProfile({ name: 'test', controls: { privileged: 'fail', 'host-network': 'fail' } });
const pod = (spec: unknown): Json => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec });
const auditOf = (...objects: readonly Json[]) =>
  audit(
    objects.map((each) => resource(each)),
    { profile },
  );

/** A value where the template of a kind is; `*` becomes the first element of a list. */
function nested(path: readonly string[], value: Json): Json {
  return path.reduceRight<unknown>((inner, step) => (step === '*' ? [inner] : { [step]: inner }), value) as Json;
}

test.each(WORKLOAD_KINDS.map((kind) => [`${kind.group}/${kind.kind} at ${kind.template.join('.')}`, kind] as const))(
  'finds the pod of %s, and gives the path from the root of the object',
  (_, { group, kind, versions, template }) => {
    const spec = { hostNetwork: true, containers: [{ name: 'web', securityContext: { privileged: true } }] };
    const object = {
      apiVersion: group === '' ? 'v1' : `${group}/${versions[0]}`,
      kind,
      metadata: { name: 'web' },
      ...nested(template, { spec }),
    };
    const { findings } = auditOf(object);
    const at = template.map((step) => (step === '*' ? 0 : step));
    expect(findings.map(({ control, path }) => [control, path])).toEqual([
      ['privileged', [...at, 'spec', 'containers', 0, 'securityContext', 'privileged']],
      ['host-network', [...at, 'spec', 'hostNetwork']],
    ]);
  },
);

test('counts what was evaluated, passed, failed, did not apply and could not be known', () => {
  const counts = (...objects: readonly Json[]) => auditOf(...objects).controls;
  const nothing = { evaluated: 2, passed: 0, failed: 0, waived: 0, notApplicable: 0, unknown: 0 };
  expect(counts(pod({ containers: [{ name: 'web' }] }))).toEqual({ ...nothing, passed: 2 });
  expect(counts({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } })).toEqual({ ...nothing, notApplicable: 2 });
  expect(counts(pod({ hostNetwork: true, containers: [] }), pod({ containers: [] }))).toEqual({ ...nothing, passed: 1, failed: 1 });
  expect(counts(pod({ hostNetwork: UNKNOWN, containers: [] }))).toEqual({ ...nothing, passed: 1, unknown: 1 });
});

test('a value that is not known yet never passes', () => {
  const { findings } = auditOf(pod({ containers: [{ name: 'web', securityContext: { privileged: UNKNOWN } }] }));
  expect(findings).toMatchObject([{ control: 'privileged', verdict: 'unknown', fix: { op: 'manual' } }]);
});

test.each<[string, unknown, readonly (string | number)[]]>([
  ['a spec that is a text', 'web', ['spec']],
  ['containers that are a map', { containers: { name: 'web' } }, ['spec', 'containers']],
  ['a container that is null', { containers: [null] }, ['spec', 'containers', 0]],
  ['a container that is a text', { containers: ['web'] }, ['spec', 'containers', 0]],
  [
    'a security context that is a list',
    { containers: [{ name: 'web', securityContext: [] }] },
    ['spec', 'containers', 0, 'securityContext'],
  ],
])('%s is reported, and never passes', (_, spec, path) => {
  const { malformed, controls } = auditOf(pod(spec));
  expect(malformed.map(({ observation }) => observation.path)).toEqual([path]);
  expect(controls.failed).toBe(0);
});

test('metadata that are a text are reported, though no control that is asked reads them', () => {
  const { malformed } = auditOf({ ...pod({ containers: [{ name: 'web' }] }), metadata: 'web' });
  expect(malformed.map(({ observation }) => observation.path)).toEqual([['metadata']]);
});

test('a value of the wrong type fails', () => {
  const { findings } = auditOf(pod({ containers: [{ name: 'web', securityContext: { privileged: 'false' } }] }));
  expect(findings).toMatchObject([{ control: 'privileged', actual: 'false' }]);
});

test('a message gives the place, what is there and what must be, and never a long text', () => {
  const messages = (spec: unknown) => auditOf(pod(spec)).findings.map(({ message }) => message);
  expect(messages({ hostNetwork: true, containers: [] })).toEqual(['spec.hostNetwork is true, must be absent or `false`']);
  expect(messages({ hostNetwork: 'x'.repeat(100), containers: [] })).toEqual([
    'spec.hostNetwork is a long text, must be absent or `false`',
  ]);
});
