import { App } from 'tempered/kubernetes';
import { Storefront } from '../../examples/storefront/storefront';
import type { Json } from '../../lib/controls/requirement';
import { resource } from '../../lib/engine/resource';
import { reachability } from '../../lib/reachability';
import { ClusterNode, describeWithNode, STAND_IN } from './cluster-node';
import { PORTS, type RunningPod, reached, type Target } from './connections';
import { withStandIns } from './stand-ins';

const SHOP = 'storefront';

/** Every connection that the storefront states; whatever is not here must be refused. */
const STATED = [
  'ingress-nginx/controller -> storefront/web TCP/8080',
  'storefront/web -> storefront/api TCP/8080',
  'storefront/api -> storefront/database TCP/5432',
  'storefront/worker -> storefront/database TCP/5432',
  'storefront/report -> storefront/database TCP/5432',
  // Each may ask the cluster's resolver for names.
  ...['web', 'api', 'worker', 'report', 'database'].flatMap((from) =>
    ['TCP/53', 'UDP/53'].map((port) => `storefront/${from} -> kube-system/dns ${port}`),
  ),
];

/** Hosts of the outside, which listen at these ports. */
const OUTSIDE: readonly Target[] = [
  { name: 'outside', address: '203.0.113.2' },
  { name: 'metadata', address: '169.254.169.254' },
];
const OUTSIDE_PORTS = ['TCP/80', 'TCP/443', 'TCP/53'];

/** Who does not belong to the storefront and is not isolated. The intruder is in its namespace, which is closed as a whole. */
const OTHERS: readonly { readonly namespace: string; readonly name: string; readonly labels: Record<string, string> }[] = [
  { namespace: 'ingress-nginx', name: 'controller', labels: { 'app.kubernetes.io/name': 'ingress-nginx' } },
  { namespace: 'kube-system', name: 'dns', labels: { 'k8s-app': 'kube-dns' } },
  { namespace: 'kube-system', name: 'other', labels: { app: 'other' } },
  { namespace: 'monitoring', name: 'prometheus', labels: { 'app.kubernetes.io/name': 'prometheus' } },
  { namespace: 'strangers', name: 'stranger', labels: { app: 'stranger' } },
  { namespace: SHOP, name: 'intruder', labels: { app: 'intruder' } },
];

describeWithNode('the storefront on a real node', () => {
  let node: ClusterNode;
  let pods: readonly RunningPod[];
  let made: ReadonlySet<string>;
  const emitted = emittedObjects();

  beforeAll(async () => {
    node = ClusterNode.start();
    node.makeStandIn(['/worker', '/bin/pg_isready']);
    await node.apply(surroundings());
    await node.apply(withStandIns(emitted.filter(({ kind }) => kind !== 'HorizontalPodAutoscaler')));
    pods = await runningPods(node);
    made = await connections(node, pods);
  });
  afterAll(() => node?.stop());

  test('every pod is admitted under the restricted label, and runs', () => {
    expect(pods.map(({ name }) => name).sort()).toEqual(
      [
        ...['api', 'database', 'report', 'web', 'worker'].map((each) => `${SHOP}/${each}`),
        ...OTHERS.map(({ namespace, name }) => `${namespace}/${name}`),
      ].sort(),
    );
  });

  test('what the processes have of the kernel is what the manifests say', async () => {
    for (const { namespace, pod, name } of pods.filter((each) => each.namespace === SHOP && each.name !== `${SHOP}/intruder`)) {
      const status = await node.execute(
        namespace,
        pod,
        'cat /proc/1/status; touch /written 2>&1 || true; ls /var/run/secrets 2>&1 || true',
      );
      expect({ name, uid: /Uid:\s+(\d+)/.exec(status)?.[1] }).not.toEqual({ name, uid: '0' });
      expect(status).toMatch(/CapEff:\s+0000000000000000/);
      expect(status).toMatch(/NoNewPrivs:\s+1/);
      expect(status).toMatch(/Seccomp:\s+2/);
      expect(status).toMatch(/touch: \/written: Read-only file system/);
      expect(status).not.toMatch(/kubernetes\.io/);
    }
  });

  test('without policies everything connects, so that a refusal below is one', () => {
    const free = OTHERS.filter(({ namespace, name }) => namespace !== SHOP || name !== 'intruder').map(
      ({ namespace, name }) => `${namespace}/${name}`,
    );
    const expected = free.flatMap((from) => [
      ...free.filter((to) => to !== from).flatMap((to) => PORTS.map((port) => `${from} -> ${to} ${port}`)),
      ...OUTSIDE.flatMap(({ name }) => OUTSIDE_PORTS.map((port) => `${from} -> ${name} ${port}`)),
    ]);
    expect(expected.filter((each) => !made.has(each))).toEqual([]);
  });

  test('every stated connection is made', () => {
    expect(STATED.filter((each) => !made.has(each))).toEqual([]);
  });

  test('every other one from or to the namespace of the storefront is refused, the intruder, names and the metadata address included', () => {
    const own = pods.filter(({ namespace }) => namespace === SHOP).map(({ name }) => name);
    const touching = [...made].filter((each) => own.some((name) => each.startsWith(`${name} -> `) || each.includes(` -> ${name} `)));
    expect(touching.filter((each) => !STATED.includes(each)).sort()).toEqual([]);
  });

  test('the evaluator says the same of every pair of pods and every port', () => {
    const reach = reachability([...emitted, ...surroundings()].map((object) => resource(object)));
    const different: string[] = [];
    const known = pods.map(({ name }) => ({ name, end: evaluatorName(name, emitted) }));
    for (const from of known)
      for (const to of known)
        for (const port of PORTS) {
          if (from === to) continue;
          const connection = `${from.name} -> ${to.name} ${port}`;
          if (reach.allows(from.end, to.end, port).allowed !== made.has(connection)) different.push(connection);
        }
    expect(different).toEqual([]);
  });
});

