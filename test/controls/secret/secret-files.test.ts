import { Chart, Testing } from 'cdk8s';
import { Secret as PlusSecret, Volume } from 'cdk8s-plus-28';
import { Deployment, platform, restricted } from 'tempered/kubernetes';
import type { Json } from '../../../lib/controls/requirement';
import { harden } from '../../../lib/engine/harden';
import { resource } from '../../../lib/engine/resource';
import type { Profile } from '../../../lib/profiles';
import { only } from '../workload/findings';

/** 0440: what root, and the group of the volume, may read. */
const GROUP_READS = 288;

const pod = (spec: Json = {}): Json => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: [{ name: 'web' }], volumes: [{ name: 'db', secret: { secretName: 'db' } }], ...spec },
});
const hardened = (object: Json, profile: Profile = only('secret-volume-mode')) => {
  const { resource: result, findings } = harden(resource(object), { profile, today: '2026-01-01' });
  const { spec } = result.object;
  return {
    mode: spec.volumes[0].secret?.defaultMode,
    group: spec.securityContext?.fsGroup,
    left: findings.filter(({ control }) => control === 'secret-volume-mode').map(({ fix }) => fix.op),
  };
};

/** The files of a Secret belong to root: without a group of the volume, 0440 would keep every other user out. */
describe('a file of a secret', () => {
  test('stays readable where nobody says which group the program is in', () => {
    expect(hardened(pod())).toEqual({ mode: undefined, group: undefined, left: ['manual'] });
    const nonRoot = { securityContext: { runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532 } };
    expect(hardened(pod(nonRoot))).toEqual({ mode: undefined, group: undefined, left: ['manual'] });
  });

  test('is closed for others where the volume has a group', () => {
    expect(hardened(pod({ securityContext: { fsGroup: 2000 } }))).toEqual({ mode: GROUP_READS, group: 2000, left: [] });
  });

  test('is closed together with a group, by the default profile', () => {
    expect(hardened(pod(), restricted)).toEqual({ mode: GROUP_READS, group: 65532, left: [] });
  });

  test('stays readable for a pod that must be root, since it gets no group', () => {
    const waiver = JSON.stringify({ reason: 'binds a low port', expires: '2099-01-01' });
    const root = pod({ securityContext: { runAsNonRoot: false } });
    const annotations = Object.fromEntries(['run-as-non-root', 'run-as-user'].map((id) => [`waive.tempered/${id}`, waiver]));
    expect(hardened({ ...root, metadata: { name: 'web', annotations } }, restricted)).toEqual({
      mode: undefined,
      group: undefined,
      left: ['manual'],
    });
  });

  test('stays readable where the cluster gives the group', () => {
    expect(hardened(pod(), platform)).toEqual({ mode: undefined, group: undefined, left: ['manual'] });
  });

  test('is left with the mode that somebody wrote, and told', () => {
    const open = pod({ securityContext: { fsGroup: 2000 }, volumes: [{ name: 'db', secret: { secretName: 'db', defaultMode: 420 } }] });
    expect(hardened(open)).toEqual({ mode: 420, group: 2000, left: ['set'] });
  });
});

test('a construct mounts a secret so that its own user can read it, and nobody else', () => {
  const chart = new Chart(Testing.app(), 'shop');
  const web = new Deployment(chart, 'web', { containers: [] });
  const volume = Volume.fromSecret(chart, 'db', PlusSecret.fromSecretName(chart, 'secret', 'db'));
  web.addContainer({ image: 'registry.example/web:1.0.0', portNumber: 8080 }).mount('/run/secrets/db', volume);
  const deployment = Testing.synth(chart).find(({ kind }) => kind === 'Deployment');
  const { securityContext, volumes } = deployment.spec.template.spec;
  expect(securityContext.fsGroup).toBe(65532);
  expect(volumes.map(({ secret }: Json) => secret?.defaultMode).filter((mode: unknown) => mode !== undefined)).toEqual([GROUP_READS]);
});
