import fc from 'fast-check';
import type { Json } from '../../lib/controls/requirement';
import { WORKLOAD_KINDS } from '../../lib/controls/requirement/workload-kinds';

/** An object of which each key is there or not. */
function maybe(fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Json> {
  return fc.record(fields, { requiredKeys: [] });
}
const flag = fc.boolean();
const user = fc.constantFrom(0, 1, 1000, 10001, 65532);
const capability = fc.constantFrom(
  'ALL',
  'all',
  'NET_BIND_SERVICE',
  'CHOWN',
  'NET_RAW',
  'SYS_ADMIN',
  'CAP_SYS_ADMIN',
  'SYS_PTRACE',
  'MKNOD',
);
const profile = maybe({
  type: fc.constantFrom('RuntimeDefault', 'Localhost', 'Unconfined', 'Other'),
  localhostProfile: fc.constant('web.json'),
});
const seLinux = maybe({
  type: fc.constantFrom('', 'container_t', 'spc_t', 'container_engine_t'),
  user: fc.constantFrom('', 'system_u'),
  level: fc.constant('s0'),
});
const windows = maybe({ hostProcess: flag, runAsUserName: fc.constantFrom('ContainerUser', 'ContainerAdministrator') });
const shared = {
  runAsNonRoot: flag,
  runAsUser: user,
  runAsGroup: user,
  seccompProfile: profile,
  appArmorProfile: profile,
  seLinuxOptions: seLinux,
  windowsOptions: windows,
};

const containerContext = maybe({
  ...shared,
  privileged: flag,
  allowPrivilegeEscalation: flag,
  readOnlyRootFilesystem: flag,
  procMount: fc.constantFrom('Default', 'Unmasked'),
  capabilities: maybe({ add: fc.array(capability, { maxLength: 3 }), drop: fc.array(capability, { maxLength: 2 }) }),
});
const podContext = maybe({
  ...shared,
  fsGroup: user,
  supplementalGroups: fc.array(user, { maxLength: 2 }),
  sysctls: fc.array(fc.constantFrom({ name: 'kernel.msgmax', value: '1' }, { name: 'net.ipv4.tcp_syncookies', value: '1' }), {
    maxLength: 2,
  }),
});

const quantity = {
  cpu: fc.constantFrom('100m', '2', 1, '0'),
  memory: fc.constantFrom('64Mi', '512Mi', '1Gi', '0'),
  'ephemeral-storage': fc.constantFrom('1Gi', '10Gi'),
};
const port = fc.constantFrom(80, 8080);
const httpGet = maybe({ port: fc.constantFrom<unknown>(8080, 'http'), host: fc.constantFrom('', '127.0.0.1') });
const probe = fc.oneof(maybe({ httpGet }), maybe({ tcpSocket: httpGet }), fc.constant({ exec: { command: ['true'] } }));
const image = fc.constantFrom(
  'web',
  'web:latest',
  'web:1.0',
  'registry.example:5000/web',
  `registry.example/web@sha256:${'a'.repeat(64)}`,
  '',
);

const container = (name: string): fc.Arbitrary<Json> =>
  maybe({
    image,
    imagePullPolicy: fc.constantFrom('Always', 'IfNotPresent', 'Never'),
    command: fc.constantFrom(['/web'], ['sh', '-c', 'sudo web']),
    env: fc.constantFrom<unknown>(
      [{ name: 'A', value: '1' }],
      [
        { name: 'A', value: '1' },
        { name: 'A', value: '2' },
      ],
    ),
    ports: fc.array(maybe({ containerPort: port, hostPort: fc.constantFrom(0, 80), name: fc.constant('http') }), { maxLength: 2 }),
    resources: maybe({ requests: maybe(quantity), limits: maybe(quantity) }),
    livenessProbe: probe,
    readinessProbe: probe,
    lifecycle: maybe({ preStop: probe }),
    securityContext: containerContext,
    stdin: flag,
    tty: flag,
    volumeMounts: fc.array(
      maybe({
        name: fc.constantFrom('data', 'host'),
        mountPath: fc.constant('/data'),
        readOnly: flag,
        mountPropagation: fc.constantFrom('None', 'Bidirectional'),
      }),
      { maxLength: 2 },
    ),
  }).map((fields) => ({ name, ...fields }));

const list = (name: string, most: number): fc.Arbitrary<readonly Json[]> =>
  fc
    .integer({ min: 0, max: most })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => container(`${name}-${index}`))));

const volume = fc.constantFrom<Json>(
  { name: 'data' },
  { name: 'data', emptyDir: {} },
  { name: 'data', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
  { name: 'host', hostPath: { path: '/var/run/' } },
  { name: 'claim', persistentVolumeClaim: { claimName: 'claim' } },
  { name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } },
  { name: 'nfs', nfs: { server: 'nfs.internal', path: '/' } },
);

const podSpec: fc.Arbitrary<Json> = fc
  .tuple(
    maybe({
      automountServiceAccountToken: flag,
      enableServiceLinks: flag,
      hostAliases: fc.constant([{ ip: '10.0.0.1', hostnames: ['db'] }]),
      hostIPC: flag,
      hostNetwork: flag,
      hostPID: flag,
      hostUsers: flag,
      os: fc.constantFrom({ name: 'linux' }, { name: 'windows' }),
      priorityClassName: fc.constant('shop'),
      restartPolicy: fc.constantFrom('Always', 'Never'),
      securityContext: podContext,
      serviceAccount: fc.constant('web'),
      serviceAccountName: fc.constantFrom('web', 'default'),
      shareProcessNamespace: flag,
      terminationGracePeriodSeconds: fc.constantFrom(0, 30, 86400),
      tolerations: fc.constant([{ operator: 'Exists' }]),
      volumes: fc.array(volume, { maxLength: 3 }),
      initContainers: list('setup', 2),
    }),
    list('web', 3),
  )
  .map(([fields, containers]) => ({ ...fields, containers }));

function around(template: readonly string[], pod: Json): Json {
  return template.reduceRight<Json>((inner, step) => ({ [step]: inner }), pod);
}

const kinds = WORKLOAD_KINDS.filter(({ template }) => !template.includes('*'));

/** Workloads of every kind, with every field that the catalogue reads there or not, secure or not. */
export const workload: fc.Arbitrary<Json> = fc
  .record({ kind: fc.constantFrom(...kinds), spec: podSpec, replicas: fc.option(fc.constantFrom(0, 1, 3), { nil: undefined }) })
  .map(({ kind, spec, replicas }) => {
    const pod = { metadata: { labels: { app: 'web' } }, spec };
    const head = { apiVersion: kind.group === '' ? 'v1' : `${kind.group}/${kind.versions[0]}`, kind: kind.kind, metadata: { name: 'web' } };
    if (kind.template.length === 0) return { ...head, spec };
    const body = around(kind.template, pod);
    const own = { ...(replicas !== undefined && { replicas }), selector: { matchLabels: { app: 'web' } } };
    return { ...head, ...body, ...(body.spec && { spec: { ...own, ...body.spec } }) };
  });