function emittedObjects(): readonly Json[] {
  const app = new App();
  new Storefront(app, 'storefront', { namespace: SHOP });
  return app.charts.flatMap((chart) => chart.toJson());
}

/** Namespaces, pods of others, and what the storefront expects to be there. */
function surroundings(): readonly Json[] {
  const password = 'a password of this test';
  const namespaces = [...new Set(OTHERS.map(({ namespace }) => namespace))];
  return [
    ...namespaces.map((name) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, ...(name === SHOP && { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } }) },
    })),
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'storefront-database', namespace: SHOP },
      stringData: { password, pgpass: `*:*:*:*:${password}` },
    },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'database' },
      spec: {
        capacity: { storage: '20Gi' },
        accessModes: ['ReadWriteOnce'],
        hostPath: { path: '/run/database', type: 'DirectoryOrCreate' },
      },
    },
    ...OTHERS.map(({ namespace, name, labels }) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, labels },
      spec: {
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            name: 'main',
            image: STAND_IN,
            imagePullPolicy: 'Never',
            command: ['/bin/stand-in', ...PORTS],
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          },
        ],
      },
    })),
  ];
}

/** Waits until every pod is ready. */
async function runningPods(node: ClusterNode): Promise<readonly RunningPod[]> {
  const expected = OTHERS.length + 5;
  for (let left = 120; ; left--) {
    const found: RunningPod[] = [];
    for (const namespace of new Set(OTHERS.map((other) => other.namespace)))
      for (const { metadata, status } of await node.get('pods', namespace)) {
        const ready = status.conditions?.some(({ type, status: value }: Json) => type === 'Ready' && value === 'True');
        const name = /^(?:storefront-)?([a-z]+)/.exec(metadata.name)?.[1];
        if (ready) found.push({ name: `${namespace}/${name}`, namespace, pod: metadata.name, address: status.podIP });
      }
    if (found.length === expected) return found;
    if (left === 0) throw new Error(`not ready in time: ${await node.kubectl(['get', 'events', '--all-namespaces'])}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Every connection that can be made, as `FROM -> TO PORT`. */
async function connections(node: ClusterNode, pods: readonly RunningPod[]): Promise<ReadonlySet<string>> {
  const made = new Set<string>();
  // A policy takes a moment from the API server into the kernel.
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const asked = pods.map(async (from) => {
    const others = pods.filter((pod) => pod !== from);
    for (const to of await reached(node, from, others, PORTS)) made.add(`${from.name} -> ${to}`);
    for (const to of await reached(node, from, OUTSIDE, OUTSIDE_PORTS)) made.add(`${from.name} -> ${to}`);
  });
  await Promise.all(asked);
  return made;
}

/** The workload behind a pod, as the evaluator names it. */
function evaluatorName(name: string, objects: readonly Json[]): string {
  const [namespace, short = ''] = name.split('/');
  const owner = objects.find(
    ({ metadata, spec }) =>
      metadata.namespace === namespace &&
      (spec?.template !== undefined || spec?.jobTemplate !== undefined) &&
      metadata.name.startsWith(`storefront-${short}`),
  );
  return owner === undefined ? `${namespace}/Pod/${short}` : `${namespace}/${owner.kind}/${owner.metadata.name}`;
}
