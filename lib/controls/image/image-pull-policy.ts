import { control } from '../control';
import { containersOf, custom, type Emit, isObject, type Json, listOf, type Path, type Requirement, UNKNOWN } from '../requirement';
import { hasSteps } from '../requirement/cel-path';
import { celLiteral } from '../requirement/text';
import { LATEST_PATTERN, parseImageReference } from './image-reference';
import { celHasDigest, celIsReference } from './images';

const DIGEST = 'sha256:9b1cf0a3f1bd5a1bd5cbb5aa3f1d0d7a2c2d7f7d14f7b8b1a2f8a3f25e0a9c11';

/** Where a container, or an image volume, has its image and the policy. */
interface Fields {
  readonly image: string;
  readonly policy: string;
}
const CONTAINER: Fields = { image: 'image', policy: 'imagePullPolicy' };
const VOLUME: Fields = { image: 'reference', policy: 'pullPolicy' };

function pulledAgain(always: boolean): Requirement {
  const expected = always ? '`Always`' : '`Always`, where the image has no digest';
  const judge = (holder: Json, fields: Fields, at: Path, emit: Emit): void => {
    const policy: unknown = holder[fields.policy] ?? undefined;
    const path = [...at, fields.policy];
    if (policy === UNKNOWN || holder[fields.image] === UNKNOWN) {
      const instructions = 'The value is not known yet; it is judged when it is.';
      emit({ verdict: 'unknown', path, actual: UNKNOWN, expected, fix: { op: 'manual', instructions } });
      return;
    }
    const reference = parseImageReference(String(holder[fields.image] ?? ''));
    if (reference?.digest !== undefined && !always) return;
    // What the API server fills in: Always for latest, IfNotPresent for the rest.
    const latest = reference !== undefined && (reference.tag === 'latest' || (reference.tag ?? reference.digest) === undefined);
    if (policy === 'Always' || (policy === undefined && latest)) return;
    emit({ verdict: 'fail', path, actual: policy, expected, fix: { op: 'set', path, value: 'Always' } });
  };
  const passes = (root: string, { image, policy }: Fields): string => {
    const effective = `(has(${root}.${policy}) ? ${root}.${policy} == 'Always' : ${root}.${image}.matches(${celLiteral(LATEST_PATTERN)}))`;
    const pinned = `(${celIsReference(`${root}.${image}`)} && ${celHasDigest(`${root}.${image}`)})`;
    return always ? effective : `(${pinned} || ${effective})`;
  };
  const container = `(has(c.image) ? ${passes('c', CONTAINER)} : (has(c.imagePullPolicy) && c.imagePullPolicy == 'Always'))`;
  const volume = `(!(${hasSteps('v', 'image.reference').join(' && ')}) || ${passes('v.image', VOLUME)})`;
  const volumes = '(has(variables.spec.volumes) ? variables.spec.volumes : [])';
  return custom({
    reads: 'pod',
    evaluate({ pod }, emit) {
      if (pod === undefined) return false;
      for (const { container: each, path } of containersOf(pod)) judge(each, CONTAINER, path, emit);
      listOf(pod.spec.volumes).forEach((each, index) => {
        if (isObject(each.image) && each.image.reference != null)
          judge(each.image, VOLUME, [...pod.at, 'spec', 'volumes', index, 'image'], emit);
      });
      return true;
    },
    cel: {
      expression: `variables.containers.all(c, ${container}) && ${volumes}.all(v, ${volume})`,
      offenders: `variables.containers.filter(c, !${container}).map(c, c.name) + ${volumes}.filter(v, !${volume}).map(v, v.name)`,
    },
    prose: `every container and image volume pulls its image again on every start (\`imagePullPolicy: Always\`)${always ? '' : ', or has it pinned by digest'}`,
  });
}

export const imagePullPolicy = control({
  id: 'image-pull-policy',
  family: 'image',
  title: 'Re-check tagged images on every start',
  severity: 'low',
  why: 'A tag that was moved, or a node where somebody put another image under the name, runs code that the registry does not have.',
  references: { cis: ['1.2.11'] },
  counterparts: {
    checkov: ['CKV_K8S_15'],
    kubescape: ['C-0075'],
    polaris: ['pullPolicyNotAlways'],
    kubeScore: ['container-image-pull-policy'],
    kyverno: ['imagepullpolicy-always', 'always-pull-images'],
  },
  notes:
    'Polaris and kube-score want `Always` in every case, Checkov passes a digest. With a digest the node cannot run anything else, and starts survive an outage of the registry: it is left absent. `always: true` asks for `Always` everywhere, for clusters whose tenants share nodes: a private image in the cache of a node needs no credential. An absent policy counts as what the API server fills in: `Always` for `latest`, else `IfNotPresent`.',
  parameters: {
    /** Ask for `Always` even where the image is pinned by digest: for nodes that tenants share. */
    always: false,
  },
  require: ({ always }) => pulledAgain(always),
  examples: {
    pass: [
      { because: 'a digest cannot become another image', pod: { containers: [{ image: `registry.example/web@${DIGEST}` }] } },
      { because: 'it is asked for', pod: { containers: [{ image: 'registry.example/web:1.4.2', imagePullPolicy: 'Always' }] } },
      { because: 'for latest the API server fills in Always', pod: { containers: [{ image: 'registry.example/web:latest' }] } },
      {
        because: 'the credential is checked on every start',
        parameters: { always: true },
        pod: { containers: [{ image: `registry.example/web@${DIGEST}`, imagePullPolicy: 'Always' }] },
      },
    ],
    fail: [
      { because: 'absent means IfNotPresent for a version', pod: { containers: [{ image: 'registry.example/web:1.4.2' }] } },
      {
        because: 'the cache of the node decides',
        pod: { containers: [{ image: 'registry.example/web:latest', imagePullPolicy: 'IfNotPresent' }] },
      },
      { because: 'init containers count', pod: { initContainers: [{ image: 'busybox:1.36', imagePullPolicy: 'Never' }] } },
      { because: 'a volume pulls an image too', pod: { volumes: [{ name: 'model', image: { reference: 'registry.example/model:1' } }] } },
      {
        because: 'who shares the node gets the image without a credential',
        parameters: { always: true },
        pod: { containers: [{ image: `registry.example/web@${DIGEST}` }] },
      },
    ],
  },
});
