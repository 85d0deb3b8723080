import { podsOf } from '../../lib/controls/requirement';
import { resource } from '../../lib/engine/resource';
import { restricted } from '../../lib/profiles';
import { createNamespaces, decisionOf, installPolicies, type PolicedNamespace } from '../admission/installed-policies';
import { ownApiServer } from '../judges/api-server';
import { invalidObjects } from '../judges/json-schemas';
import { withObjectsOnDisk } from '../judges/objects-on-disk';
import { podSecurityVerdicts } from '../judges/pod-security-library';
import { EMITTED } from './emitted-objects';

/** Made with no options, as here, these lack what only their user knows: how the volume is accessed, and what is behind it. */
const NEEDS_OPTIONS: ReadonlySet<string> = new Set(['PersistentVolume', 'PersistentVolumeClaim']);

const NAMESPACE = 'enforcing-restricted';
const POLICED: PolicedNamespace = { namespace: 'constructs', prefix: 'constructs', profile: restricted, options: { honourWaivers: true } };

const server = ownApiServer();

beforeAll(async () => {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/warn': 'restricted' };
  await server.mustCreate({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, labels } });
  await createNamespaces(server, [POLICED.namespace]);
  await installPolicies(server, [POLICED]);
});

describe.each(EMITTED)('what %s emits', (_, objects) => {
  const holdingPods = objects.filter((object) => {
    const { group, kind } = resource(object);
    return podsOf(group, kind, object).pods.length > 0;
  });

  if (holdingPods.length > 0)
    test.each(['v1.28', 'latest'])('the Pod Security library allows at level restricted, %s', async (version) => {
      const verdicts = await withObjectsOnDisk(objects, (files) => podSecurityVerdicts('restricted', version, files));
      expect(verdicts.filter(({ allowed }) => !allowed)).toEqual([]);
      expect(verdicts).toHaveLength(holdingPods.length);
    });

  test.each(['1.28.0', '1.37.0'])('the JSON schemas of Kubernetes %s allow', async (version) => {
    expect(await withObjectsOnDisk(objects, (files) => invalidObjects(version, files))).toEqual([]);
  });

  const complete = objects.filter(({ kind }) => !NEEDS_OPTIONS.has(kind));
  if (complete.length > 0) {
    test('the policies of the default profile admit', async () => {
      for (const object of complete) {
        const answer = await server.create(object, POLICED.namespace, { dryRun: true });
        expect({ decision: decisionOf(answer, POLICED), said: answer.body.message }).toEqual({ decision: 'admitted', said: undefined });
      }
    });

    test('a real API server admits to a namespace that enforces restricted', async () => {
      for (const object of complete) {
        const { status, body, warnings } = await server.create(object, NAMESPACE, { dryRun: true });
        const aboutSafety = warnings.filter((text) => text.includes('PodSecurity'));
        expect({ kind: object.kind, status, said: body.message, aboutSafety }).toEqual({
          kind: object.kind,
          status: 201,
          said: undefined,
          aboutSafety: [],
        });
      }
    });
  }
});

test('the namespace does refuse what is not restricted', async () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: { containers: [{ name: 'web', image: 'registry.example/web' }] },
  };
  expect(await server.create(pod, NAMESPACE, { dryRun: true })).toMatchObject({ status: 403 });
});
