import { normalisePulumiService } from '../../../lib/containers/pulumi';
import { type Json, UNKNOWN } from '../../../lib/controls/requirement';
import { applyEdit, isEdit } from '../../../lib/engine/apply-fix';
import { copyOf } from '../../../lib/engine/copy';

const service = (containerSpec: Json, rest: Json = {}): Json => ({ taskSpec: { containerSpec, ...rest } });
const read = (args: Json) => normalisePulumiService('web', args).object;

function written(args: Json, fields: Json): Json {
  const { object, written: form } = normalisePulumiService('web', args);
  const after = copyOf(args);
  for (const fix of form.changes(object, { ...object, ...fields }).flatMap((change) => change.fixes))
    if (isEdit(fix)) applyEdit(after, fix);
  return after;
}

test('limits are bytes and billionths of a CPU', () => {
  const resources = { limits: { memoryBytes: 67_108_864, nanoCpus: 500_000_000 } };
  expect(read(service({}, { resources }))).toMatchObject({ memory: 67_108_864, cpus: 0.5 });
  expect(written(service({}), { memory: 67_108_864, cpus: 0.5 })).toEqual(service({}, { resources }));
});

test('a limit of 0, which is none, stays what somebody wrote', () => {
  expect(read(service({}, { resources: { limits: { memoryBytes: 0, nanoCpus: 0 } } }))).toMatchObject({ memory: 0, cpus: 0 });
});

test('a tmpfs is a mount', () => {
  const args = service({
    mounts: [
      { type: 'volume', source: 'db', target: '/db' },
      { type: 'tmpfs', target: '/tmp' },
    ],
  });
  expect(read(args)).toMatchObject({
    mounts: [{ type: 'volume', source: 'db', target: '/db' }],
    tmpfs: [{ target: '/tmp', options: ['noexec', 'nosuid', 'nodev'] }],
  });
  expect(written(service({}), { tmpfs: [{ target: '/tmp', size: 1024, mode: '1777', options: ['noexec'] }] })).toEqual(
    service({ mounts: [{ type: 'tmpfs', target: '/tmp', tmpfsOptions: { sizeBytes: 1024, mode: 0o1777 } }] }),
  );
});

test('restarts have the words of Swarm, and its default', () => {
  const restart = (restartPolicy: Json) => read(service({}, { restartPolicy })).restart;
  expect(restart({ condition: 'any' })).toEqual({ policy: 'always' });
  expect(restart({ condition: 'none' })).toEqual({ policy: 'no' });
  expect(restart({ maxAttempts: 3 })).toEqual({ policy: 'always', maxRetries: 3 });
  expect(restart({ condition: 'on-failure', maxAttempts: 0 })).toEqual({ policy: 'on-failure', maxRetries: 0 });
  expect(written(service({}), { restart: { policy: 'on-failure', maxRetries: 5 } })).toEqual(
    service({}, { restartPolicy: { condition: 'on-failure', maxAttempts: 5 } }),
  );
});

test('a port is published by the routing mesh unless it says otherwise', () => {
  expect(
    read({
      ...service({}),
      endpointSpec: {
        ports: [
          { targetPort: 80, publishedPort: 8080 },
          { targetPort: 81, publishMode: 'host' },
        ],
      },
    }).ports,
  ).toEqual([
    { target: 80, published: 8080, mode: 'ingress' },
    { target: 81, mode: 'host' },
  ]);
});

test('the address of a port cannot be written: the words say what can be done', () => {
  const args = { ...service({}), endpointSpec: { ports: [{ targetPort: 80 }] } };
  const { object, written: form } = normalisePulumiService('web', args);
  const [change] = form.changes(object, { ...object, ports: [{ target: 80, mode: 'ingress', hostIp: '127.0.0.1' }] });
  expect(change?.fixes).toEqual([{ op: 'manual', instructions: expect.stringContaining('DOCKER-USER') }]);
});

test('the mode of a secret is a number there, and octal here', () => {
  const args = service({ secrets: [{ secretId: 'x1', secretName: 'db', fileName: 'db', fileMode: 0o440 }] });
  expect(read(args).secrets).toEqual([{ source: 'db', target: 'db', mode: '0440' }]);
  expect(written(args, { secrets: [{ source: 'db', target: 'db', mode: '0400' }] })).toEqual(
    service({ secrets: [{ secretId: 'x1', secretName: 'db', fileName: 'db', fileMode: 0o400 }] }),
  );
});

test('security options cannot be said, but for SELinux switched off', () => {
  expect(read(service({})).inexpressible?.securityOpt).toContain('no-new-privileges');
  const disabled = read(service({ privileges: { seLinuxContext: { disable: true } } }));
  expect(disabled.securityOpt).toEqual(['label=disable']);
  expect(disabled.inexpressible?.securityOpt).toBeUndefined();
});

test.each(['pidsLimit', 'memorySwap', 'shmSize', 'ulimits'] as const)('%s cannot be said, and is no pass', (field) => {
  expect(read(service({})).inexpressible?.[field]).toMatch(/^docker\.Service has no/);
});

test('what is not resolved yet is unknown, however high it stands', () => {
  expect(read({ taskSpec: UNKNOWN })).toMatchObject({ image: UNKNOWN, user: UNKNOWN, capDrop: UNKNOWN, memory: UNKNOWN, mounts: UNKNOWN });
  expect(read(service({ user: UNKNOWN }))).toMatchObject({ user: UNKNOWN });
});

test('labels of the service and of its containers both hold waivers', () => {
  const args = { ...service({ labels: [{ label: 'b', value: '2' }] }), labels: [{ label: 'a', value: '1' }] };
  expect(read(args).metadata.annotations).toEqual({ a: '1', b: '2' });
});
