import * as fc from 'fast-check';
import type { Flow, FlowPeer, FlowPort, HttpRequest, StatedNetwork } from '../../../../lib/kubernetes/network/stated-network';
import { flow, labels, namespace, workload } from '../calico/stated-shop';
import type { Asker, Question } from './mesh';

/** Ports on which no identity is asked for. */
export const PLAINTEXT = [9090, 9091];
const NAMESPACES = ['shop', 'billing'];
const APPS = ['web', 'api', 'database'];
const PORTS = [80, 8080, ...PLAINTEXT];
const METHODS = ['GET', 'POST'];
const PATHS = ['/items', '/items/*', '/items/1', '/health', '*'];
const BLOCK = { cidr: '203.0.113.0/24', except: ['203.0.113.128/25'] };

/** Whoever may ask in these meshes, by a name. */
export const askers: readonly Asker[] = [
  ...NAMESPACES.flatMap((each) => APPS.map((serviceAccount) => ({ namespace: each, serviceAccount }))),
  { namespace: 'reports', serviceAccount: 'web' },
  { address: '203.0.113.9' },
  { address: '203.0.113.200' },
  { address: '10.9.9.9' },
];

function peerOf(name: string): fc.Arbitrary<FlowPeer> {
  const pods = fc.record({ to: fc.constantFrom(...NAMESPACES), app: fc.constantFrom(...APPS) }).map(
    ({ to, app }): FlowPeer => ({
      kind: 'pods',
      name: `${to}/${app}`,
      namespaces: to === name ? 'own' : labels({ 'kubernetes.io/metadata.name': to }),
      namespaceNames: [to],
      pods: labels({ app }),
      serviceAccount: app,
    }),
  );
  return fc.oneof(pods, fc.constantFrom(...NAMESPACES, 'reports').map(namespace));
}

const somePorts: fc.Arbitrary<readonly FlowPort[]> = fc
  .uniqueArray(fc.constantFrom(...PORTS), { minLength: 1, maxLength: 3 })
  .map((ports) => ports.map((port) => ({ protocol: 'TCP', port })));
const ranges: fc.Arbitrary<readonly FlowPort[]> = fc.constant([
  { protocol: 'TCP', port: 8000, endPort: 8080 },
  { protocol: 'UDP', port: 80 },
]);
const requests: fc.Arbitrary<readonly HttpRequest[]> = fc.array(
  fc.record({ method: fc.constantFrom(...METHODS), path: fc.constantFrom(...PATHS) }, { requiredKeys: [] }),
  { minLength: 1, maxLength: 3 },
);

function ingressOf(name: string, http: boolean): fc.Arbitrary<Flow> {
  const known = fc
    .tuple(
      peerOf(name),
      fc.option(fc.oneof(somePorts, ranges), { nil: undefined }),
      http ? fc.option(requests, { nil: undefined }) : fc.constant(undefined),
    )
    .map(([peer, ports, each]) => flow(peer, ports, each));
  const outside = fc.uniqueArray(fc.constantFrom(...PLAINTEXT), { minLength: 1 }).map((ports) =>
    flow(
      { kind: 'cidr', ...BLOCK },
      ports.map((port) => ({ protocol: 'TCP', port })),
    ),
  );
  return fc.oneof({ weight: 4, arbitrary: known }, { weight: 1, arbitrary: outside });
}

/** Workloads of two namespaces, with flows into them. */
export function randomMesh({ http = true } = {}): fc.Arbitrary<readonly StatedNetwork[]> {
  return fc.tuple(
    ...NAMESPACES.flatMap((name) =>
      APPS.map((app) =>
        fc.array(ingressOf(name, http), { maxLength: 3 }).map((ingress) =>
          workload(app, {
            name: app,
            path: `${name}/${app}`,
            namespace: name,
            ingress,
            ports: PORTS.map((port) => ({ protocol: 'TCP', port })),
          }),
        ),
      ),
    ),
  );
}

/** Every connection that could differ, to one workload. */
export function questionsTo({ namespace: to = '', pods }: StatedNetwork): readonly Question[] {
  const https = [undefined, ...METHODS.flatMap((method) => ['/items', '/items/1', '/health', '/other'].map((path) => ({ method, path })))];
  return askers.flatMap((from) =>
    [...PORTS, 8001, 22].flatMap((port) =>
      https.map((each) => ({ from, to: { namespace: to, labels: pods.labels }, port, ...(each !== undefined && { http: each }) })),
    ),
  );
}

/** Whether a flow into the workload says that the mesh must let it through. */
export function isStated({ ingress }: StatedNetwork, question: Question): boolean {
  return ingress.some(({ peer, ports, http }) => {
    const port =
      ports === undefined ||
      ports.some((each) => each.protocol === 'TCP' && question.port >= each.port && question.port <= (each.endPort ?? each.port));
    return (
      isFrom(peer, question.from) &&
      port &&
      (http === undefined || (question.http !== undefined && http.some((each) => isRequest(each, question.http))))
    );
  });
}

function isFrom(peer: FlowPeer, from: Asker): boolean {
  if ('address' in from) return peer.kind === 'cidr' && from.address === '203.0.113.9';
  if (peer.kind !== 'pods') return false;
  return (peer.namespaceNames ?? []).includes(from.namespace) && [undefined, from.serviceAccount].includes(peer.serviceAccount);
}

function isRequest({ method, path }: HttpRequest, request: Question['http']): boolean {
  if (request === undefined) return false;
  const begins = path?.endsWith('*') === true && request.path.startsWith(path.slice(0, -1));
  return (method === undefined || method === request.method) && (path === undefined || begins || path === request.path);
}
