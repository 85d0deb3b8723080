import type { Json } from '../../lib/controls/requirement';
import { harden } from '../../lib/engine/harden';
import { resource } from '../../lib/engine/resource';
import { restricted } from '../../lib/profiles';
import { ownApiServer } from '../judges/api-server';
import { createNamespaces, decisionOf, installPolicies, type PolicedNamespace } from './installed-policies';

const RESTRICTED: PolicedNamespace = { namespace: 'cost', prefix: 'cost', profile: restricted };
const IMAGE = `registry.example/web:1.2.3@sha256:${'0123456789abcdef'.repeat(4)}`;
const labels = { app: 'web' };

const server = ownApiServer();

beforeAll(async () => {
  await createNamespaces(server, [RESTRICTED.namespace]);
  await installPolicies(server, [RESTRICTED]);
});

const list = <T>(length: number, make: (index: number) => T): readonly T[] => Array.from({ length }, (_, index) => make(index));

/** Nearly half a megabyte; etcd takes no object above one and a half. */
const LARGEST = { containers: 100, ports: 30, mounts: 50, variables: 50 };

function deployment({ containers, ports, mounts, variables }: typeof LARGEST): Json {
  const spec = {
    containers: list(containers, (index) => ({
      name: `web${index}`,
      image: IMAGE,
      ports: list(ports, (port) => ({ name: `p${port}`, containerPort: 2000 + index * ports + port })),
      env: list(variables, (variable) => ({ name: `V${variable}`, value: 'x' })),
      volumeMounts: list(mounts, (mount) => ({ name: `v${mount}`, mountPath: `/m${mount}` })),
      livenessProbe: { httpGet: { port: 'p0' } },
      readinessProbe: { httpGet: { port: 'p1' } },
    })),
    volumes: list(mounts, (mount) => ({ name: `v${mount}`, emptyDir: {} })),
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
}

async function decide(object: Json) {
  const answer = await server.create(object, RESTRICTED.namespace, { dryRun: true });
  return { decision: decisionOf(answer, RESTRICTED), said: answer.body.message };
}

test(`a safe Deployment of ${LARGEST.containers} containers costs no policy more than the server allows`, async () => {
  const { resource: safe } = harden(resource(deployment(LARGEST)), { profile: restricted });
  expect(JSON.stringify(safe.object).length).toBeGreaterThan(400_000);
  expect(await decide(safe.object)).toEqual({ decision: 'admitted', said: undefined });
});

test('an unsafe one of that size is refused for what is wrong with it, not for its size', async () => {
  const { decision, said } = await decide(deployment(LARGEST));
  expect(decision).toBe('refused by the policy');
  expect(said).not.toContain('cost limit exceeded');
  expect(said).toMatch(/denied request: [a-z-]+ ?[(:]/);
});
